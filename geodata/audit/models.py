"""The record of who opened and who took away what. Rows are appended, never edited."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessEntry(models.Model):
    """One request that opened a special household, exported rows, or signed in. No household data in it."""

    class Action(models.TextChoices):
        SIGN_IN = "sign_in", _("signed in")
        SIGN_IN_REFUSED = "sign_in_refused", _("sign-in refused")
        OPEN_HOUSEHOLD = "open_household", _("opened a household with care records")
        EXPORT = "export", _("exported")

    # Made here, not by the database: the web role may append rows that it may not read back.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("account"),
    )
    action = models.CharField(_("action"), max_length=20, choices=Action)
    at = models.DateTimeField(_("at"), db_index=True)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    """The code of the area or the token of the household; for a refused sign-in the name that was tried."""
    details = models.JSONField(_("details"), default=dict)
    """Filters of an export and the number of its rows."""
    request_id = models.CharField(_("request id"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.user or '–'} {self.action} {self.subject}"
