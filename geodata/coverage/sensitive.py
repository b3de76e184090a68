"""The sensitive counts of villages on several days, from which it is decided what may be told of them."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from geodata.coverage import states
from geodata.coverage.figures import FIGURES

CARE = """
    SELECT r.village_id, d.place - 1, coalesce(k.code, ''), count(DISTINCT r.household_id),
           count(DISTINCT r.household_id) FILTER (WHERE k.special), coalesce(bool_and(k.special), false)
    FROM unnest(%(days)s::date[]) WITH ORDINALITY d(day, place)
    JOIN geodata_carerecord r ON r.period @> d.day AND r.village_id = ANY (%(villages)s)
    JOIN geodata_carecategory k ON k.id = r.category_id
    JOIN geodata_placement p ON p.household_id = r.household_id AND p.period @> d.day
    JOIN geodata_occupancyperiod o ON o.household_id = r.household_id AND o.period @> d.day
    WHERE %(category)s::text IS NULL OR k.code = %(category)s
    GROUP BY r.village_id, d.place, GROUPING SETS ((k.code), ())
"""
EXEMPT = """
    SELECT p.village_id, d.place - 1, count(*)
    FROM unnest(%(days)s::date[]) WITH ORDINALITY d(day, place)
    JOIN geodata_occupancyperiod o ON o.period @> d.day AND o.occupancy IN ('empty', 'moved_away', 'dissolved')
    JOIN geodata_placement p ON p.household_id = o.household_id AND p.period @> d.day
    WHERE p.village_id = ANY (%(villages)s)
    GROUP BY p.village_id, d.place
"""

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
    for village, day, code, households, of_special, is_special in _rows(CARE, told):
        if code:
            found.setdefault(code, {}).setdefault(village, [0] * len(days))[day] = households
            special_ones.update({code} if is_special else ())
        else:
            special.setdefault(village, [0] * len(days))[day] = of_special
    return Care(
        {code: _fixed(rows) for code, rows in found.items()}, frozenset(special_ones), _fixed(special)
    )


def exempt_counts(villages: Sequence[int], days: Sequence[dt.date]) -> ByVillage:
    """Households that nobody visits on each day. One query."""
    found: dict[int, list[int]] = {}
    for village, day, households in _rows(EXEMPT, {"villages": list(villages), "days": list(days)}):
        found.setdefault(village, [0] * len(days))[day] = households
    return _fixed(found)


def leaves(question: states.Question) -> dict[tuple[int, int | None], Leaf]:
    """By (village, grid). Two queries."""
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
