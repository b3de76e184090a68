"""Until when old notes of visits are offered to who wrote them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class OldNotes(models.Model):
    """The offer of one person: notes of visits of the year before the update, when a need could be said nowhere else.

    The update has made it, for whoever had written one; nothing renews it, and it goes when its day is over.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("account")
    )
    since = models.DateField(_("notes since"))
    before = models.DateTimeField(_("notes entered before"))
    """The moment of the update: what is noted later is meant as a note."""
    until = models.DateField(_("offered until"))
    dismissed = ArrayField(
        models.BigIntegerField(), verbose_name=_("notes that stay notes"), default=list, blank=True
    )
    """Visits of which that person has said so."""

    class Meta:
        verbose_name = _("offer of old notes")
        verbose_name_plural = _("offers of old notes")

    def __str__(self) -> str:
        return f"{self.user_id} {self.until}"
