"""Editions of the gap report, and what was known of every household when each was made."""

import uuid
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geodata.base.scope import Right, Scope
from geodata.saved.models import SavedView
from geodata.territory.models import Area

RIGHTS = (Right.EXPORT, Right.DETAILS, Right.COUNTS)
"""What an edition is made, opened and taken away with: it tells small counts, and lists households."""


def part_of(scope: Scope) -> Scope:
    """Where all of them hold."""
    for right in RIGHTS:
        scope = scope.to(right)
    return scope


class EditionQuerySet(models.QuerySet["Edition"]):
    def within(self, scope: Scope) -> Self:
        """Those of areas in which the scope holds all that an edition tells."""
        inside = Q(pk__in=[])
        for code in part_of(scope).codes:
            inside |= Q(area_code__startswith=code)
        return self.filter(inside)


class Edition(models.Model):
    """A gap report as it was told: of which day, from what was known when. Never changed: a later one tells what changed since."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name=_("area"))
    area_code = models.CharField(_("code of the area"), max_length=12)
    number = models.PositiveIntegerField(_("number of the edition"))
    """Counted on within its area."""
    day = models.DateField(_("cut-off day"))
    known_at = models.DateTimeField(_("what was known at"))
    """The moment at which the states of its households were read, all in one statement."""
    window = models.PositiveSmallIntegerField(_("days in which visits count"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    release = models.CharField(_("version of the code"), max_length=40)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    """SHA-256 of its figures: what has another one was changed."""
    figures = models.JSONField(_("figures"))
    """See figures.py. No household is in it."""
    villages = ArrayField(models.BigIntegerField(), verbose_name=_("villages"))
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    """The edition that it is compared with."""

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition of the gap report")
        verbose_name_plural = _("editions of the gap report")
        ordering = ["-known_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["area", "number"], name="one_edition_of_a_number_in_an_area"),
            models.CheckConstraint(
                name="an_edition_has_its_fingerprint", condition=Q(fingerprint__regex=r"^[0-9a-f]{64}$")
            ),
        ]
        indexes = [models.Index(fields=["area_code", "-known_at"], name="editions_of_an_area")]

    def __str__(self) -> str:
        return f"{self.area_code} {self.number}"

    @property
    def mark(self) -> str:
        """What is printed: its number and the beginning of its fingerprint."""
        return f"{self.number}-{self.fingerprint[:4].upper()}"


class EditionPart(models.Model):
    """The state of each household of a village as an edition found it, in columns: the n-th place of each array is one household.

    Keys are no references: what is merged, moved or forgotten later leaves the figures as they were.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="parts")
    village = models.ForeignKey(
        Area, db_constraint=False, db_index=False, on_delete=models.DO_NOTHING, related_name="+"
    )
    households = ArrayField(models.BigIntegerField())
    grids = ArrayField(models.BigIntegerField())
    """0: in no grid."""
    bits = ArrayField(models.SmallIntegerField())
    """See freezing.py."""
    intervals = ArrayField(models.SmallIntegerField())
    met = ArrayField(models.DateField(null=True))
    visits = ArrayField(models.SmallIntegerField())
    causes = ArrayField(models.SmallIntegerField())
    """The place of a Cause, from 1; 0: none."""

    class Meta:
        verbose_name = _("states of an edition")
        verbose_name_plural = _("states of editions")
        constraints = [
            models.UniqueConstraint(fields=["edition", "village"], name="one_part_of_a_village_in_an_edition")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.village_id}"


class WeeklyReport(models.Model):
    """That a saved view brings its gap report each Monday. It keeps no area and no right: both are asked when it is made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    view = models.OneToOneField(
        SavedView, on_delete=models.CASCADE, related_name="weekly", verbose_name=_("saved view")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("account")
    )
    names = models.BooleanField(_("with names"), default=False)
    last_on = models.DateField(_("last made on"))
    """The day it was asked for, until it was first made."""
    ended_on = models.DateField(_("ended on"), null=True)
    """Its owner's right was found to have ended."""

    class Meta:
        verbose_name = _("weekly gap report")
        verbose_name_plural = _("weekly gap reports")

    def __str__(self) -> str:
        return str(self.view_id)
