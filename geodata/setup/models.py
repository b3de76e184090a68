"""The code that opens an installation, once."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FirstCode(models.Model):
    """What opens the first administrator of an empty installation. Only a hash is kept; once used, it stays so."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("created at"))
    used_at = models.DateTimeField(_("used at"), null=True)

    class Meta:
        verbose_name = _("first code")
        verbose_name_plural = _("first codes")
        constraints = [
            models.CheckConstraint(name="an_installation_has_one_first_code", condition=models.Q(id=1)),
            # first_code_is_used_once is a trigger: what was used opens nothing again.
        ]

    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d %H:%M}"
