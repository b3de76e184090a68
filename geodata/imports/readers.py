"""Any file that an office has, as one table. Pure: a path in, a table out; no database, no network."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import shapely
from django.utils.translation import gettext as _

from geodata.errors import BadInput
from geodata.imports.geofiles import read_geopackage, read_shapefile
from geodata.imports.geojson import read_geojson
from geodata.imports.problems import Problem
from geodata.imports.spreadsheets import read_csv, read_excel
from geodata.imports.table import MAX_VERTICES, Table, too_large

MAX_BYTES = 20 * 2**20

READERS: dict[str, Callable[[Path, str], Table]] = {
    ".csv": lambda path, layer: read_csv(path),
    ".xlsx": lambda path, layer: read_excel(path, sheet=layer),
    ".xls": lambda path, layer: read_excel(path, sheet=layer),
    ".geojson": lambda path, layer: read_geojson(path),
    ".json": lambda path, layer: read_geojson(path),
    ".gpkg": lambda path, layer: read_geopackage(path, layer=layer),
    ".shp": lambda path, layer: read_shapefile(path),
    ".zip": lambda path, layer: read_shapefile(path),
}


def read_table(path: Path, *, layer: str = "") -> Table:
    """The rows of a file; `layer` names a sheet or layer where there are several. BadInput: unreadable."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise BadInput(
            _("Files that end in “%(ending)s” are not read.") % {"ending": path.suffix},
            field="file",
            value=path.name,
            remedy=_("Read are CSV, XLSX, XLS, GeoJSON, GeoPackage and Shapefile (also zipped)."),
        )
    if not path.is_file():
        raise BadInput(
            _("There is no such file."),
            field="file",
            value=path.name,
            remedy=_("Check the path and the name."),
        )
    if path.stat().st_size > MAX_BYTES:
        raise too_large(_("The file is larger than %(most)s MB.") % {"most": MAX_BYTES // 2**20})
    table = reader(path, layer)
    table.problems.extend(_unusable(table))
    return table


def _unusable(table: Table) -> list[Problem]:
    """Geometries with too many vertices, without any, or with coordinates that are no numbers."""
    if table.geometry is None:
        return []
    count = shapely.get_num_coordinates(table.geometry)
    finite = np.isfinite(shapely.bounds(table.geometry)).all(axis=1) | (count == 0)
    many, lines = count > MAX_VERTICES, table.lines
    return [
        Problem(
            lines[row],
            "geometry",
            str(count[row]),
            _("The geometry has more than %(most)s vertices.") % {"most": f"{MAX_VERTICES:,}"},
            _("Simplify it to a metre before you export it."),
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
