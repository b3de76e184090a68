"""What an edition knows of every household: read once, in one statement, and asked like the relation `state` ever after.

So a figure of it can be worked out again whatever was written since: late visits, corrections, redraws.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection

from geodata.coverage import gap_reasons, states
from geodata.coverage.gap_reasons import Cause
from geodata.reports.models import Edition
from geodata.visits import schedule

LINKED, SPECIAL, EXEMPT, HAS_POINT = 1, 2, 4, 8
CAUSES: tuple[str, ...] = tuple(Cause.values)
MOST_VISITS = 32_767
"""What a column holds; of visits it is only asked whether there were any."""

_EACH = "array_agg({} ORDER BY household_id)"
_BITS = {"linked": LINKED, "special": SPECIAL, "exempt": EXEMPT, "has_point": HAS_POINT}
_COLUMNS = (
    "household_id",
    "coalesce(state.grid_id, 0)",
    f"({' + '.join(f'state.{name}::int * {bit}' for name, bit in _BITS.items())})::smallint",
    'state."interval"::smallint',
    "state.last_met",
    f"least(state.visits, {MOST_VISITS})::smallint",
    "coalesce(array_position(%(all_causes)s::text[], cause), 0)::smallint",
)
KEEP = f"""
    INSERT INTO geodata_editionpart
        (edition_id, village_id, households, grids, bits, intervals, met, visits, causes)
    SELECT %(edition)s, state.village_id, {", ".join(map(_EACH.format, _COLUMNS))}
    FROM state JOIN caused USING (household_id) GROUP BY state.village_id"""  # noqa: S608 (our own text)

RELATION = f"""
    WITH frozen AS (
        SELECT u.household_id, p.village_id, nullif(u.grid_id, 0) AS grid_id, (u.bits & {LINKED}) > 0 AS linked,
            (u.bits & {SPECIAL}) > 0 AS special, (u.bits & {EXEMPT}) > 0 AS exempt,
            (u.bits & {HAS_POINT}) > 0 AS has_point, u."interval", u.last_met, u.visits, u.cause
        FROM geodata_editionpart p, unnest(p.households, p.grids, p.bits, p.intervals, p.met, p.visits, p.causes)
            u (household_id, grid_id, bits, "interval", last_met, visits, cause)
        WHERE p.edition_id = %(edition)s
    ), state AS (SELECT frozen.*, {schedule.SQL} AS status FROM frozen OFFSET 0)"""  # noqa: S608


def freeze(edition: Edition, question: states.Question) -> None:
    """Keep the state of each household of the question. One statement, and so of one moment."""
    gap_reasons.execute(question, KEEP, {"edition": edition.pk, "all_causes": list(CAUSES)})


def frozen(edition: Edition, query: str, extra: dict[str, Any] | None = None) -> Sequence[tuple[Any, ...]]:
    """Run a SELECT over the `state` that the edition keeps; its text is ours."""
    told: dict[str, Any] = {"edition": edition.pk, "on": edition.day, "within": None}
    with connection.cursor() as cursor:
        cursor.execute(f"{RELATION} {query}", told | (extra or {}))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def moment() -> dt.datetime:
    """The database's own clock, by which visits and changes are entered too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (at,) = cursor.fetchone()
    assert isinstance(at, dt.datetime)
    return at
