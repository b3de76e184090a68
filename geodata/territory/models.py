"""Territory: the tree of areas, and the borders that each had on which days."""

import datetime as dt
from functools import reduce
from operator import or_
from typing import Protocol, Self

from django.contrib.gis.db import models
from django.contrib.gis.db.models.functions import AsGeoJSON
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import OpClass
from django.db.models import Case, Func, Q, Value, When
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from geodata.base.periods import DateRangeField, RangeOperators, covers, not_empty
from geodata.base.scope import Scope
from geodata.territory import codes

DIGITS = 6
"""Decimals of a degree in answers: a tenth of a metre."""


def inside(scope: Scope, field: str = "code") -> Q:
    """Codes that lie in the scope."""
    return reduce(or_, (Q(**{f"{field}__startswith": top}) for top in scope.codes), Q(pk__in=[]))


class AreaQuerySet(models.QuerySet["Area"]):
    def on(self, day: dt.date) -> Self:
        """Areas that exist on that day."""
        return self.filter(covers(day))

    def level(self, level: str) -> Self:
        return self.filter(level=level)

    def under(self, code: str) -> Self:
        """The area of that code and all below it."""
        return self.filter(code__startswith=code)

    def within(self, scope: Scope) -> Self:
        """Areas of the visible subtrees. Those above them are only breadcrumbs: see `on_the_way`."""
        return self.filter(inside(scope))

    def on_the_way(self, scope: Scope) -> Self:
        """Visible areas and their ancestors (names for a breadcrumb, no figures)."""
        above = [code for top in scope.codes for code in codes.ancestors(top)]
        return self.filter(inside(scope) | Q(code__in=above))


class Placed(Protocol):
    """What a question about an area needs of it, be it a model or a row that was read with all areas below it."""

    @property
    def pk(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def parent_code(self) -> str | None: ...


class Area(models.Model):
    """One node of the tree county > township > village > grid. Names are never a key.

    An area that is closed keeps its row; a code may come back later with a row and a period of its own.
    """

    class Level(models.TextChoices):
        PROVINCE = "province", _("province")
        CITY = "city", _("city")
        COUNTY = "county", _("county")
        TOWNSHIP = "township", _("township")
        VILLAGE = "village", _("village")
        GRID = "grid", _("grid")

    class Kind(models.TextChoices):
        ORDINARY = "", _("ordinary")
        TOWN = "town", _("town")  # 镇
        RURAL_TOWNSHIP = "rural_township", _("rural township")  # 乡
        SUBDISTRICT = "subdistrict", _("subdistrict")  # 街道
        VILLAGE = "village", _("village (rural)")
        COMMUNITY = "community", _("community")
        FARM = "farm", _("farm")
        OTHER = "other", _("other")

    code = models.CharField(_("code"), max_length=15)
    name = models.CharField(_("name"), max_length=100)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, blank=True)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )
    parent_code = models.GeneratedField(
        expression=Case(
            *[
                When(level=child, then=Left("code", codes.LENGTHS[above]))
                for above, child in zip(codes.LEVELS, codes.LEVELS[1:], strict=False)
            ],
            default=Value(None, output_field=models.CharField(max_length=12)),
        ),
        output_field=models.CharField(max_length=12),
        db_persist=True,
    )
    """What the parent's code has to be: the key into the parent's row."""
    period = DateRangeField(_("period"))
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        constraints = [
            ExclusionConstraint(
                name="one_area_per_code_and_day",
                expressions=[("code", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("This code is already in use on these days."),
            ),
            models.CheckConstraint(
                name="area_code_is_digits_of_its_level",
                condition=reduce(
                    or_,
                    (
                        Q(level=level, code__regex=rf"^[0-9]{{{length}}}$")
                        for level, length in codes.LENGTHS.items()
                    ),
                ),
                violation_error_message=_("The code does not have the number of digits for its level."),
            ),
            models.CheckConstraint(
                name="area_below_the_county_has_a_parent",
                condition=Q(parent__isnull=False) | Q(level__in=["province", "city", "county"]),
                violation_error_message=_("A township, village or grid needs the area above it."),
            ),
            models.CheckConstraint(name="area_exists_for_a_day_or_more", condition=not_empty()),
            # area_code_begins_with_its_parents_code is a composite foreign key, written in the migration.
            models.UniqueConstraint(fields=["id", "code"], name="area_id_and_code"),
            models.UniqueConstraint(fields=["id", "parent"], name="area_id_and_parent"),
            models.UniqueConstraint(fields=["id", "level"], name="area_id_and_level"),
        ]
        indexes = [
            models.Index(OpClass("code", name="text_pattern_ops"), "level", name="area_by_code_prefix"),
        ]

    def __str__(self) -> str:
        return self.name


class BoundaryQuerySet(models.QuerySet["Boundary"]):
    def on(self, day: dt.date) -> Self:
        """The borders of that day."""
        return self.filter(covers(day))

    def within(self, scope: Scope) -> Self:
        return self.filter(inside(scope, "area__code"))


class Boundary(models.Model):
    """The polygon of an area for a period of days. EPSG:4326, lon/lat; areas and lengths on the spheroid."""

    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="boundaries", verbose_name=_("area")
    )
    period = DateRangeField(_("period"))
    geometry = models.MultiPolygonField(_("geometry"), srid=4326)
    as_text = models.GeneratedField(
        expression=AsGeoJSON(
            Func("geometry", function="ST_ForcePolygonCCW", output_field=models.MultiPolygonField()),
            precision=DIGITS,
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    """As it is sent: to write 209 grids anew costs more than the rest of their answer. Outer rings counter-clockwise, as RFC 7946 asks:
    some programs take the others for holes."""
    source = models.CharField(_("source"), max_length=200, blank=True)
    synthetic = models.BooleanField(_("invented"), default=False)

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("boundary")
        verbose_name_plural = _("boundaries")
        constraints = [
            ExclusionConstraint(
                name="one_boundary_per_area_and_day",
                expressions=[("area", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                violation_error_message=_("This area already has a boundary on these days."),
            ),
            models.CheckConstraint(name="boundary_holds_for_a_day_or_more", condition=not_empty()),
            models.CheckConstraint(
                name="boundary_is_a_valid_polygon",
                condition=Q(geometry__isvalid=True),
                violation_error_message=_("The polygon crosses itself or is otherwise invalid."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.period}"


class BaseShape(models.Model):
    """A road, river, water, hill or settlement of the base that the operator has imported: what lies below the areas of a map.
    A base is loaded whole, in place of the last.
    """

    class Kind(models.TextChoices):
        RELIEF = "relief", _("relief")
        WATER = "water", _("waters")
        RIVER = "river", _("rivers")
        ROAD = "road", _("roads")
        SETTLEMENT = "settlement", _("settlements")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    rank = models.PositiveSmallIntegerField(_("rank"))
    """1 is seen from afar, 2 from zoom 11 of a map and 3 from zoom 13: squares are twice as wide as usual, so of the zoom before."""
    name = models.CharField(_("name"), max_length=60, blank=True)
    geometry = models.GeometryField(_("geometry"), srid=4326)
    credit = models.CharField(_("credit"), max_length=200)
    """Whose it is and by which licence, the same of all: it stands on every map."""
    version = models.CharField(_("version"), max_length=16)
    """Of the whole base: browsers keep what belongs to it."""
    synthetic = models.BooleanField(_("invented"), default=False)

    class Meta:
        verbose_name = _("shape of the base map")
        verbose_name_plural = _("shapes of the base map")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="base_shape_has_a_rank_from_1_to_3", condition=Q(rank__gte=1, rank__lte=3)
            ),
            models.CheckConstraint(name="base_shape_says_whose_it_is", condition=~Q(credit="")),
        ]

    def __str__(self) -> str:
        return self.name or self.get_kind_display()
