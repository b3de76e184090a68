"""Days on which people work although it is a weekend, or do not although it is none."""

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _


class WorkDay(models.Model):
    """A day that is told apart from its weekday. Days without a row are worked from Monday to Friday."""

    class Source(models.TextChoices):
        PUBLISHED = "published", _("published by the State Council")
        STATUTORY = "statutory", _("by law; adjusted days not yet published")
        COUNTY = "county", _("set by the county")

    day = models.DateField(_("day"), primary_key=True)
    works = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source)

    class Meta:
        verbose_name = _("working day or day off")
        verbose_name_plural = _("working days and days off")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.name}"


class CalendarVersion(models.Model):
    """A change of the calendar. The number of the last one is kept with whatever was reckoned by it."""

    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    """Nobody: published days were loaded."""
    days = ArrayField(models.DateField(), verbose_name=_("days that changed"))
    """Those that are worked now and were not before, or the other way round; or that are called otherwise."""

    class Meta:
        verbose_name = _("version of the calendar")
        verbose_name_plural = _("versions of the calendar")

    def __str__(self) -> str:
        return str(self.pk)
