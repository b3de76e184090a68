"""Counts that are none of households: leader posts of every level, and grids with and without a branch.

Each area has the post of its level's leader: a small one in each grid, a medium one in each village, a large one in each
township. They are counted at their own area, so that parts add up: the township's own post lies in none of its villages.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from django.db import connection

from geodata.base.periods import DateRange
from geodata.contacts.branches import OF_GRIDS, joined
from geodata.coverage import states
from geodata.coverage.figures import version
from geodata.posts.queries import LEADERS, led
from geodata.territory.models import Area

Numbers = npt.NDArray[np.int64]
Days = npt.NDArray[np.bool_]
"""True for each day on which something holds."""

NAMES = ("leader_posts", "leader_posts_vacant", "grids", "grids_without_branch")
OF = {"leader_posts_vacant": "leader_posts", "grids_without_branch": "grids"}
"""Of each that is a share of another, by its name."""


class CountedArea(NamedTuple):
    """An area of a day with what is counted of it alone, and whether that day can be answered from facts and from tallies."""

    pk: int
    code: str
    name: str
    level: str
    parent_code: str | None
    is_led: bool
    has_branch: bool
    outdated: bool
    tallied: bool


UNDER = f"""
    SELECT a.id, a.code, a.name, a.level, a.parent_code,
        EXISTS (SELECT FROM geodata_duty d WHERE d.area_id = a.id AND d.period @> %(on)s::date
                AND d.kind = CASE a.level {" ".join(f"WHEN '{level}' THEN '{kind}'" for level, kind in LEADERS.items())} END),
        EXISTS (SELECT FROM geodata_branch_areas b WHERE b.area_id = a.id AND b.period @> %(on)s::date
                AND b.kind IN ({", ".join(f"'{kind}'" for kind in OF_GRIDS)})),
        {states.OUTDATED}, {states.TALLIED}
    FROM geodata_area a WHERE a.period @> %(on)s::date AND a.code LIKE %(under)s"""


def under(code: str, *, on: dt.date) -> list[CountedArea]:
    """The area of that code and all below it on the day. One query.

    Its text is ready: to build it anew by models, and to make a model of each row, took a fourth of the answer of a county.
    """
    with connection.cursor() as cursor:
        cursor.execute(UNDER, {"on": on, "under": f"{code}%", "version": version()})
        return list(map(CountedArea._make, cursor.fetchall()))


def counted(areas: Iterable[CountedArea]) -> dict[int, tuple[int, int, int, int]]:
    """Of each of these areas that has something to count, by key, the counts in the order of NAMES."""
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


def _counts(area: CountedArea) -> tuple[int, int, int, int]:
    grid = int(area.level == Area.Level.GRID)
    return 1, int(not area.is_led), grid, int(grid and not area.has_branch)
