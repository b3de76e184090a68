"""The record of who opened and who took away what, and what people were told of. Rows are appended, never edited."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from geodata.base.manifest import Gathered, labels
from geodata.base.scope import Scope

ACTIONS = Gathered(lambda concept: labels(concept.actions))
"""What the record says that somebody did, in words."""
NOTICES = Gathered(lambda concept: labels(concept.notices))
"""What people are told of, in a sentence."""


class AccessEntry(models.Model):
    """One request that opened a special household, exported rows, signed in, or changed who may. No household data in it."""

    # Made here, not by the database: the web role may append rows that it may not read back.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )
    action = models.CharField(_("action"), max_length=20)
    """One of those that the concepts name."""
    at = models.DateTimeField(_("at"), db_index=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    """The code of the area, the token of the household or the login name of the account; for a refused sign-in the one tried."""
    details = models.JSONField(_("details"), default=dict)
    """Filters of an export and the number of its rows; the post that was filled."""
    request_id = models.CharField(_("request id"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.user or '–'} {self.action} {self.subject}"

    def get_action_display(self) -> str:
        return str(ACTIONS.get(self.action, self.action))


class NoticeQuerySet(models.QuerySet["Notice"]):
    def within(self, scope: Scope) -> "NoticeQuerySet":
        return self.filter(villages__contained_by=sorted(scope.planned))


class Notice(models.Model):
    """That somebody is told of something that concerns him or her. Only that person sees it."""

    # Made here, not by the database: the web role may append rows that it may not read back.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name=_("account")
    )
    kind = models.CharField(_("kind"), max_length=20)
    """One of those that the concepts name."""
    subject = models.CharField(_("subject"), max_length=200)
    """A name and a day: no household data."""
    villages = ArrayField(models.BigIntegerField(), default=list)
    """Of a plan that is not in force: who no longer draws or approves in them is not shown it. None: it is no secret."""
    link = models.CharField(_("web address"), max_length=200, blank=True)
    """A path of this site."""
    at = models.DateTimeField(_("at"))
    read_on = models.DateField(_("read on"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(
                fields=["user", "-at"], name="notices_not_read", condition=models.Q(read_on__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"

    def get_kind_display(self) -> str:
        return str(NOTICES.get(self.kind, self.kind))
