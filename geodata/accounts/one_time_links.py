"""One-time links that have been issued: until when, and a keyed hash. What a link says is kept nowhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User


class OneTimeLink(models.Model):
    """The one link by which an account may get its password: a newer one takes its place, and it goes when it is used.

    One whose time is over stays, so that an office sees whom it did not reach.
    """

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, primary_key=True, related_name="link", verbose_name=_("account")
    )
    digest = models.CharField(max_length=64)
    """Over the present password too: with any other password it opens nothing. See links.py."""
    issued_at = models.DateTimeField(_("issued at"))
    until = models.DateTimeField(_("valid until"))

    class Meta:
        verbose_name = _("one-time link")
        verbose_name_plural = _("one-time links")
        constraints = [
            models.CheckConstraint(
                name="a_link_is_valid_for_a_while", condition=models.Q(until__gt=models.F("issued_at"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} – {self.until:%Y-%m-%d %H:%M}"
