"""The coverage that was gathered: county by county as each told it, and the sum of what was told.

What a child hid stays hidden: a sign is no number, so the sum is of those that told one, and says of how many it is not.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right, Scope
from geodata.federation.checking import Number
from geodata.federation.children import children
from geodata.federation.words import Outcome


@dataclass(frozen=True, slots=True)
class Line:
    """A county as its installation told it, on the last day up to the one that is asked; nothing of it: no day."""

    child: str
    area: str
    name: str
    day: dt.date | None
    late: bool
    counts: Mapping[str, Number]
    outcome: Outcome | None
    """How it went the last time, once it was tried."""
    refused_day: dt.date | None
    at: dt.datetime | None

    @property
    def is_well(self) -> bool:
        return self.outcome in (None, Outcome.TAKEN)


@dataclass(frozen=True, slots=True)
class Sum:
    """Of those that told a number: their sum. `hidden`: told a sign in its place; `missing`: told nothing of it."""

    told: int = 0
    hidden: int = 0
    missing: int = 0

    @property
    def untold(self) -> int:
        return self.hidden + self.missing

    @property
    def is_whole(self) -> bool:
        return not self.untold


@dataclass(frozen=True, slots=True)
class Gathered:
    """The answer: a line for each county in the order of codes, and their sums by figure."""

    on: dt.date
    lines: list[Line]
    sums: Mapping[str, Sum]

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)


def gathered(*, scope: Scope, on: dt.date) -> Gathered:
    """Of the counties that lie where the reader may count. Two queries. Raises NotAllowed without that right."""
    require(scope, Right.COUNTS)
    inside = scope.to(Right.COUNTS)
    mine = {area: child.name for child in children() for area in child.areas if inside.holds_code(area)}
    told, tried = _told(mine, on), _tried(mine)
    lines = []
    for area in sorted(mine):
        name, day, counts = told.get(area, (area, None, {}))
        outcome, refused_day, at = tried.get(area, (None, None, None))
        late = day is None or day < on
        lines.append(Line(mine[area], area, name, day, late, counts, outcome, refused_day, at))
    return Gathered(on, lines, sums_of([line.counts for line in lines]))


def last_day_over() -> dt.date:
    """Yesterday: the day that children tell next."""
    return periods.today() - dt.timedelta(days=1)


def sums_of(all_counts: list[Mapping[str, Number]]) -> dict[str, Sum]:
    """By figure, of each that somebody told."""
    names = dict.fromkeys(name for counts in all_counts for name in counts)
    return {name: _sum([counts.get(name) for counts in all_counts]) for name in names}


def _sum(numbers: list[Number | None]) -> Sum:
    told = [number for number in numbers if isinstance(number, int)]
    missing = numbers.count(None)
    return Sum(sum(told), len(numbers) - len(told) - missing, missing)


def _told(areas: Iterable[str], on: dt.date) -> dict[str, tuple[str, dt.date, Mapping[str, Number]]]:
    """One look into the index for each: a nation has a million days by the end of a year."""
    query = """SELECT a, last.name, last.day, last.totals FROM unnest(%s::text[]) a, LATERAL (
        SELECT name, day, totals FROM geodata_gatheredcoverage WHERE area = a AND day <= %s ORDER BY day DESC LIMIT 1) last"""
    with connection.cursor() as cursor:
        cursor.execute(query, [list(areas), on])
        return {area: (name, day, json.loads(totals)) for area, name, day, totals in cursor.fetchall()}


def _tried(areas: Iterable[str]) -> dict[str, tuple[Outcome, dt.date | None, dt.datetime]]:
    query = """SELECT a, last.outcome, last.day, last.at FROM unnest(%s::text[]) a, LATERAL (
        SELECT outcome, day, at FROM geodata_gatheringstep WHERE area = a ORDER BY at DESC, id DESC LIMIT 1) last"""
    with connection.cursor() as cursor:
        cursor.execute(query, [list(areas)])
        return {area: (Outcome(outcome), day, at) for area, outcome, day, at in cursor.fetchall()}
