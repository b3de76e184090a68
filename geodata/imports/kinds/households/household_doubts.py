"""What stands against the staged households as a whole, and what only wants to be known."""

import datetime as dt
from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _

from geodata.base.scope import Right, Scope
from geodata.files.problems import Problem
from geodata.imports.kinds.staging import each_row_of

LOST = "SELECT line FROM import_household WHERE village_id IS NULL ORDER BY line"
NO_GRID = """
    SELECT line, grid_text, coalesce(roster_grids, 0) FROM import_household
    WHERE grid_text IS NOT NULL AND village_id IS NOT NULL AND roster_grids IS DISTINCT FROM 1 ORDER BY line
"""
TWICE = """
    SELECT line, number, first FROM (
        SELECT line, number, first_value(line) OVER same AS first
        FROM import_household WHERE village_id IS NOT NULL AND NOT numbered
        WINDOW same AS (PARTITION BY village_id, number ORDER BY line)
    ) t WHERE line <> first ORDER BY line
"""
ALIKE = """
    SELECT line, '', first FROM (
        SELECT line, first_value(line) OVER same AS first FROM import_household WHERE numbered
        WINDOW same AS (PARTITION BY village_id, head_name, ST_SnapToGrid(point, 1e-6),
                        CASE WHEN point IS NULL THEN address END, CASE WHEN point IS NULL THEN "group" END ORDER BY line)
    ) t WHERE line <> first ORDER BY line
"""
LATER = """
    SELECT s.line, min(lower(d.period))::text FROM import_household s
    JOIN (SELECT household_id, period, 'grid' AS field FROM geodata_placement
          UNION ALL SELECT household_id, period, 'occupancy' FROM geodata_occupancyperiod) d
      ON d.household_id = s.household_id AND d.field = ANY (s.changes) AND lower(d.period) > %(on)s
    GROUP BY s.line ORDER BY s.line
"""
MERGED = """
    SELECT s.line, s.number, o.number FROM import_household s
    JOIN geodata_householdlineage l ON l.source_id = s.household_id AND l.kind = 'merged'
    JOIN geodata_household o ON o.id = l.household_id
    WHERE NOT s.fresh AND s.changes <> '{}' ORDER BY s.line
"""
ELSEWHERE = """
    SELECT s.line, v.name FROM import_household s JOIN geodata_area v ON v.id = s.village_id
    WHERE s.village_id <> ALL (%(villages)s) ORDER BY s.line
"""
OUTSIDE_VILLAGE = """
    SELECT s.line, v.name FROM import_household s
    JOIN geodata_area v ON v.id = s.village_id
    JOIN import_place b ON b.id = v.id
    LEFT JOIN import_found f ON f.line = s.line
    WHERE s.point IS NOT NULL AND (f.villages IS NULL OR s.village_id <> ALL (f.villages)) ORDER BY s.line
"""
OUTSIDE_GRID = """
    SELECT s.line, g.name FROM import_household s
    JOIN geodata_area g ON g.id = s.grid_id
    JOIN import_place b ON b.id = g.id
    LEFT JOIN import_found f ON f.line = s.line
    WHERE s.point IS NOT NULL AND (f.grids IS NULL OR s.grid_id <> ALL (f.grids)) ORDER BY s.line
"""
WITHOUT_GRID = """
    SELECT s.line, v.name FROM import_household s JOIN geodata_area v ON v.id = s.village_id
    WHERE s.grid_id IS NULL AND s.grid_text IS NULL
      AND EXISTS (SELECT FROM geodata_area g WHERE g.parent_id = v.id AND g.level = 'grid' AND g.period @> %(on)s)
    ORDER BY s.line
"""


def problems(*, on: dt.date, scope: Scope | None = None) -> Iterator[Problem]:
    """What keeps the whole file out. `scope`: where the rows may lie."""
    values: dict[str, Any] = {"on": on}
    for (line,) in each_row_of(LOST, values):
        yield Problem(line, "village", "", _("The row names no village, and its point lies in none."),
                      _("Add the village code, or --village for all rows."))  # fmt: skip
    for line, text, count in each_row_of(NO_GRID, values):
        yield Problem(line, "grid", text,
                      _("Several grids of the village have this name.") if count else _("The village has no such grid."),
                      _("Use the code of the grid, or leave it empty: then the point decides."))  # fmt: skip
    for line, number, first in chain(each_row_of(TWICE, values), each_row_of(ALIKE, values)):
        yield Problem(line, "household_no", number or "", _("The same household appears in the file twice."),
                      _("Keep one: the other is in line %(line)s.") % {"line": first})  # fmt: skip
    for line, day in each_row_of(LATER, values):
        yield Problem(line, "", day, _("A later state of this household is already recorded."),
                      _("Leave out grid and occupancy, or import again as of that day."))  # fmt: skip
    # Its name and phones are not written over those of the other by themselves.
    for line, number, other in each_row_of(MERGED, values):
        yield Problem(line, "household_no", number, _("This household goes on in No. %(number)s.") % {"number": other},
                      _("Give that number, or leave the row out."))  # fmt: skip
    if scope is not None:
        values["villages"] = sorted(scope.to(Right.IMPORT).villages)
        for line, name in each_row_of(ELSEWHERE, values):
            yield elsewhere(line, "village", name)


def elsewhere(line: int, column: str, value: str) -> Problem:
    """A row of somebody else's area."""
    return Problem(
        line,
        column,
        value,
        _("This lies outside the area that you are responsible for."),
        _("Remove the row, or give the file to the office of that area or the one above."),
    )


def remarks(*, on: dt.date) -> Iterator[Problem]:
    """Where point, village and grid disagree: listed, never moved."""
    check = _(
        "Check the point on the map; the household stays in the grid given by the roster or the register."
    )
    for query, message in (
        (OUTSIDE_VILLAGE, _("The point lies outside the village.")),
        (OUTSIDE_GRID, _("The point lies outside the grid.")),
    ):
        for line, name in each_row_of(query, {}):
            yield Problem(line, "point", name, message, check)
    for line, name in each_row_of(WITHOUT_GRID, {"on": on}):
        yield Problem(line, "grid", name, _("The household is in no grid of its village."),
                      _("Add the grid, or a point inside one."))  # fmt: skip
