"""Households that changed grid: how many, from where to where, on which day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Subquery

from geodata.people.models import Placement
from geodata.territory.models import Area


@dataclass(frozen=True)
class Moves:
    """So many households from one grid to another (None: to or from no grid)."""

    before: str | None
    after: str | None
    households: int


def moves_of(village: Area, *, days: Iterable[dt.date]) -> dict[dt.date, list[Moves]]:
    """By day, the households of the village that belonged to another grid the day before. One query.

    Grids by their codes. Those that only then became known do not count.
    """
    begun = Placement.objects.filter(village=village, period__startswith__in=list(days))
    left = Placement.objects.filter(
        household=OuterRef("household"), period__endswith=OuterRef("period__startswith")
    )
    rows = (
        begun.annotate(
            day=F("period__startswith"),
            known=Subquery(left.values("pk")[:1]),
            before=Subquery(left.values("grid__code")[:1]),
            after=F("grid__code"),
        )
        .filter(known__isnull=False)
        .values_list("day", "before", "after")
        .annotate(households=Count("pk"))
        .order_by("day", "before", "after")
    )
    moved: dict[dt.date, list[Moves]] = {}
    for day, before, after, households in rows:
        if before != after:
            moved.setdefault(day, []).append(Moves(before, after, households))
    return moved
