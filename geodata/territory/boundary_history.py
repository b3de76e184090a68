"""The borders of a village's grids through time: which drawing held from which day, and what each day changed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from geodata.base.periods import covers
from geodata.territory.models import Area, Boundary


@dataclass(frozen=True)
class Epoch:
    """The grids that stood from `first` (None: as long as is known) until the next epoch.

    `began`, `ended` and `redrawn` tell what its first day changed: grids that are new, that are gone, and that have
    another border than before. The oldest epoch changed nothing.
    """

    first: dt.date | None
    grids: tuple[Boundary, ...]
    began: tuple[Area, ...] = ()
    ended: tuple[Area, ...] = ()
    redrawn: tuple[Area, ...] = ()


def epochs(village: Area, *, until: dt.date) -> list[Epoch]:
    """Every drawing of the village's grids from the oldest to the one of the day `until`. One query."""
    borders = list(
        Boundary.objects.filter(area__level=Area.Level.GRID, area__code__startswith=village.code)
        .select_related("area")
        .order_by("area__code", "period")
    )
    days = sorted({day for border in borders for day in (border.period.lower, border.period.upper) if day})
    starts: list[dt.date | None] = [None, *(day for day in days if day <= until)]
    drawings = [(first, tuple(border for border in borders if _holds(border, first))) for first in starts]
    if len(drawings) > 1 and not drawings[0][1]:
        del drawings[0]
    return [
        Epoch(first, grids, *_changes(drawings[place - 1][1] if place else grids, grids))
        for place, (first, grids) in enumerate(drawings)
    ]


def outline_of(village: Area, *, on: dt.date) -> Boundary | None:
    """The village's own border of that day. One query."""
    return Boundary.objects.filter(covers(on), area=village).first()


def _holds(border: Boundary, day: dt.date | None) -> bool:
    first, after = border.period.lower, border.period.upper
    if day is None:
        return first is None
    return (first is None or first <= day) and (after is None or day < after)


def _changes(
    before: Iterable[Boundary], now: Iterable[Boundary]
) -> tuple[tuple[Area, ...], tuple[Area, ...], tuple[Area, ...]]:
    was = {border.area_id: border for border in before}
    stands = {border.area_id: border for border in now}
    return (
        tuple(border.area for pk, border in stands.items() if pk not in was),
        tuple(border.area for pk, border in was.items() if pk not in stands),
        tuple(
            border.area
            for pk, border in stands.items()
            if pk in was and was[pk].pk != border.pk and was[pk].geometry != border.geometry
        ),
    )
