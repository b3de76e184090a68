"""The balance of a month: by what households came and went, in each village.

Law: who was here on the first day, and who came, without who went, are who is here on the day after the last.
Whoever came or went by no change of the register (by an import) is told apart, so that the sum holds whatever happened.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from geodata.people.models import OccupancyPeriod
from geodata.people.placing import here_on

MOVEMENTS = ("new", "moved_in", "split", "came_back", "moved_out", "merged", "dissolved")
OTHERWISE = "otherwise"
"""By no change of the register."""
COMING = ("new", "moved_in", "split", "came_back")
TURNED = """
    WITH turned AS (
        SELECT o.household_id, o.village_id, lower(o.period) AS day, NOT has_left(o.occupancy) AS here,
               coalesce(NOT has_left(p.occupancy), false) AS was
        FROM geodata_occupancyperiod o
        LEFT JOIN geodata_occupancyperiod p ON p.household_id = o.household_id AND upper(p.period) = lower(o.period)
        WHERE o.village_id = ANY (%(villages)s) AND lower(o.period) >= %(first)s AND lower(o.period) < %(after)s
    )
    , moved AS (
    SELECT t.household_id, t.village_id, t.day, coalesce(c.kind, %(otherwise)s) AS kind, t.here
    FROM turned t LEFT JOIN LATERAL (
        -- A move across villages is one that moved out here, and one that moved in there.
        SELECT CASE WHEN r.kind <> 'moved_across' THEN r.kind WHEN t.here THEN 'moved_in' ELSE 'moved_out' END AS kind
        FROM geodata_registerchange r
        WHERE t.village_id IN (r.village_id, r.into_id) AND r.state = 'confirmed' AND (r.kind = ANY (%(movements)s) OR r.kind = 'moved_across')
          AND r.effective_on = t.day AND t.household_id = ANY (r.households)
          AND (r.kind = 'moved_across' OR (r.kind = ANY (%(coming)s)) = t.here)
        ORDER BY r.decided_at DESC LIMIT 1
    ) c ON true
    WHERE t.here <> t.was)
"""
"""Each time that a household came or went. A change explains it that brings, or takes away, as it did."""
COUNTED = """
    SELECT village_id, kind, count(*) FILTER (WHERE here), count(*) FILTER (WHERE NOT here)
    FROM moved GROUP BY 1, 2 ORDER BY 1, 2
"""
LISTED = """
    SELECT household_id, day FROM moved WHERE kind = %(kind)s AND here = %(here)s ORDER BY day, household_id
"""


@dataclass(frozen=True, slots=True)
class Movement:
    """So many households of the village (key) came and went by changes of that kind."""

    village: int
    kind: str
    came: int
    went: int


def movements(villages: Collection[int], *, first: dt.date, after: dt.date) -> list[Movement]:
    """From the first day up to, not including, `after`. One query."""
    return [Movement(*row) for row in _asked(COUNTED, villages, first, after)]


def moving(
    villages: Collection[int], kind: str, *, here: bool, first: dt.date, after: dt.date
) -> list[tuple[int, dt.date]]:
    """Who came (`here`) or went by changes of that kind: household (key) and day, the earliest first. One query."""
    return _asked(LISTED, villages, first, after, kind=kind, here=here)


def _asked(
    query: str, villages: Collection[int], first: dt.date, after: dt.date, **more: Any
) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {
        "villages": list(villages),
        "first": first,
        "after": after,
        "movements": list(MOVEMENTS),
        "coming": list(COMING),
        "otherwise": OTHERWISE,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"{TURNED} {query}", values | more)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def present(villages: Collection[int], *, on: dt.date) -> dict[int, int]:
    """Households of each village that had not left on that day. One query."""
    counted = here(villages, on=on).values_list("village").annotate(households=Count("household"))
    return dict(counted.order_by("village"))


def here(villages: Collection[int], *, on: dt.date) -> QuerySet[OccupancyPeriod]:
    """How those are lived in that had not left on that day."""
    return here_on(on).filter(village__in=villages)
