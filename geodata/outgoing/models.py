"""To whom notices go by e-mail, and each message on its way out with its state."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MailAddress(models.Model):
    """Where a user's notices go by e-mail: the administrator enters the address, and the user alone says what comes."""

    class Wanted(models.TextChoices):
        NOTHING = "nothing", _("nothing")
        DAILY = "daily", _("once a day, at 8:00")
        URGENT = "urgent", _("once a day, and what is urgent at once")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="mail",
        verbose_name=_("account"),
    )
    address = models.EmailField(_("e-mail address"), max_length=120, blank=True)
    wanted = models.CharField(_("notices by e-mail"), max_length=10, choices=Wanted, default=Wanted.NOTHING)
    since = models.DateTimeField(_("since"))
    """What was told before is not sent."""

    class Meta:
        verbose_name = _("e-mail address of an account")
        verbose_name_plural = _("e-mail addresses of accounts")
        constraints = [
            models.CheckConstraint(
                name="mail_is_wanted_in_one_of_the_ways",
                condition=Q(wanted__in=["nothing", "daily", "urgent"]),
            )
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class Outgoing(models.Model):
    """A message. Whoever sends it claims it first, in a transaction of its own: killed between, it goes out once at most."""

    class Occasion(models.TextChoices):
        DAILY = "daily", _("notices of the day")
        URGENT = "urgent", _("urgent notice")
        COUNTY = "county", _("to the group chat of the county")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        UNSURE = "unsure", _("perhaps sent")
        FAILED = "failed", _("not sent")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    occasion = models.CharField(_("occasion"), max_length=10, choices=Occasion)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )
    county = models.CharField(_("county"), max_length=6, blank=True)
    day = models.DateField(_("day"))
    lines = models.JSONField(_("lines"))
    """Of each: the kind of notice, a number, and a path of this site."""
    notices = ArrayField(models.UUIDField(), verbose_name=_("notices"))
    """Which it tells: none is told twice on an occasion."""
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    made_at = models.DateTimeField(_("made at"))
    next_at = models.DateTimeField(_("next try at"))
    done_at = models.DateTimeField(_("ended at"), null=True)
    why = models.CharField(_("why not"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="a_message_goes_to_a_user_or_a_county",
                condition=Q(occasion="county", user__isnull=True) & ~Q(county="")
                | Q(occasion__in=["daily", "urgent"], user__isnull=False, county=""),
            ),
            models.CheckConstraint(
                name="a_message_is_in_one_of_its_states",
                condition=Q(state__in=["waiting", "sending"], done_at__isnull=True)
                | Q(state__in=["sent", "unsure", "failed"], done_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["user", "day"],
                condition=Q(occasion="daily"),
                name="one_message_of_the_day_for_each_user",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"], name="messages_to_be_sent", condition=Q(state__in=["waiting", "sending"])
            ),
            models.Index(fields=["user", "-made_at"], name="messages_of_a_user"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} {self.state}"
