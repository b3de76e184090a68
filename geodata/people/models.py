"""People: households, the persons whom a care record concerns, and where each household belonged."""

import secrets
from functools import partial
from typing import Self

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.history import tracked
from geodata.periods import DateRangeField, RangeOperators, not_empty
from geodata.territory.models import Area
from geodata.territory.scope import Scope

EXEMPT_OCCUPANCIES = ("empty", "moved_away", "dissolved")
"""Nobody to visit: these households are exempt from the visit rhythm, and named beside every figure."""


def new_token() -> str:
    """An opaque public name for a household: 128 random bits, no meaning."""
    return secrets.token_urlsafe(16)


class HouseholdQuerySet(models.QuerySet["Household"]):
    def within(self, scope: Scope) -> Self:
        """Households of the scope's villages, grids, and single ones."""
        inside = Q(pk__in=[])
        if scope.villages:
            inside |= Q(village__in=scope.villages)
        if scope.grids:
            inside |= Q(grid__in=scope.grids)
        if scope.households:
            inside |= Q(pk__in=scope.households)
        return self.filter(inside)

    def without_point(self) -> Self:
        return self.filter(point=None)

    def outside_every_grid(self) -> Self:
        return self.filter(grid=None)


@tracked
class Household(models.Model):
    """A household. Its identity and its token never contain a grid's code: a redraw changes neither."""

    class Occupancy(models.TextChoices):
        LIVED_IN = "lived_in", _("lived in")
        SEASONAL = "seasonal", _("seasonal")
        EMPTY = "empty", _("empty")
        MOVED_AWAY = "moved_away", _("moved away")
        DISSOLVED = "dissolved", _("dissolved")

    class PointQuality(models.TextChoices):
        SURVEYED = "surveyed", _("surveyed")
        PHONE = "phone", _("by phone")
        MAP = "map", _("picked on a map")
        CENTROID = "centroid", _("centre of a building or village")

    token = models.CharField(_("token"), max_length=32, unique=True, default=new_token, editable=False)
    village = models.ForeignKey(
        Area, db_index=False, on_delete=models.PROTECT, related_name="+", verbose_name=_("village")
    )
    grid = models.ForeignKey(
        Area,
        db_constraint=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("grid"),
    )
    """The grid of today: the open Placement, kept here too. None: outside every grid."""
    number = models.CharField(_("number"), max_length=30)
    """The local number within the village, as on the roster."""
    head_name = models.CharField(_("head of household"), max_length=60)
    group = models.CharField(_("villager group"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    building = models.CharField(_("building"), max_length=40, blank=True)
    entrance = models.CharField(_("entrance"), max_length=20, blank=True)
    door = models.CharField(_("door"), max_length=20, blank=True)
    phones = ArrayField(models.CharField(max_length=20), verbose_name=_("phones"), default=list, blank=True)
    size = models.PositiveSmallIntegerField(_("persons"), null=True, blank=True)
    point = models.PointField(_("point"), srid=4326, null=True, blank=True)
    point_quality = models.CharField(
        _("quality of the point"), max_length=10, choices=PointQuality, blank=True
    )
    point_since = models.DateField(_("point known since"), null=True, blank=True)
    point_datum = models.CharField(_("datum of the source"), max_length=20, blank=True)
    """Provenance only: points are always stored as WGS 84 lon/lat."""
    occupancy = models.CharField(_("occupancy"), max_length=10, choices=Occupancy, default=Occupancy.LIVED_IN)
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = _("households")
        constraints = [
            models.UniqueConstraint(
                fields=["village", "number"],
                name="one_household_per_number_in_a_village",
                violation_error_message=_("This number is already taken in the village."),
            ),
            models.CheckConstraint(
                name="household_point_has_a_quality_and_a_day",
                condition=Q(point__isnull=True, point_quality="", point_since__isnull=True)
                | Q(point__isnull=False, point_since__isnull=False) & ~Q(point_quality=""),
                violation_error_message=_("Say how and when the point was found."),
            ),
            models.CheckConstraint(
                name="household_number_is_not_empty",
                condition=~Q(number=""),
            ),
            models.UniqueConstraint(fields=["village", "id"], name="household_by_village"),
            # household_grid_lies_in_its_village is a composite foreign key, written in a migration: the grid needs no other.
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.head_name}"

    @property
    def place(self) -> str:
        """Village and grid by name; the village once where the grid is named after it."""
        village, grid = self.village.name, self.grid.name if self.grid else ""
        return grid if grid.startswith(village) else f"{village} {grid}".strip()

    @property
    def is_exempt(self) -> bool:
        return self.occupancy in EXEMPT_OCCUPANCIES


class OfVillage(models.Model):
    """Rows that lead to a household carry its village too, filled in and kept equal by the database.

    So one cheap condition on `village` scopes every table, and figures by village need no join. Both together are the
    reference to the household in the database (…_carries_the_village_of_its_household): neither has one of its own.
    """

    village = models.ForeignKey(
        Area,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("village"),
        editable=False,
    )

    class Meta:
        abstract = True


class Placement(OfVillage):
    """Where a household belonged on which days: its village and grid (None: outside every grid).

    A household is known on the days of its placements. The open one's grid is also `Household.grid`.
    """

    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="placements",
        verbose_name=_("household"),
    )
    grid = models.ForeignKey(
        Area,
        db_constraint=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("grid"),
    )
    period = DateRangeField(_("period"))

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            ExclusionConstraint(
                name="one_placement_per_household_and_day",
                expressions=[("household", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("This household is already placed on these days."),
            ),
            models.CheckConstraint(name="placement_holds_for_a_day_or_more", condition=not_empty()),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.grid_id} {self.period}"


class OccupancyPeriod(OfVillage):
    """How a household was lived in on which days. The open one is also `Household.occupancy`."""

    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="occupancies",
        verbose_name=_("household"),
    )
    occupancy = models.CharField(_("occupancy"), max_length=10, choices=Household.Occupancy)
    period = DateRangeField(_("period"))

    class Meta:
        verbose_name = _("occupancy")
        verbose_name_plural = _("occupancies")
        constraints = [
            ExclusionConstraint(
                name="one_occupancy_per_household_and_day",
                expressions=[("household", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("The occupancy of these days is already recorded."),
            ),
            models.CheckConstraint(name="occupancy_holds_for_a_day_or_more", condition=not_empty()),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.occupancy} {self.period}"


class Livelihood(OfVillage):
    """What a household lives on: crop, livestock or trade, with scale and unit."""

    class Kind(models.TextChoices):
        CROP = "crop", _("crop")
        LIVESTOCK = "livestock", _("livestock")
        TRADE = "trade", _("trade")

    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.CASCADE,
        related_name="livelihoods",
        verbose_name=_("household"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    what = models.CharField(_("what"), max_length=60)
    scale = models.DecimalField(_("scale"), max_digits=10, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("livelihood")
        verbose_name_plural = _("livelihoods")
        constraints = [
            models.CheckConstraint(
                name="livelihood_scale_has_a_unit",
                condition=Q(scale__isnull=True) | ~Q(unit="") & Q(scale__gte=0),
            )
        ]

    def __str__(self) -> str:
        return self.what


@tracked
class Resident(OfVillage):
    """A person whom a care record concerns. National ID numbers are never stored."""

    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="residents",
        verbose_name=_("household"),
    )
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=60)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    relation = models.CharField(_("relation to the head"), max_length=20, blank=True)
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("resident")
        verbose_name_plural = _("residents")
        constraints = [
            models.CheckConstraint(
                name="resident_birth_year_is_plausible",
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1900, 2100)),
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class CareCategory(models.Model):
    """A group of households to be looked after especially, such as 低保. How often is a visit rule's matter."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    special = models.BooleanField(_("special"), default=True)
    """False: recorded only, its households do not count as special."""
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("care category")
        verbose_name_plural = _("care categories")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name


@partial(tracked, created=True)
class CareRecord(OfVillage):
    """That a household (or one resident of it) belongs to a care category on these days."""

    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="care_records",
        verbose_name=_("household"),
    )
    resident = models.ForeignKey(
        Resident,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="care_records",
        verbose_name=_("resident"),
    )
    category = models.ForeignKey(
        CareCategory, on_delete=models.PROTECT, related_name="records", verbose_name=_("care category")
    )
    period = DateRangeField(_("period"))
    source = models.CharField(_("source"), max_length=100, blank=True)
    verified_on = models.DateField(_("day verified"), null=True, blank=True)

    class Meta:
        verbose_name = _("care record")
        verbose_name_plural = _("care records")
        constraints = [
            ExclusionConstraint(
                name="one_care_record_per_person_category_and_day",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    (Coalesce(F("resident"), 0), RangeOperators.EQUAL),
                    ("category", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This care category is already recorded for these days."),
            ),
            models.CheckConstraint(name="care_record_holds_for_a_day_or_more", condition=not_empty()),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.category_id} {self.period}"
