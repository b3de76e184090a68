"""The staged rows of an import of areas, and everything that is asked of them as sets."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.db import connection
from django.utils.translation import gettext as _

from geodata.base.scope import Scope
from geodata.files.compressed_rows import in_blocks
from geodata.files.problems import Problem
from geodata.imports.kinds.staging import rows_of, table
from geodata.imports.runs import progress
from geodata.territory import codes
from geodata.territory.models import Area, Boundary

SAME = 1e-6
"""Degrees (0.1 m): boundaries that differ by less on average are the same, because files round."""


@dataclass(slots=True)
class Row:
    """One area of the file; empty values are not said there. `shape` is a multipolygon in WGS 84."""

    line: int
    code: str
    name: str
    level: str
    kind: str
    shape: shapely.MultiPolygon | None


@dataclass(frozen=True)
class Planned:
    new: int
    changed: int
    unchanged: int
    changes: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def number_grids(rows: Sequence[Row], *, village: str, on: dt.date) -> list[str]:
    """Give grids without a code the one of the same polygon there, else the next numbers from north to south.

    Returns the numbers newly given.
    """
    nameless = [row for row in rows if not row.code and row.shape is not None]
    if not nameless:
        return []
    there = Boundary.objects.on(on).filter(area__level=Area.Level.GRID, area__code__startswith=village)
    known = [
        (code, shapely.from_wkb(bytes(shape.wkb)))
        for code, shape in there.values_list("area__code", "geometry")
    ]
    for row in nameless:
        row.code = next((code for code, shape in known if _same(row.shape, shape)), "")
    taken = {row.code for row in rows} | set(
        Area.objects.level(Area.Level.GRID).under(village).values_list("code", flat=True)
    )
    free = (
        code
        for code in (f"{village}{number:03d}" for number in range(1, 1000))
        if code > max(taken, default="")
    )
    new = sorted((row for row in nameless if not row.code), key=_north_first)
    for row, code in zip(new, free, strict=False):
        row.code = code
    return [row.code for row in new]


def _same(one: shapely.Geometry, other: shapely.Geometry) -> bool:
    difference = one.symmetric_difference(other).area
    return bool(difference < SAME * one.length)


def _north_first(row: Row) -> tuple[float, float]:
    point = shapely.point_on_surface(row.shape)
    return -round(point.y, 6), round(point.x, 6)


AREAS = {
    "line": "integer", "code": "text", "parent_code": "text", "name": "text", "level": "text", "kind": "text",
    "geometry": "geometry(MultiPolygon, 4326)", "area_id": "bigint", "parent_id": "bigint", "boundary_id": "bigint",
    "renamed": "boolean DEFAULT false", "retyped": "boolean DEFAULT false", "redrawn": "boolean DEFAULT false",
}  # fmt: skip
COPY = "COPY import_area (line, code, parent_code, name, level, kind, geometry) FROM STDIN"


def fill(rows: Sequence[Row]) -> None:
    """Stage the rows in a temporary table of this transaction."""
    shapes = shapely.to_wkb(shapely.set_srid([row.shape for row in rows], 4326), hex=True, include_srid=True)
    with connection.cursor() as cursor:
        cursor.execute(table("import_area", AREAS))
        for block in progress.read(in_blocks(zip(rows, shapes, strict=True)), len(rows)):
            with cursor.copy(COPY) as copy:
                for row, shape in block:
                    above = codes.parent_code(row.code)
                    copy.write_row(
                        (row.line, row.code, above, row.name or None, row.level, row.kind or None, shape)
                    )


MATCH = """
    UPDATE import_area s SET area_id = a.id,
        renamed = coalesce(s.name <> a.name, false), retyped = coalesce(s.kind <> a.kind, false)
    FROM geodata_area a WHERE a.code = s.code AND a.period @> %(on)s;
    UPDATE import_area s SET redrawn = true WHERE geometry IS NOT NULL;
    UPDATE import_area s SET boundary_id = b.id,
        redrawn = ST_Area(ST_SymDifference(b.geometry, s.geometry)) > %(same)s * ST_Perimeter(b.geometry)
    FROM geodata_boundary b
    WHERE s.geometry IS NOT NULL AND b.area_id = s.area_id AND b.period @> %(on)s;
"""
COUNTS = """
    SELECT count(*) FILTER (WHERE area_id IS NULL),
           count(*) FILTER (WHERE area_id IS NOT NULL AND (renamed OR retyped OR redrawn)),
           count(*) FILTER (WHERE area_id IS NOT NULL AND NOT (renamed OR retyped OR redrawn)),
           count(*) FILTER (WHERE area_id IS NOT NULL AND renamed),
           count(*) FILTER (WHERE area_id IS NOT NULL AND retyped),
           count(*) FILTER (WHERE area_id IS NOT NULL AND redrawn)
    FROM import_area
"""
ORPHANS = """
    SELECT s.line, s.parent_code FROM import_area s
    WHERE s.level IN ('township', 'village', 'grid')
      AND NOT EXISTS (SELECT FROM import_area p WHERE p.code = s.parent_code)
      AND NOT EXISTS (SELECT FROM geodata_area p WHERE p.code = s.parent_code AND p.period @> %(on)s)
    ORDER BY s.line
"""
NAMELESS = "SELECT line, code FROM import_area WHERE area_id IS NULL AND name IS NULL AND level <> 'grid' ORDER BY line"
NUMBERLESS = "SELECT line FROM import_area WHERE code = '' ORDER BY line"
LATER = """
    SELECT s.line, lower(a.period)::text FROM import_area s JOIN geodata_area a ON a.code = s.code
    WHERE s.area_id IS NULL AND lower(a.period) > %(on)s
    UNION ALL
    SELECT s.line, lower(b.period)::text FROM import_area s JOIN geodata_boundary b ON b.area_id = s.area_id
    WHERE s.redrawn AND lower(b.period) > %(on)s
    ORDER BY 1
"""


def plan(*, on: dt.date) -> Planned:
    """Compare the staged rows with the areas of that day. Nothing is written."""
    progress.tell(_("Comparing with the register"))
    values: dict[str, Any] = {"on": on, "same": SAME}
    with connection.cursor() as cursor:
        cursor.execute(MATCH, values)
        cursor.execute(COUNTS)
        new, changed, unchanged, *each = cursor.fetchone()
    changes = {name: count for name, count in zip(("name", "kind", "boundary"), each, strict=True) if count}
    problems = [
        Problem(
            line,
            "parent_code",
            parent,
            _("The area above this one is missing on that day."),
            _("Import the areas above first, or add them to the file."),
        )
        for line, parent in rows_of(ORPHANS, values)
    ]
    problems += [
        Problem(
            line, "name", code, _("A new area needs a name."), _("Add a column with names (--name-field).")
        )
        for line, code in rows_of(NAMELESS, values)
    ]
    problems += [
        Problem(line, "code", "", _("No number is left for this grid."), _("Assign a code by hand."))
        for (line,) in rows_of(NUMBERLESS, values)
    ]
    problems += [
        Problem(
            line,
            "",
            day,
            _("A later state of this area is already recorded."),
            _("Import as of that day or a later one (--on)."),
        )
        for line, day in rows_of(LATER, values)
    ]
    return Planned(new, changed, unchanged, changes, problems)


def outside(scope: Scope) -> list[Problem]:
    """Rows that do not lie in the scope."""
    return [
        Problem(
            line,
            "code",
            code,
            _("This lies outside the area that you are responsible for."),
            _("Remove the row, or give the file to the office of that area or the one above."),
        )
        for line, code in rows_of("SELECT line, code FROM import_area WHERE code <> '' ORDER BY line", {})
        if not scope.holds_code(code)
    ]


# No statement that writes areas or boundaries looks up others: PostgreSQL may then strike living entries out of
# their indexes (docs/decisions/0035-writers-look-up-no-neighbours.md).
INSERT = """
    UPDATE import_area s SET parent_id = p.id FROM geodata_area p
    WHERE s.level = %(level)s AND s.area_id IS NULL AND p.code = s.parent_code AND p.period @> %(on)s;
    INSERT INTO geodata_area (code, name, level, kind, parent_id, period, synthetic)
    SELECT code, coalesce(name, '第' || right(code, 3)::integer || '网格'), level, coalesce(kind, ''), parent_id,
           daterange(%(on)s, NULL), false
    FROM import_area WHERE level = %(level)s AND area_id IS NULL;
"""
CHANGE = """
    UPDATE geodata_area a SET name = coalesce(s.name, a.name), kind = coalesce(s.kind, a.kind)
    FROM import_area s WHERE a.id = s.area_id AND (s.renamed OR s.retyped);
    UPDATE import_area s SET area_id = a.id FROM geodata_area a
    WHERE s.area_id IS NULL AND a.code = s.code AND a.period @> %(on)s;
    UPDATE geodata_area a SET parent_id = s.area_id FROM import_area s
    WHERE a.parent_id IS NULL AND a.parent_code = s.code;
    UPDATE geodata_boundary b SET geometry = s.geometry, source = %(source)s, synthetic = false,
        period = daterange(%(on)s, NULL)
    FROM import_area s WHERE b.id = s.boundary_id AND s.redrawn AND lower(b.period) = %(on)s;
    UPDATE geodata_boundary b SET period = daterange(lower(b.period), %(on)s)
    FROM import_area s WHERE b.id = s.boundary_id AND s.redrawn AND lower(b.period) IS DISTINCT FROM %(on)s;
    UPDATE import_area s SET redrawn = false FROM geodata_boundary b
    WHERE b.id = s.boundary_id AND lower(b.period) = %(on)s;
    INSERT INTO geodata_boundary (area_id, period, geometry, source, synthetic)
    SELECT area_id, daterange(%(on)s, NULL), geometry, %(source)s, false FROM import_area WHERE redrawn;
"""


def apply(*, on: dt.date, source: str) -> None:
    """Write what is new and changed, from the top down."""
    with connection.cursor() as cursor:
        for level in codes.LEVELS:
            cursor.execute(INSERT, {"on": on, "level": level})
        cursor.execute(CHANGE, {"on": on, "source": source[:200]})
