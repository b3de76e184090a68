"""Whom a filter means, and with whom each household is at this hour: both as sets, whatever their number.

A household is with its first contact member who is able to help today, else with its second; where nobody is, with the leader of its
grid, and without one with its village. Who has moved away or is dissolved is asked for by no filter.
"""

import datetime as dt
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection

from geodata.base.filters.compiling import Bits, Question
from geodata.base.filters.tree import read

AMONG = "x.village_id = ANY (%(villages)s)"

ASKED = """
asked AS MATERIALIZED (
    SELECT household_id, home.village_id{leaves} FROM {joins} WHERE home.occupancy NOT IN ('moved_away', 'dissolved')
), found AS MATERIALIZED (
    SELECT household_id, village_id, {value} AS holds, array_remove(ARRAY[{why}]::smallint[], NULL) AS why FROM asked
)"""

SPECIAL = """
special AS MATERIALIZED (
    SELECT DISTINCT x.household_id FROM geodata_carerecord x JOIN geodata_carecategory c ON c.id = x.category_id
    WHERE x.village_id = ANY (%(villages)s) AND coalesce(x.period @> %(on)s::date, false) AND c.special
)"""

HOLDERS = """
contact AS MATERIALIZED (
    SELECT DISTINCT ON (l.household_id) l.household_id, m.user_id
    FROM geodata_contactlink l JOIN geodata_member m ON m.id = l.member_id
    WHERE l.village_id = ANY (%(villages)s) AND l.period @> %(on)s::date AND m.period @> %(on)s::date AND m.ability = 'able'
    ORDER BY l.household_id, l.primary DESC, l.id
), leader AS MATERIALIZED (
    SELECT DISTINCT ON (p.area_id) p.area_id, p.user_id FROM geodata_duty p
    WHERE p.kind = 'small_leader' AND p.period @> %(on)s::date ORDER BY p.area_id, p.id
)"""
"""The contact member of the hour by household, and the leader of each grid."""


WRITTEN = f"""
WITH {{asked}}, {SPECIAL}, {HOLDERS}, made AS (
    INSERT INTO geodata_campaigntarget
        (campaign_id, household_id, village_id, grid_then_id, why, special, holder_id, level, added_at, added_by_id)
    SELECT %(campaign)s, f.household_id, f.village_id, h.grid_id, f.why, s.household_id IS NOT NULL,
           coalesce(contact.user_id, leader.user_id),
           CASE WHEN contact.user_id IS NOT NULL THEN 0 WHEN leader.user_id IS NOT NULL THEN 1 ELSE 2 END, %(at)s, %(by)s
    FROM found f JOIN geodata_household h ON h.id = f.household_id
    LEFT JOIN special s USING (household_id)
    LEFT JOIN contact USING (household_id) LEFT JOIN leader ON leader.area_id = h.grid_id
    WHERE f.holds
    ON CONFLICT (campaign_id, household_id) DO NOTHING
    RETURNING village_id
)
SELECT count(*), count(DISTINCT village_id) FROM made"""  # noqa: S608

COUNTED = f"""
WITH {{asked}}, {SPECIAL}
SELECT h.grid_id, f.village_id, count(*) FILTER (WHERE f.holds), count(*) FILTER (WHERE f.holds IS NULL),
       count(s.household_id) FILTER (WHERE f.holds)
FROM found f JOIN geodata_household h ON h.id = f.household_id LEFT JOIN special s USING (household_id)
GROUP BY 1, 2 HAVING bool_or(f.holds IS NOT FALSE)"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Meant:
    """How many households of a grid (None: outside every grid) a filter means, and of how many nobody knows."""

    grid: int | None
    village: int
    targets: int
    unknown: int
    special: int


def meant(tree: Any, *, villages: Sequence[int], on: dt.date) -> list[Meant]:
    """By grid. One query. Raises BadInput."""
    asked, params = _asked(tree, on)
    with _many(), connection.cursor() as cursor:
        cursor.execute(COUNTED.format(asked=asked), params | {"villages": list(villages)})
        return [Meant(*row) for row in cursor.fetchall()]


def write_targets(
    campaign: int, tree: Any, *, villages: Sequence[int], at: dt.datetime, on: dt.date
) -> tuple[int, int]:
    """How many households, in how many villages. One statement."""
    asked, params = _asked(tree, on)
    told = {"villages": list(villages), "campaign": campaign, "at": at, "by": None}
    with _many(), connection.cursor() as cursor:
        cursor.execute(WRITTEN.format(asked=asked), params | told)
        households, villages_of_them = cursor.fetchone()
        return households, villages_of_them


BY_HAND = """found AS MATERIALIZED (
    SELECT h.id AS household_id, h.village_id, true AS holds, '{}'::smallint[] AS why
    FROM geodata_household h WHERE h.id = ANY (%(households)s)
)"""


def write_by_hand(
    campaign: int,
    households: Sequence[int],
    *,
    villages: Sequence[int],
    by: int,
    at: dt.datetime,
    on: dt.date,
) -> int:
    """How many of these were not asked for yet."""
    told: dict[str, Any] = {
        "villages": list(villages),
        "campaign": campaign,
        "at": at,
        "by": by,
        "on": on,
        "households": list(households),
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN.format(asked=BY_HAND), told)
        count: int = cursor.fetchone()[0]
        return count


def _asked(tree: Any, on: dt.date) -> tuple[str, dict[str, Any]]:
    node = read(tree, field="filter")
    question = Question([node], subject="household", on=on, bits=Bits([node]), prefix="f")
    why = ", ".join(
        f"CASE WHEN {name} THEN {n} END" for n, (name, _sql) in enumerate(question.columns.values())
    )
    text = ASKED.format(
        leaves=question.leaves(),
        joins=question.joins(AMONG, base="home"),
        value=question.values[0],
        why=why or "NULL",
    )
    return text, question.params


@contextmanager
def _many() -> Any:
    """Row-level security hides statistics from the planner, which then takes a county for a handful."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_nestloop', 'off', true)")
        yield
        cursor.execute("SELECT set_config('enable_nestloop', 'on', true)")
