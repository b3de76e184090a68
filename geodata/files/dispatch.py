"""Any file that an office has, as one table. Pure: a path in, a table out; no database, no network.

Only for the process of `worker.py` and for tests: everybody else reads with `readers.read_table`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import cast

import numpy as np
import shapely
from django.utils.translation import gettext as _

from geodata.base import texts, wording
from geodata.files.compressed_rows import Packed, blocks_of
from geodata.files.header_rows import unlike
from geodata.files.limits import limits
from geodata.files.problems import Problem, packed
from geodata.files.table import Table

FORMATS = {
    ".csv": "spreadsheets.read_csv",
    ".txt": "spreadsheets.read_csv",
    ".xlsx": "spreadsheets.read_excel",
    ".xls": "spreadsheets.read_excel",
    ".geojson": "geojson.read_geojson",
    ".json": "geojson.read_geojson",
    ".kml": "kml.read_kml",
    ".kmz": "kml.read_kmz",
    ".gpkg": "geofiles.read_geopackage",
    ".shp": "geofiles.read_shapefile",
    ".zip": "geofiles.read_archive",
}
"""Ending → reader, imported when it is wanted: GDAL alone takes half a second to start."""
DRAWN = {".pmtiles": "geofiles.read_tiles"}
"""Read for the base of maps alone: what is cut into squares is drawn, and never measured."""
SHAPEFILES = (".shp", ".zip")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def parse(path: Path, *, layer: str = "", encoding: str = "") -> Table:
    """The rows of a file whose ending is in `FORMATS` or `DRAWN`. BadInput: it cannot be read.

    `encoding` is for the texts of a Shapefile; all others say what theirs are.
    """
    module, name = (FORMATS | DRAWN)[path.suffix.lower()].split(".")
    reader = cast(Callable[..., Table], getattr(import_module(f"geodata.files.{module}"), name))
    chosen = {"encoding": encoding} if encoding and path.suffix.lower() in SHAPEFILES else {}
    table = reader(path, layer=layer, **chosen)
    problems = packed(chain(table.problems, _unusable(table)))
    return _even(_writable(replace(table, problems=problems), problems))


def _even(table: Table) -> Table:
    """Without signs that nobody sees, and with one kind of line end: of headings and cells alike."""
    headings = [texts.name(heading) for heading in table.headings]
    even = headings if len(set(headings)) == len(headings) else [texts.free(one) for one in table.headings]
    return replace(table, headings=unlike(even), columns=[_column(column) for column in table.columns])


def _column(column: Sequence[str]) -> Sequence[str]:
    uneven = any(texts.UNEVEN.search("\n".join(column[rows])) for rows in blocks_of(len(column)))
    return Packed(map(texts.free, column)) if uneven else column


def _writable(table: Table, problems: Packed[Problem]) -> Table:
    """Cells with signs that no database takes (NUL, halves of a pair) are emptied, and said."""
    headings = [_UNWRITABLE.sub("", heading) for heading in table.headings]
    columns = []
    for heading, column in zip(headings, table.columns, strict=True):
        wrong = list(_wrong(column))
        for row in wrong:
            message = _("The cell contains characters that cannot be stored.")
            shown = _UNWRITABLE.sub("", column[row])[:100]
            problems.append(
                Problem(table.lines[row], heading, shown, message, _("Retype the text of the cell."))
            )
        columns.append(_emptied(column, set(wrong)) if wrong else column)
    return replace(table, headings=headings, columns=columns)


def _wrong(column: Sequence[str]) -> Iterator[int]:
    for rows in blocks_of(len(column)):
        cells = column[rows]
        if _UNWRITABLE.search("".join(cells)):
            yield from (row for row, cell in enumerate(cells, rows.start) if _UNWRITABLE.search(cell))


def _emptied(column: Sequence[str], wrong: set[int]) -> Packed[str]:
    return Packed("" if row in wrong else cell for row, cell in enumerate(column))


def _unusable(table: Table) -> list[Problem]:
    """Geometries with too many vertices, without any, or with coordinates that are no numbers."""
    if table.geometry is None:
        return []
    count = shapely.get_num_coordinates(table.geometry)
    finite = np.isfinite(shapely.bounds(table.geometry)).all(axis=1) | (count == 0)
    many, lines = count > limits().vertices, table.lines
    return [
        Problem(
            lines[row],
            "geometry",
            str(count[row]),
            _("The geometry has more than %(most)s vertices.") % {"most": wording.figure(limits().vertices)},
            _("Simplify it to within one metre before exporting it."),
        )
        for row in np.flatnonzero(many).tolist()
    ] + [
        Problem(
            lines[row],
            "geometry",
            "",
            _("A coordinate of the geometry is not a number."),
            _("Draw it again, or delete the feature."),
        )
        for row in np.flatnonzero(~finite).tolist()
    ]
