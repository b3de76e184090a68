"""What was published, and what was gathered. Rows are appended, never changed: a day's figures are told once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from geodata.federation.words import Outcome


class PublishedCoverage(models.Model):
    """The coverage of a county on a day that was over, as it was signed. Asked for again it is the same text."""

    area = models.CharField(_("area code"), max_length=6)
    day = models.DateField(_("day"))
    payload = models.TextField(_("signed text"))
    signature = models.CharField(_("digital signature"), max_length=88)
    key = models.CharField(_("public key"), max_length=44)
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("published coverage")
        verbose_name_plural = _("published coverage")
        constraints = [
            models.UniqueConstraint(fields=["area", "day"], name="coverage_of_a_day_is_published_once")
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.day}"


class GatheredCoverage(models.Model):
    """What a child told of a county and a day, as it signed it. The first that was told of a day stays."""

    child = models.CharField(_("installation"), max_length=60)
    area = models.CharField(_("area code"), max_length=6)
    name = models.CharField(_("name"), max_length=60)
    day = models.DateField(_("day"))
    payload = models.TextField(_("signed text"))
    signature = models.CharField(_("digital signature"), max_length=88)
    key = models.CharField(_("public key"), max_length=44)
    totals = models.JSONField(_("counts of the county"))
    """By figure, the number that was told or the sign in its place."""
    taken_at = models.DateTimeField(_("taken at"))

    class Meta:
        verbose_name = _("gathered coverage")
        verbose_name_plural = _("gathered coverage")
        constraints = [
            models.UniqueConstraint(fields=["area", "day"], name="coverage_of_a_day_is_gathered_once")
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.day}"


class GatheringStep(models.Model):
    """How it went to fetch from a child, each time it went differently than before."""

    area = models.CharField(_("area code"), max_length=6)
    at = models.DateTimeField(_("at"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    day = models.DateField(_("day"), null=True)
    """Of which day it was refused."""

    class Meta:
        verbose_name = _("step of gathering")
        verbose_name_plural = _("steps of gathering")
        indexes = [models.Index(fields=["area", "at"], name="the_last_step_of_gathering")]

    def __str__(self) -> str:
        return f"{self.area} {self.at:%Y-%m-%d %H:%M} {self.outcome}"
