"""One row of a file as one area: declarations, one mapping, and what is asked of each row by itself."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import shapely
from django.conf import settings
from django.utils.translation import gettext as _

from geodata.base import texts, wording
from geodata.base.errors import BadInput
from geodata.files.coordinates import broken_polygons, frame_of, outside_box, shapes_in_wgs84
from geodata.files.problems import Problem
from geodata.files.table import ERRORS, UNRECKONED, Table, has_lost_digits
from geodata.imports.kinds.areas.area_stage import Row
from geodata.imports.kinds.crs_detection import firsts, refuse_if_elsewhere, surroundings
from geodata.imports.runs.options import Wishes
from geodata.territory import codes
from geodata.territory.models import Area

FIELDS = ("code", "parent_code", "level", "kind", "name")
NAME_LENGTH = 100

KINDS = {
    "镇": Area.Kind.TOWN,
    "乡": Area.Kind.RURAL_TOWNSHIP,
    "街道": Area.Kind.SUBDISTRICT,
    "村": Area.Kind.VILLAGE,
    "社区": Area.Kind.COMMUNITY,
    "居委会": Area.Kind.COMMUNITY,
    "场": Area.Kind.FARM,
}
"""How a kind is written, and how names end."""
LEVELS = {
    "省": "province",
    "市": "city",
    "县": "county",
    "区": "county",
    "乡镇": "township",
    "镇": "township",
    "乡": "township",
    "街道": "township",
    "村": "village",
    "村级": "village",
    "社区": "village",
    "网格": "grid",
} | {level: level for level in codes.LEVELS}


_wrong: Callable[[int, str, str, str, str], Problem] = Problem


def filled(table: Table, fields: dict[str, list[str]], wishes: Wishes) -> Table:
    """With the code and name that the user gives a file of one single area."""
    if not (wishes.code or wishes.name):
        return table
    if len(table) != 1:
        raise BadInput(
            _("--code and --name are for a file with a single area; this one has %(count)s.")
            % {"count": wording.figure(len(table))},
            field="code",
            value=wishes.code,
            remedy=_("Add columns for codes and names to the file."),
        )
    given = {"code": wishes.code, "name": wishes.name}
    headings, columns = list(table.headings), list(table.columns)
    for field, value in given.items():
        if value:
            fields[field] = [f"--{field}"]
            headings.append(f"--{field}")
            columns.append([value])
    return replace(table, headings=headings, columns=columns)


def rows_of_file(
    table: Table, fields: dict[str, list[str]], wishes: Wishes
) -> tuple[list[Row], list[Problem]]:
    shapes, problems = _shapes(table, wishes)
    texts = {field: _texts(table, fields, field) for field in FIELDS}
    rows: list[Row] = []
    seen: set[str] = set()
    for place, line in enumerate(table.lines):
        values = {field: texts[field][place] for field in FIELDS}
        row, wrong = _row(values, line, shapes[place], wishes)
        if row.code and row.code in seen:
            wrong.append(
                _wrong(
                    line,
                    "code",
                    row.code,
                    _("This code appears in the file twice."),
                    _("Keep one row, or join its parts into one multipolygon."),
                )
            )
        elif not wrong or codes.level_of(row.code):  # others may lie below it: their parent is not missing
            rows.append(row)
            seen.add(row.code)
        problems += wrong
    return rows, problems


def _texts(table: Table, fields: dict[str, list[str]], field: str) -> list[str]:
    headings = fields.get(field)
    if not headings:
        return [""] * len(table)
    strength = texts.name if field == "name" else texts.number
    return [strength(text) for text in table.column(headings[0])]


def _shapes(table: Table, wishes: Wishes) -> tuple[list[shapely.Geometry | None], list[Problem]]:
    """The polygons in WGS 84, as multipolygons; None where there is none or it is broken."""
    if table.geometry is None or not len(table):
        return [None] * len(table), []
    frame = frame_of(table, datum=wishes.datum, epsg=wishes.epsg)
    refuse_if_elsewhere(firsts(table.geometry), frame, surroundings())
    shapes = shapes_in_wgs84(table.geometry, frame)
    kinds = shapely.get_type_id(shapes)
    polygons = np.isin(kinds, (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON))
    others = (~polygons & (kinds >= 0)) | shapely.is_empty(shapes)
    broken = polygons & ~shapely.is_valid(shapes)
    problems = [
        _wrong(
            table.lines[row],
            "geometry",
            shapes[row].geom_type,
            _("An area needs a polygon."),
            _("Export the layer of areas, not the one of lines or points."),
        )
        for row in np.flatnonzero(others).tolist()
    ]
    problems += broken_polygons(shapes, np.flatnonzero(broken).tolist(), table.lines)
    problems += outside_box(shapely.bounds(shapes), settings.COUNTY_BOX, table.lines)
    return [
        None if wrong else shapely.MultiPolygon([shape]) if kind == shapely.GeometryType.POLYGON else shape
        for shape, kind, wrong in zip(shapes, kinds, others | broken, strict=True)
    ], problems


def _row(
    values: dict[str, str], line: int, shape: shapely.Geometry | None, wishes: Wishes
) -> tuple[Row, list[Problem]]:
    """One area. A grid without a code gets its number later (code "")."""
    code = full_code(values["code"], under=wishes.parent)
    level = codes.level_of(code) or ""
    row = Row(
        line=line,
        code=code,
        name=values["name"],
        level=level or "grid",
        shape=shape,
        kind=_kind(values["kind"], values["name"], level),
    )
    return row, list(_checks(values, row, level, wishes))


def _checks(values: dict[str, str], row: Row, level: str, wishes: Wishes) -> Iterator[Problem]:
    line, raw = row.line, values["code"]
    for field, text in values.items():
        if text == UNRECKONED or text in ERRORS:
            yield _wrong(
                line,
                field,
                text,
                _("The cell holds a formula without its result."),
                _("Open the file in a spreadsheet, recalculate it and save it again; or enter the value."),
            )
    if not raw:
        yield from _check_without_code(row, wishes)
    elif has_lost_digits(raw):
        yield _wrong(
            line,
            "code",
            raw,
            _("A spreadsheet has truncated this code."),
            _("Format the column as text and enter the code again in full."),
        )
    elif not level:
        yield _wrong(
            line,
            "code",
            raw,
            _("This is not an area code."),
            _("Codes have 2, 4, 6, 9, 12 or 15 digits: province, city, county, township, village, grid."),
        )
    if level:
        yield from _check_place(values, row, wishes)
    if len(row.name) > NAME_LENGTH:
        yield _wrong(
            line,
            "name",
            row.name[:20] + "…",
            _("The name is longer than %(most)s characters.") % {"most": wording.figure(NAME_LENGTH)},
            _("Shorten it."),
        )


def _check_without_code(row: Row, wishes: Wishes) -> Iterator[Problem]:
    if wishes.level not in ("", "grid"):
        yield _wrong(
            row.line,
            "code",
            "",
            _("Areas above the grid need their national code."),
            _("Add a column with the codes, or --code for a single area."),
        )
    elif codes.level_of(wishes.parent) != "village":
        yield _wrong(
            row.line,
            "code",
            "",
            _("The area has no code."),
            _("Add a column with codes (--code-field), or the village of these grids (--parent)."),
        )
    elif row.shape is None:
        yield _wrong(
            row.line,
            "geometry",
            "",
            _("A grid without a code needs a polygon."),
            _("Draw it, or give it a code."),
        )


def _check_place(values: dict[str, str], row: Row, wishes: Wishes) -> Iterator[Problem]:
    """Level and parent, where they are said twice, have to agree."""
    above = significant(values["parent_code"])
    said = LEVELS.get(values["level"], values["level"])
    wanted = wishes.level or row.level
    if said and said != row.level:
        yield _wrong(
            row.line,
            "level",
            values["level"],
            _("The level does not fit the digits of the code."),
            _("Correct the level or the code."),
        )
    elif wanted != row.level:
        yield _wrong(
            row.line,
            "code",
            row.code,
            _("The code does not have the number of digits for the level specified."),
            _("Correct the code, or leave out --level."),
        )
    if above and above != codes.parent_code(row.code):
        yield _wrong(
            row.line,
            "parent_code",
            values["parent_code"],
            _("The code does not begin with its parent's."),
            _("Correct this code or the parent area's."),
        )
    if not codes.is_within(row.code, wishes.parent):
        yield _wrong(
            row.line,
            "code",
            row.code,
            _("The area does not lie under --parent."),
            _("Correct the code, or leave out --parent."),
        )


def significant(code: str) -> str:
    """The significant digits of a national code that is filled up with zeros: 430382000000 is county 430382."""
    if len(code) == 12 and code.endswith("000"):
        code = code[:9]
    if len(code) == 9 and code.endswith("000"):
        code = code[:6]
    while len(code) in (4, 6) and code.endswith("00"):
        code = code[:-2]
    return code


def full_code(text: str, *, under: str) -> str:
    """The code as stored; one to three digits under a village are the number of a grid in it."""
    if codes.level_of(under) == "village" and re.fullmatch(r"[0-9]{1,3}", text):
        return under + text.zfill(3)
    return significant(text)


def _kind(said: str, name: str, level: str) -> str:
    if level not in ("township", "village"):
        return ""
    if said in Area.Kind.values:
        return said
    return KINDS.get(said) or next((kind for ending, kind in KINDS.items() if name.endswith(ending)), "")
