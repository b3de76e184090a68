"""The staged rows of an import of households, and everything that is asked of them as sets."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from geodata.imports.kinds.households.household_rows import Staged
from geodata.imports.kinds.staging import analyze, rows_of, table
from geodata.imports.runs import progress
from geodata.people.placing import FIRST, LIES_IN

SAME = 1e-6
"""Degrees (0.1 m): points nearer than this are the same, because files round."""


@dataclass(frozen=True)
class Counts:
    new: int
    changed: int
    unchanged: int
    changes: dict[str, int] = field(default_factory=dict)


HOUSEHOLDS = {
    "line": "integer", "village_id": "bigint", "grid_text": "text", "number": "text", "head_name": "text",
    "group": "text", "address": "text", "building": "text", "entrance": "text", "door": "text", "phones": "text[]",
    "size": "integer", "occupancy": "text", "point": "geometry(Point, 4326)", "point_quality": "text",
    "roster_grid": "bigint", "roster_grids": "integer", "numbered": "boolean DEFAULT false",
    "household_id": "bigint", "fresh": "boolean", "grid_id": "bigint", "changes": "text[]", "begun": "boolean",
}  # fmt: skip
PLACES = {"id": "bigint", "code": "text", "level": "text", "parent_id": "bigint", "geometry": "geometry"}
FOUND = {"line": "integer", "villages": "bigint[]", "grids": "bigint[]"}
COPY = """
    COPY import_household (line, village_id, grid_text, number, head_name, "group", address, building, entrance, door,
                           phones, size, occupancy, point, point_quality) FROM STDIN
"""


def fill(blocks: Iterable[Staged], *, rows: int) -> None:
    """Stage the rows, so many, in a temporary table of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(table("import_household", HOUSEHOLDS))
        for staged in progress.read(blocks, rows):
            with cursor.copy(COPY) as copy:
                for row in _rows(staged):
                    copy.write_row(row)
        cursor.execute(analyze("import_household", "line", "village_id", "grid_text", "number"))


def _rows(staged: Staged) -> Iterator[tuple[Any, ...]]:
    return zip(
        staged.lines,
        staged.villages,
        staged.grids,
        staged.numbers,
        *staged.texts.values(),
        # Digits and dashes alone: so PostgreSQL writes a list of them itself.
        (None if numbers is None else f"{{{','.join(numbers)}}}" for numbers in staged.phones),
        staged.sizes,
        staged.occupancies,
        staged.points.wkb(),
        staged.points.qualities(),
        strict=True,
    )


# One join of all points with all borders of the day; a village that no row names is taken from it. The borders
# are copied so that their number is known: by a guess PostgreSQL would try every point against every border. The index
# goes as soon as it has served: every later change of a row would have to write it too.
PLACE = f"""
    {table("import_place", PLACES, key="id")}
    INSERT INTO import_place
    SELECT a.id, a.code, a.level, a.parent_id, b.geometry
    FROM geodata_area a JOIN geodata_boundary b ON b.area_id = a.id AND b.period @> %(on)s
    WHERE a.level IN ('village', 'grid') AND a.period @> %(on)s;
    {analyze("import_place")}
    SELECT import_points(true);
    {table("import_found", FOUND)}
    INSERT INTO import_found
    SELECT p.line, array_agg(a.id ORDER BY {FIRST.format(area="a")}) FILTER (WHERE a.level = 'village') AS villages,
           array_agg(a.id ORDER BY {FIRST.format(area="a")}) FILTER (WHERE a.level = 'grid') AS grids
    FROM import_place a JOIN import_household p ON {LIES_IN.format(border="a", row="p")} GROUP BY p.line;
    {analyze("import_found")}
    SELECT import_points(false);
    UPDATE import_household s SET village_id = coalesce(
        f.villages[1], (SELECT p.parent_id FROM import_place p WHERE p.id = f.grids[1]))
    FROM import_found f WHERE s.village_id IS NULL AND f.line = s.line;
    UPDATE import_household s SET roster_grid = m.id, roster_grids = m.count
    FROM (
        SELECT p.village_id, p.grid_text, min(g.id) AS id, count(*) AS count
        FROM (SELECT DISTINCT village_id, grid_text FROM import_household WHERE grid_text IS NOT NULL) p
        JOIN geodata_area g ON g.parent_id = p.village_id AND g.level = 'grid' AND g.period @> %(on)s
        JOIN geodata_area v ON v.id = p.village_id
        WHERE p.grid_text IN (g.code, right(g.code, 3), g.name, v.name || g.name) GROUP BY p.village_id, p.grid_text
    ) m WHERE m.village_id = s.village_id AND m.grid_text = s.grid_text;
"""
# A row without a number is the household of the same name at the same place, else it gets the next number.
NUMBER = """
    UPDATE import_household s SET number = h.number
    FROM geodata_household h
    WHERE s.number IS NULL AND h.village_id = s.village_id AND h.head_name = coalesce(s.head_name, '')
      AND ST_DWithin(h.point, s.point, %(same)s);
    UPDATE import_household s SET number = h.number
    FROM geodata_household h
    WHERE s.number IS NULL AND h.village_id = s.village_id AND h.head_name = coalesce(s.head_name, '')
      AND s.point IS NULL AND h.point IS NULL
      AND h.address = coalesce(s.address, '') AND h."group" = coalesce(s."group", '');
    UPDATE import_household s
    SET numbered = true, number = 'G' || lpad(n.number::text, greatest(4, length(n.number::text)), '0')
    FROM (
        SELECT p.line, row_number() OVER (PARTITION BY p.village_id ORDER BY p.line) + coalesce(t.last, 0) AS number
        FROM import_household p
        LEFT JOIN (
            SELECT village_id, max(substring(number FROM '^G([0-9]{4,9})$')::integer) AS last
            FROM geodata_household
            WHERE village_id IN (SELECT village_id FROM import_household WHERE number IS NULL)
            GROUP BY village_id
        ) t USING (village_id)
        WHERE p.number IS NULL
    ) n WHERE n.line = s.line;
"""
# The roster's grid goes before the one where the household is known, and that before the one under its point.
COMPARE = f"""
    UPDATE import_household s SET
        fresh = h.id IS NULL,
        household_id = coalesce(h.id, nextval('geodata_household_id_seq')),
        grid_id = h.grid,
        changes = CASE WHEN h.id IS NOT NULL THEN array_remove(ARRAY[
            CASE WHEN s.head_name <> h.head_name THEN 'head_name' END,
            CASE WHEN s."group" <> h."group" THEN 'group' END,
            CASE WHEN s.address <> h.address THEN 'address' END,
            CASE WHEN s.building <> h.building THEN 'building' END,
            CASE WHEN s.entrance <> h.entrance THEN 'entrance' END,
            CASE WHEN s.door <> h.door THEN 'door' END,
            CASE WHEN s.phones <> h.phones::text[] THEN 'phone' END,
            CASE WHEN s.size IS NOT NULL AND s.size IS DISTINCT FROM h.size THEN 'family_size' END,
            CASE WHEN s.occupancy <> h.occupancy THEN 'occupancy' END,
            CASE WHEN s.point IS NOT NULL AND NOT coalesce(ST_DWithin(s.point, h.point, %(same)s), false)
                 THEN 'point' END,
            CASE WHEN h.grid IS DISTINCT FROM h.grid_id THEN 'grid' END], NULL) END
    FROM (
        SELECT p.line, k.*, coalesce(
            p.roster_grid, k.grid_id,
            (SELECT g.id FROM import_place g WHERE g.id = ANY (f.grids) AND g.parent_id = p.village_id
             ORDER BY {FIRST.format(area="g")} LIMIT 1)) AS grid
        FROM import_household p
        LEFT JOIN import_found f ON f.line = p.line
        LEFT JOIN geodata_household k ON k.village_id = p.village_id AND k.number = p.number
    ) h WHERE h.line = s.line;
"""
COUNTS = """
    SELECT count(*) FILTER (WHERE fresh), count(*) FILTER (WHERE changes <> '{}'),
           count(*) FILTER (WHERE changes = '{}'), count(*) FILTER (WHERE numbered)
    FROM import_household
"""
CHANGES = """
    SELECT unnest(changes) AS name, count(*) FROM import_household GROUP BY name ORDER BY count(*) DESC, name
"""


def place(*, on: dt.date) -> None:
    """Find the village, grid and number of each row. Nothing is written."""
    progress.tell(_("Finding the village, grid and number of each row"))
    with connection.cursor() as cursor:
        cursor.execute(PLACE + NUMBER, {"on": on, "same": SAME})
        # Without fresh counts PostgreSQL takes the filled columns for empty and loops over both tables.
        cursor.execute(analyze("import_household", "line", "village_id", "number", "head_name"))


def compare() -> None:
    """Find the household of each row, and what would change."""
    progress.tell(_("Comparing with the register"))
    with connection.cursor() as cursor:
        cursor.execute(COMPARE, {"same": SAME})
        cursor.execute(analyze("import_household", "household_id", "fresh", "changes"))


def count() -> tuple[Counts, int]:
    """What would happen, and how many numbers were made up."""
    [(new, changed, unchanged, numbered)] = rows_of(COUNTS, {})
    return Counts(new, changed, unchanged, dict(rows_of(CHANGES, {}))), numbered


# The token is drawn as `people.models.new_token` draws it, from 122 strong random bits.
NEW = """
    INSERT INTO geodata_household (id, token, village_id, grid_id, number, head_name, "group", address, building, entrance,
        door, phones, size, point, point_quality, point_since, point_datum, occupancy, synthetic)
    SELECT household_id, translate(rtrim(encode(uuid_send(gen_random_uuid()), 'base64'), '='), '+/', '-_'),
        village_id, grid_id, number, coalesce(head_name, ''), coalesce("group", ''),
        coalesce(address, ''), coalesce(building, ''), coalesce(entrance, ''), coalesce(door, ''),
        coalesce(phones, '{}'), size, point, CASE WHEN point IS NULL THEN '' ELSE point_quality END,
        CASE WHEN point IS NOT NULL THEN %(since)s::date END, CASE WHEN point IS NULL THEN '' ELSE %(datum)s END,
        coalesce(occupancy, 'lived_in'), false
    FROM import_household WHERE fresh ORDER BY line;
    INSERT INTO geodata_occupancyperiod (household_id, village_id, occupancy, period)
    SELECT household_id, village_id, coalesce(occupancy, 'lived_in'), daterange(%(since)s, NULL)
    FROM import_household WHERE fresh;
    INSERT INTO geodata_placement (household_id, village_id, grid_id, period)
    SELECT household_id, village_id, grid_id, daterange(%(since)s, NULL) FROM import_household WHERE fresh;
"""
CHANGED = """
    UPDATE geodata_household h SET
        head_name = coalesce(s.head_name, h.head_name), "group" = coalesce(s."group", h."group"),
        address = coalesce(s.address, h.address), building = coalesce(s.building, h.building),
        entrance = coalesce(s.entrance, h.entrance), door = coalesce(s.door, h.door),
        phones = coalesce(s.phones, h.phones), size = coalesce(s.size, h.size),
        occupancy = coalesce(s.occupancy, h.occupancy), grid_id = s.grid_id
    FROM import_household s WHERE h.id = s.household_id AND s.changes <> '{}';
    UPDATE geodata_household h SET point = s.point, point_quality = s.point_quality, point_datum = %(datum)s,
        point_since = coalesce(h.point_since, %(on)s)
    FROM import_household s WHERE h.id = s.household_id AND 'point' = ANY (s.changes);
"""
# The state until now ends on that day; one that began on it is replaced. Nothing is deleted: the web role may not.
# What has begun is looked up before anything is written, see docs/decisions/0032-writers-look-up-no-neighbours.md.
DATED = """
    UPDATE import_household s SET begun = EXISTS (
        SELECT FROM geodata_{table} d WHERE d.household_id = s.household_id AND lower(d.period) = %(on)s)
    WHERE '{field}' = ANY (changes);
    UPDATE geodata_{table} d SET {column} = s.{column}, period = daterange(%(on)s, NULL) FROM import_household s
    WHERE d.household_id = s.household_id AND '{field}' = ANY (s.changes) AND lower(d.period) = %(on)s;
    UPDATE geodata_{table} d SET period = daterange(lower(d.period), %(on)s)
    FROM import_household s
    WHERE d.household_id = s.household_id AND '{field}' = ANY (s.changes) AND upper_inf(d.period)
      AND lower(d.period) IS DISTINCT FROM %(on)s;
    INSERT INTO geodata_{table} (household_id, village_id, {column}, period)
    SELECT household_id, village_id, {column}, daterange(%(on)s, NULL)
    FROM import_household WHERE '{field}' = ANY (changes) AND NOT begun;
"""


def apply(*, on: dt.date, since: dt.date, datum: str) -> None:
    """Write what is new, known from `since` on, and what is changed, with the day from which it holds."""
    values: dict[str, Any] = {"on": on, "since": since, "datum": datum}
    moved = DATED.format(table="placement", field="grid", column="grid_id")
    lived = DATED.format(table="occupancyperiod", field="occupancy", column="occupancy")
    with connection.cursor() as cursor:
        for statements in (NEW, CHANGED, moved, lived):
            cursor.execute(statements, values)
