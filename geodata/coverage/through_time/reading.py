"""The counts of villages and grids on many days: those that are kept, and of all others from history.

A day of a village is read from what is kept if it is kept by the present figures and no change of its past is noted; both
are asked in one statement. So the answer is right at any moment, however far the keeping has come (keeping.py).
"""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection

from geodata.base import periods
from geodata.coverage import leaves, of_areas, states
from geodata.coverage.leaves import Leaf
from geodata.coverage.of_areas import Numbers
from geodata.coverage.tallies import kept_or_counted

Wanted = Sequence[tuple[dt.date, states.Selection]]
"""The days in their order, and of each whose households: villages, or one grid."""
WINDOW = 90
"""The days back in which visits count, in what is kept."""

KEPT = """
    WITH changed AS (
        SELECT village_id, min(since) AS since FROM geodata_pastchange GROUP BY village_id
    )
    SELECT k.village_id, k.grid_id, array_agg(k.day ORDER BY k.day),
           string_agg(array_send(k.numbers), NULL ORDER BY k.day)
    FROM geodata_keptcounts k LEFT JOIN changed c USING (village_id)
    WHERE k.day = ANY (%(days)s) AND k.version = %(version)s AND (c.since IS NULL OR k.day < c.since) AND {chosen}
    GROUP BY k.village_id, k.grid_id
"""
OF_VILLAGES = "k.village_id = ANY (%(villages)s)"
OF_A_GRID = """k.village_id = ANY (ARRAY(SELECT parent_id FROM geodata_area WHERE id = ANY (%(grids)s)))
            AND k.grid_id = ANY (%(grids)s)"""


@dataclass(frozen=True, slots=True)
class Leaves:
    """By village and grid the counts of households, visits and person-times: days × names, without those of areas."""

    numbers: Mapping[Leaf, Numbers]
    from_history: tuple[dt.date, ...]
    """Past days of which something had to be counted anew."""
    unknown: tuple[dt.date, ...] = ()
    """Past days of which something is not kept, where nothing was to be counted anew."""


def leaves_through(
    wanted: Wanted,
    *,
    category: str | None = None,
    names: Collection[str] | None = None,
    kept_only: bool = False,
) -> Leaves:
    """Every count of households on each of the days, or at least those of the names; the usual window. One query for what is
    kept, one or two for each day of which something is not (none with `kept_only`), and one for each kept day if a figure asks a table
    of its own.
    """
    found = _Found(len(wanted))
    kept = _kept(wanted, found) if not category else frozenset()
    own = leaves.own_figures(names)
    today, from_history, unknown = periods.today(), [], []
    for place, (day, selection) in enumerate(wanted):
        rest = _without(selection, place, kept)
        if rest is not None and kept_only and day < today:
            unknown.append(day)
            continue
        if rest is not None:
            question = states.Question(rest, on=day, window=WINDOW, category=category)
            found.put(place, _counted(question, names) if day < today else kept_or_counted(question))
            from_history += [day] if day < today else []
        if own and rest != selection:
            found.put(place, leaves.of_own_tables(states.Question(_kept_part(selection, rest), on=day), own))
    return Leaves(found.numbers, tuple(from_history), tuple(unknown))


def _counted(question: states.Question, names: Collection[str] | None) -> dict[Leaf, leaves.Counts]:
    return leaves.leaves_of(question, lambda figure: names is None or figure.name in names)


class _Found:
    def __init__(self, days: int) -> None:
        self.days = days
        self.columns = len(leaves.names()) - len(of_areas.NAMES)
        self.numbers: dict[Leaf, Numbers] = {}

    def of(self, leaf: Leaf) -> Numbers:
        if leaf not in self.numbers:
            self.numbers[leaf] = np.zeros((self.days, self.columns), np.int64)
        return self.numbers[leaf]

    def put(self, place: int, counted: Mapping[Leaf, leaves.Counts]) -> None:
        for leaf, counts in counted.items():
            self.of(leaf)[place] += counts.numbers[: self.columns]


Part = tuple[int, int]
"""The place of a day, and a village (or the grid) of which it is kept."""


def _kept(wanted: Wanted, found: _Found) -> frozenset[Part]:
    """Put what is kept where it belongs. Gives of which days and villages (or the grid) that is all there is."""
    today = periods.today()
    places = {day: place for place, (day, _selection) in enumerate(wanted) if day < today}
    if not places:
        return frozenset()
    columns = _columns()
    parts = set()
    for village, grid, days, numbers in _rows(wanted, list(places)):
        here = [places[day] for day in days]
        found.of((village, grid))[np.ix_(here, columns)] = _numbers(numbers, len(days))
        for place in here:
            selection = wanted[place][1]
            if grid is None or selection.grids:
                parts.add((place, grid or village))
    return frozenset(parts)


def _rows(
    wanted: Wanted, days: list[dt.date]
) -> Iterator[tuple[int, int | None, list[dt.date], memoryview | bytes]]:
    villages = sorted({village for _day, selection in wanted for village in selection.villages})
    grids = sorted({grid for _day, selection in wanted for grid in selection.grids})
    query = KEPT.format(chosen=OF_A_GRID if grids else OF_VILLAGES)
    with connection.cursor() as cursor:
        cursor.execute(
            query, {"days": days, "version": leaves.meaning(), "villages": villages, "grids": grids}
        )
        yield from cursor.fetchall()


def _numbers(sent: memoryview | bytes, days: int) -> Numbers:
    """Arrays of integers as the database sends them: five numbers ahead, then each with its length before it."""
    rows = np.frombuffer(sent, ">i4").reshape(days, -1)
    return rows[:, 6::2].astype(np.int64)


def _columns() -> list[int]:
    names = leaves.names()
    return [names.index(name) for name in leaves.kept_names()]


def _without(selection: states.Selection, place: int, kept: frozenset[Part]) -> states.Selection | None:
    """What of it is not kept; None: nothing."""
    parts = selection.grids or selection.villages
    left = tuple(part for part in parts if (place, part) not in kept)
    if not left:
        return None
    return states.Selection(grids=left) if selection.grids else states.Selection(villages=left)


def _kept_part(selection: states.Selection, rest: states.Selection | None) -> states.Selection:
    """The other part of it."""
    if rest is None:
        return selection
    return states.Selection(villages=tuple(sorted({*selection.villages} - {*rest.villages})))
