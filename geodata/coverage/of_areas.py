"""Counts that are none of households: leader posts of every level, and grids with and without a branch.

Each area has the post of its level's leader: a small one in each grid, a medium one in each village, a large one in each
township. They are counted at their own area, so that parts add up: the township's own post lies in none of its villages.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from geodata.base.periods import DateRange
from geodata.contacts.branches import joined, with_branches
from geodata.posts.queries import LEADERS, led, with_leaders
from geodata.territory.models import Area, AreaQuerySet

Numbers = npt.NDArray[np.int64]
Days = npt.NDArray[np.bool_]
"""True for each day on which something holds."""

NAMES = ("leader_posts", "leader_posts_vacant", "grids", "grids_without_branch")
OF = {"leader_posts_vacant": "leader_posts", "grids_without_branch": "grids"}
"""Of each that is a share of another, by its name."""


def told(areas: AreaQuerySet, *, on: dt.date) -> AreaQuerySet:
    """With each area whether its leader's post is filled and whether it has a branch of its own: what `counted` counts."""
    return with_branches(with_leaders(areas, on=on), on=on)


def counted(areas: Iterable[Area]) -> dict[int, tuple[int, int, int, int]]:
    """Of each of these areas that has something to count, by key, the counts in the order of NAMES. They come from `told`."""
    return {one.pk: _counts(one) for one in areas if one.level in LEADERS}


def through_time(areas: Sequence[Area], days: Sequence[dt.date]) -> Numbers:
    """The same of many areas on many days, in the order of both, as `NAMES` are counted. Two queries."""
    counted = [area for area in areas if area.level in LEADERS]
    grids = [area for area in counted if area.level == Area.Level.GRID]
    is_led = _held(counted, days, led(counted))
    has_branch = _held(grids, days, joined(grids))
    found = np.zeros((len(areas), len(days), len(NAMES)), np.int64)
    for place, area in enumerate(areas):
        if area.level not in LEADERS:
            continue
        exists = holds(area.period, days)
        found[place, :, 0] = exists
        found[place, :, 1] = exists & ~is_led[area.pk]
        if area.level == Area.Level.GRID:
            found[place, :, 2] = exists
            found[place, :, 3] = exists & ~has_branch[area.pk]
    return found


def _held(
    areas: Iterable[Area], days: Sequence[dt.date], held: Iterable[tuple[int, DateRange]]
) -> dict[int, Days]:
    """Of each of the areas, by key, the days on which one of the periods that belong to it holds."""
    found = {area.pk: np.zeros(len(days), np.bool_) for area in areas}
    for area, period in held:
        found[area] |= holds(period, days)
    return found


def holds(period: DateRange, days: Sequence[dt.date]) -> Days:
    """On which of the days, which are in order, it holds."""
    found = np.zeros(len(days), np.bool_)
    first = bisect_left(days, period.lower) if period.lower else 0
    after = bisect_left(days, period.upper) if period.upper else len(days)
    found[first:after] = True
    return found


def _counts(area: Area) -> tuple[int, int, int, int]:
    grid = int(area.level == Area.Level.GRID)
    vacant, without = not area.is_led, not area.has_branch  # type: ignore[attr-defined]  # what `told` brings along
    return 1, int(vacant), grid, int(grid and without)
