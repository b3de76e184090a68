"""The sensitive counts of villages on several days, from which it is decided what may be told of them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from geodata.base import periods
from geodata.coverage import leaves as counted
from geodata.coverage import states, tallies
from geodata.coverage.figures import FIGURES
from geodata.coverage.through_time.reading import Wanted, leaves_through
from geodata.people.models import EXEMPT_OCCUPANCIES

CARE = """
    WITH held AS MATERIALIZED (
        -- Joined once and not once a day: periods that overlap, and then the days in what they have in common.
        SELECT r.household_id, r.village_id, r.category_id, r.period * p.period * o.period AS period
        FROM geodata_carerecord r
        JOIN geodata_placement p ON p.household_id = r.household_id AND p.village_id = ANY (%(villages)s)
        JOIN geodata_occupancyperiod o ON o.household_id = r.household_id AND NOT has_left(o.occupancy)
        WHERE r.village_id = ANY (%(villages)s) AND r.category_id IN (
            SELECT id FROM geodata_carecategory WHERE %(category)s::text IS NULL OR code = %(category)s)
    ), present AS MATERIALIZED (
        SELECT DISTINCT h.village_id, d.place - 1 AS place, h.category_id, h.household_id
        FROM held h JOIN unnest(%(days)s::date[]) WITH ORDINALITY d(day, place) ON h.period @> d.day
    )
    SELECT n.village_id, n.place, k.code, n.households, k.special
    FROM (SELECT village_id, place, category_id, count(*) AS households FROM present GROUP BY 1, 2, 3) n
    JOIN geodata_carecategory k ON k.id = n.category_id
    UNION ALL
    SELECT village_id, place, '', count(*), true
    FROM (SELECT DISTINCT n.village_id, n.place, n.household_id FROM present n
          JOIN geodata_carecategory k ON k.id = n.category_id AND k.special) each
    GROUP BY village_id, place
"""
EXEMPT = """
    WITH held AS MATERIALIZED (
        SELECT p.village_id, p.period * o.period AS period
        FROM geodata_occupancyperiod o
        JOIN geodata_placement p ON p.household_id = o.household_id AND p.village_id = ANY (%(villages)s)
        WHERE o.occupancy = ANY (%(exempt)s)
    )
    SELECT h.village_id, d.place - 1, count(*)
    FROM held h JOIN unnest(%(days)s::date[]) WITH ORDINALITY d(day, place) ON h.period @> d.day
    GROUP BY h.village_id, d.place
"""

OF_LEAVES = ("households", "special_overdue")

ByVillage = dict[int, tuple[int, ...]]
"""A count for each of the days."""


class Care(NamedTuple):
    """Households by category, then those of any special one."""

    categories: dict[str, ByVillage]
    special_ones: frozenset[str]
    special: ByVillage


class Leaf(NamedTuple):
    """A grid, or what lies outside every grid of a village, on one day."""

    households: int
    special_overdue: int


def care_counts(villages: Sequence[int], days: Sequence[dt.date], *, category: str | None = None) -> Care:
    """Households with an open record on each day, as every figure counts them. One query."""
    found: dict[str, dict[int, list[int]]] = {}
    special: dict[int, list[int]] = {}
    special_ones: set[str] = set()
    told = {"villages": list(villages), "days": list(days), "category": category}
    for village, day, code, households, is_special in _rows(CARE, told):
        if code:
            found.setdefault(code, {}).setdefault(village, [0] * len(days))[day] = households
            special_ones.update({code} if is_special else ())
        else:
            special.setdefault(village, [0] * len(days))[day] = households
    return Care(
        {code: _fixed(rows) for code, rows in found.items()}, frozenset(special_ones), _fixed(special)
    )


def exempt_counts(villages: Sequence[int], days: Sequence[dt.date]) -> ByVillage:
    """Households that nobody visits on each day. One query."""
    found: dict[int, list[int]] = {}
    asked = {"villages": list(villages), "days": list(days), "exempt": list(EXEMPT_OCCUPANCIES)}
    for village, day, households in _rows(EXEMPT, asked):
        found.setdefault(village, [0] * len(days))[day] = households
    return _fixed(found)


def leaves(wanted: Wanted) -> dict[dt.date, dict[counted.Leaf, Leaf]]:
    """On each day by (village, grid). One query for all that is kept, and two for each day that is not."""
    today = periods.today()
    past = [each for each in wanted if each[0] < today]
    kept = leaves_through(past, names=OF_LEAVES)
    households, overdue = (counted.names().index(name) for name in OF_LEAVES)
    found = {
        day: {
            place: Leaf(int(numbers[number, households]), int(numbers[number, overdue]))
            for place, numbers in kept.numbers.items()
            if numbers[number].any()
        }
        for number, (day, _selection) in enumerate(past)
    }
    return found | {day: _of_today(selection, day) for day, selection in wanted if day not in found}


def _of_today(selection: states.Selection, on: dt.date) -> dict[counted.Leaf, Leaf]:
    question = states.Question(selection, on=on)
    if tallies.may_answer(question):
        kept = tallies.kept_or_counted(question)
        return {
            place: Leaf(one.households, one.special_overdue) for place, one in kept.items() if one.households
        }
    overdue = FIGURES["special_overdue"].condition
    found = states.rows(
        question,
        f"SELECT village_id, grid_id, count(*), count(*) FILTER (WHERE {overdue}) FROM state GROUP BY village_id, grid_id",
    )
    return {(village, grid): Leaf(*counts) for village, grid, *counts in found}


def _fixed(rows: dict[int, list[int]]) -> ByVillage:
    return {village: tuple(counts) for village, counts in rows.items()}


def _rows(query: str, told: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, told)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
