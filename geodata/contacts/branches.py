"""Branches and the areas to which they are joined, as of any day; grids that have none of their own."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from geodata.base.periods import DateRange
from geodata.base.scope import Scope
from geodata.contacts.models import Branch, BranchArea
from geodata.territory import codes
from geodata.territory.models import Area, AreaQuerySet

OF_GRIDS = (Branch.Kind.GRID, Branch.Kind.GROUP)
"""What a grid has of its own: a branch or a party group. The village's organisation is not one."""


def with_branches(areas: AreaQuerySet, *, on: dt.date) -> AreaQuerySet:
    """With each area whether it is joined to a branch or a party group on that day (`has_branch`)."""
    joined = BranchArea.objects.on(on).filter(area=OuterRef("pk"), kind__in=OF_GRIDS)
    return areas.annotate(has_branch=Exists(joined))


def joined(grids: Iterable[Area]) -> list[tuple[int, DateRange]]:
    """Of each of these grids (by key) the periods in which it has a branch or a party group of its own. One query."""
    found = BranchArea.objects.filter(area__in=[grid.pk for grid in grids], kind__in=OF_GRIDS)
    return list(found.order_by().values_list("area", "period"))


def grids_without_branch(scope: Scope, *, under: str = "", on: dt.date) -> AreaQuerySet:
    """Grids that had none on that day, by code: somebody has to found one, or join the one that is there."""
    grids = Area.objects.on(on).level(Area.Level.GRID).within(scope).under(under)
    without = with_branches(grids, on=on).filter(has_branch=False)  # type: ignore[misc]  # made by with_branches
    return without.select_related("parent__parent").order_by("code")


def grids_of(scope: Scope, *, under: str = "", on: dt.date) -> AreaQuerySet:
    """Grids with their branches of that day in `of_the_day`, by code."""
    joined = BranchArea.objects.on(on).filter(kind__in=OF_GRIDS).select_related("branch").order_by("kind")
    grids = Area.objects.on(on).level(Area.Level.GRID).within(scope).under(under)
    told = grids.select_related("parent__parent").order_by("code")
    return told.prefetch_related(Prefetch("branches", joined, "of_the_day"))


def of_village(area: Area, *, on: dt.date) -> QuerySet[Branch]:
    """The branches and party groups of the area's village, which another grid of it may have as well."""
    code = area.code[: codes.LENGTHS[Area.Level.VILLAGE]]
    joined = BranchArea.objects.lasting(on).filter(area__code__startswith=code, branch=OuterRef("pk"))
    return Branch.objects.filter(Exists(joined), kind__in=OF_GRIDS).order_by("name", "pk")
