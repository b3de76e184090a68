"""Notices that leave the service: titles, numbers and links, never a name."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Concept, Kept, later


class Action(TextChoices):
    """What the record of access says that somebody did."""

    MAIL_ADDRESS_SET = "mail_address_set", _("set the e-mail address of an account")
    MAIL_WANTED = "mail_wanted", _("chose which notices come by e-mail")


class NoticeKind(TextChoices):
    """What people are told of."""

    NOT_SENT = "not_sent", _("A message could not be sent.")


CONCEPT = Concept(
    name="outgoing",
    after=("accounts", "audit", "posts", "jobs", "needs"),
    actions=Action,
    notices=NoticeKind,
    by_themselves=("mail_wanted", "mail_address"),
    kept=(
        Kept(
            "outgoing",
            _("messages that were sent"),
            later("geodata.outgoing.retention.sent"),
            "KEEP_OUTGOING_DAYS",
            90,
        ),
    ),
)
