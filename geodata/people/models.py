"""People: households, the persons whom a care record concerns, and where each household belonged."""

from functools import partial
from typing import Self

from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base.history import tracked
from geodata.base.lifecycle import Step
from geodata.base.periods import DateRangeField, RangeOperators, in_words, not_empty
from geodata.base.scope import Scope
from geodata.people.care_workflow import CARE_LIFE, PENDING, CareState
from geodata.people.inventing import is_invented, next_name
from geodata.territory.models import Area

LEFT_OCCUPANCIES = ("moved_away", "dissolved")
"""Nobody of the household is here any more: from that day on it stands in no figure. has_left.sql says the same."""
EXEMPT_OCCUPANCIES = ("empty",)
"""Of the village, but nobody to visit: exempt from the visit rhythm, and named beside every figure.

household_states.sql says the same.
"""
UNINHABITED = (*EXEMPT_OCCUPANCIES, *LEFT_OCCUPANCIES)
"""Nobody lives there."""


def new_token() -> str:
    """An opaque public name for a household: 128 random bits, no meaning."""
    return next_name()


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

    def here(self) -> Self:
        """Those that have not left."""
        return self.exclude(occupancy__in=LEFT_OCCUPANCIES)

    def called(self, token: str) -> "Household | None":
        """By its token, or by one that came to it when another household was merged into it."""
        return self.filter(token=token).first() or self.filter(aliases__token=token).first()


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
        PHONE = "phone", pgettext_lazy("quality of a point", "by phone")
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
    number = models.CharField(_("household number"), max_length=30)
    """The local number within the village, as on the roster."""
    head_name = models.CharField(_("head of household"), max_length=60)
    group = models.CharField(_("villager group"), max_length=40, blank=True)
    address = models.CharField(pgettext_lazy("of a household", "address"), max_length=200, blank=True)
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
    synthetic = models.BooleanField(_("invented"), default=is_invented)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("household")
        verbose_name_plural = pgettext_lazy("register", "households")
        constraints = [
            models.UniqueConstraint(
                fields=["village", "number"],
                name="one_household_per_number_in_a_village",
                # At the end of a statement: two households may exchange theirs.
                deferrable=models.Deferrable.IMMEDIATE,
                violation_error_message=_("This number is already taken in the village."),
            ),
            models.CheckConstraint(
                name="household_point_has_a_quality_and_a_day",
                condition=Q(point__isnull=True, point_quality="", point_since__isnull=True)
                | Q(point__isnull=False, point_since__isnull=False) & ~Q(point_quality=""),
                violation_error_message=_("State how and when the point was determined."),
            ),
            models.CheckConstraint(
                name="household_number_is_not_empty",
                condition=~Q(number=""),
            ),
            models.UniqueConstraint(fields=["village", "id"], name="household_by_village"),
            # household_grid_lies_in_its_village is a composite foreign key, written in a migration: the grid needs no other.
        ]
        indexes = [
            models.Index(fields=["id"], name="household_without_phone", condition=Q(phones=[])),
            # household_by_pinyin, on the village and pinyin_of(head_name), is written in a migration: its function comes first.
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.head_name}"

    @property
    def place(self) -> str:
        """Village and grid by name; the village once where the grid is named after it."""
        village, grid = self.village.name, self.grid.name if self.grid else ""
        return grid if grid.startswith(village) else f"{village} {grid}".strip()

    @property
    def is_uninhabited(self) -> bool:
        return self.occupancy in UNINHABITED

    @property
    def has_left(self) -> bool:
        return self.occupancy in LEFT_OCCUPANCIES


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


class OfPlace(models.Model):
    """Rows of a place that may have no household: of a village, and mostly of a household, a grid or a point in it.

    Of a household they are in its village and grid, whatever becomes of these (geodata/sql/take_need_place.sql is an example).
    """

    village = models.ForeignKey(
        Area, db_constraint=False, on_delete=models.PROTECT, related_name="+", verbose_name=_("village")
    )
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
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
        indexes = [
            models.Index(
                fields=["household"], name="occupancy_for_a_season", condition=Q(occupancy="seasonal")
            ),
            models.Index(
                fields=["village"], name="occupancy_of_who_left", condition=Q(occupancy__in=LEFT_OCCUPANCIES)
            ),
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
    phone = models.CharField(_("phone"), max_length=20, blank=True, default="", db_default="")
    died_on = models.DateField(_("died on"), null=True, blank=True)
    moved_out_on = models.DateField(_("moved out on"), null=True, blank=True)
    synthetic = models.BooleanField(_("invented"), default=is_invented)

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
    reverify_days = models.PositiveSmallIntegerField(
        _("days until it is verified again"), default=366, db_default=366
    )
    notice_days = models.PositiveSmallIntegerField(_("days of public notice"), null=True, blank=True)
    """How long a record of it is on public notice before it is in force; none: it is in force at once."""
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    """From that day on nobody is taken in any more; who is in it stays until the own record ends."""

    class Meta:
        verbose_name = _("care category")
        verbose_name_plural = _("care categories")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                name="care_is_verified_again_within_three_years",
                condition=Q(reverify_days__range=(1, 1098)),
                violation_error_message=_("Enter a whole number of days from 1 to 1,098."),
            ),
            models.CheckConstraint(
                name="public_notice_is_five_days_or_more",
                condition=Q(notice_days__isnull=True) | Q(notice_days__range=(5, 60)),
                violation_error_message=_("A public notice is 5 to 60 days."),
            ),
            # category_code_never_changes is a trigger.
        ]

    def __str__(self) -> str:
        return self.name


class CareRecordQuerySet(models.QuerySet["CareRecord"]):
    def going_on(self) -> Self:
        """In force without an end, or on the way there."""
        return self.filter(Q(period__upper_inf=True) | Q(state__in=PENDING))

    def pending(self) -> Self:
        return self.filter(state__in=PENDING)


def _noticed_long_enough() -> Q:
    ends = ExpressionWrapper(F("notice_from") + F("notice_days"), output_field=models.DateField())
    return Q(
        notice_from__isnull=False,
        notice_until__isnull=False,
        notice_until__gte=ends,
        period__startswith__gte=F("notice_until"),
    )


@partial(tracked, created=True)
class CareRecord(OfVillage):
    """That a household (or one resident of it) belongs to a care category on these days, or may come to belong to it."""

    State = CareState

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
    period = DateRangeField(_("period"), null=True, blank=True)
    """On which days it is in force; none as long as it is not."""
    source = models.CharField(_("source"), max_length=100, blank=True)
    verified_on = models.DateField(_("day verified"), null=True, blank=True)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State,
        default=State.IN_FORCE,
        db_default=State.IN_FORCE.value,
    )
    notice_days = models.PositiveSmallIntegerField(_("days of public notice"), null=True, blank=True)
    """As its category asked when it began; none for what came in force without, as what a list of an office says is."""
    notice_from = models.DateField(_("on public notice from"), null=True, blank=True)
    notice_until = models.DateField(_("on public notice until"), null=True, blank=True)
    """The first day after it."""

    objects = CareRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("care record")
        verbose_name_plural = _("care records")
        constraints = [
            CARE_LIFE.states("care_record_is_in_a_state_of_its_life"),
            models.CheckConstraint(
                name="care_record_takes_days_once_it_is_in_force",
                condition=Q(state__in=PENDING, period__isnull=True)
                | Q(state=CareState.IN_FORCE, period__isnull=False)
                | Q(state=CareState.REMOVED) & (Q(period__isnull=True) | Q(period__upper_inf=False)),
            ),
            models.CheckConstraint(
                name="care_record_is_in_force_after_its_notice",
                condition=~Q(state=CareState.IN_FORCE) | Q(notice_days__isnull=True) | _noticed_long_enough(),
                violation_error_message=_("It comes in force when its public notice is over."),
            ),
            models.UniqueConstraint(
                "household",
                Coalesce("resident", 0),
                "category",
                condition=Q(state__in=PENDING),
                name="one_pending_care_record_per_person_and_category",
                violation_error_message=_("A record of this care category is already on its way."),
            ),
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
        return f"{self.category} {in_words(self.period) if self.period else self.get_state_display()}"


class CareStep(Step):
    """What moved a care record on."""

    life = CARE_LIFE
    subject = "record"

    record = models.ForeignKey(
        CareRecord, on_delete=models.CASCADE, related_name="steps", verbose_name=_("care record")
    )

    class Meta(Step.Meta):
        verbose_name = _("step of a care record")
        verbose_name_plural = _("steps of care records")
        constraints = [CARE_LIFE.steps("step_of_a_care_record_is_in_its_table")]


@tracked
class Absence(OfVillage):
    """That those of a household are away on these days, where they are and how to reach them."""

    class Stays(models.TextChoices):
        NONE = "none", _("nobody stays")
        ELDERLY = "elderly", _("the elderly stay")
        CHILDREN = "children", _("the children stay")

    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="absences",
        verbose_name=_("household"),
    )
    period = DateRangeField(_("period"))
    where = models.CharField(_("where"), max_length=60, blank=True)
    """A district at most: nobody is followed to a door."""
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    stays = models.CharField(_("who stays"), max_length=10, choices=Stays, default=Stays.NONE)

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = [
            ExclusionConstraint(
                name="one_absence_per_household_and_day",
                expressions=[("household", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("An absence is already recorded for these days."),
            ),
            models.CheckConstraint(name="absence_holds_for_a_day_or_more", condition=not_empty()),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.period}"


class HouseholdLineage(OfVillage):
    """That a household has come from another of its village, or taken it in."""

    class Kind(models.TextChoices):
        SPLIT = "split", pgettext_lazy("household", "split from")
        MERGED = "merged", pgettext_lazy("household", "merged into")

    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="ancestry",
        verbose_name=_("household"),
    )
    """The one that goes on."""
    source = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="descent",
        verbose_name=_("from household"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("lineage of a household")
        verbose_name_plural = _("lineage of households")
        constraints = [
            models.CheckConstraint(
                name="a_household_does_not_come_from_itself", condition=~Q(source=F("household"))
            ),
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(kind="merged"),
                name="a_household_is_merged_once",
                violation_error_message=_("This household was merged into another already."),
            ),
            # merged_takes_nobody_in is a trigger: mergers have no circle; who was split off may be merged again.
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.household_id}"


class TokenAlias(OfVillage):
    """A token that lives on after a merger, on cards and on phones: it means the household that goes on."""

    token = models.CharField(_("token"), max_length=32, unique=True)
    household = models.ForeignKey(
        Household,
        db_constraint=False,
        on_delete=models.PROTECT,
        related_name="aliases",
        verbose_name=_("household"),
    )

    class Meta:
        verbose_name = _("former token")
        verbose_name_plural = _("former tokens")
        # token_means_one_household is a trigger: no household has a token that is another's alias.

    def __str__(self) -> str:
        return self.token
