"""GeoPackage and Shapefile through GDAL, which is never left to guess: the first bytes decide what a file is.

A file that its VRT driver would open, and follow to an address, has other first bytes and is refused.
"""

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from geodata import datum
from geodata.errors import BadInput
from geodata.imports import dbf
from geodata.imports.archives import unpack
from geodata.imports.geojson import unreadable
from geodata.imports.headings import completed
from geodata.imports.table import Table, as_text, check_size
from geodata.territory.layers import LAYERS
from geodata.wording import listed

SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_SHP = b"\x00\x00\x27\x0a"
_SQLITE, _GPKG = b"SQLite format 3\x00", (b"GPKG", b"GP10", b"GP11")


def read_geopackage(path: Path, *, layer: str = "") -> Table:
    """The layer of that name, or the only one; our own files have one for each level of areas, which are one table."""
    with path.open("rb") as file:
        head = file.read(72)
    if not head.startswith(_SQLITE) or head[68:72] not in _GPKG:
        raise _not_a("GeoPackage", path)
    layers = _layers(path)
    if not layer and len(layers) > 1 and set(layers) <= set(LAYERS.values()):
        return _joined([_read(path, "GPKG", name) for name in layers])
    return _read(path, "GPKG", _layer(path, layer))


def _joined(tables: list[Table]) -> Table:
    """One below the other; lines are counted on."""
    first = tables[0]
    if len({(table.epsg, *table.headings) for table in tables}) > 1:
        raise BadInput(
            _("The layers of the file have different columns or coordinate systems."),
            field="layer",
            remedy=_("Import the layers one by one, the widest areas first."),
        )
    starts = np.cumsum([0, *map(len, tables)]).tolist()
    check_size(rows=starts[-1], columns=len(first.headings))
    shapes = [table.geometry for table in tables if table.geometry is not None]
    return replace(
        first,
        columns=[
            [cell for table in tables for cell in table.columns[place]] for place in range(len(first.columns))
        ],
        lines=list(range(1, starts[-1] + 1)),
        geometry=np.concatenate(shapes) if len(shapes) == len(tables) else None,
        problems=[
            replace(problem, line=problem.line + start)
            for table, start in zip(tables, starts, strict=False)
            for problem in table.problems
        ],
    )


def read_shapefile(path: Path, *, layer: str = "") -> Table:
    """A .shp with its .shx and .dbf beside it, or the one in a zip: the only one, or the one of that name."""
    if path.suffix.lower() != ".zip":
        return _read_shp(path)
    with tempfile.TemporaryDirectory() as folder:
        parts = unpack(path, SHAPEFILE_PARTS, Path(folder))
        shapes = [part for part in parts if part.suffix == ".shp" and layer in ("", part.stem)]
        if len(shapes) != 1:
            raise BadInput(
                _("Shapefiles in the archive: %(count)s.") % {"count": len(shapes)},
                field="layer" if shapes else "file",
                value=layer or path.name,
                remedy=_("Name one of them: %(names)s") % {"names": listed(part.stem for part in shapes)}
                if shapes
                else _("Pack one Shapefile (.shp, .shx, .dbf, .prj) into one zip."),
            )
        return _read_shp(shapes[0])


def _read_shp(path: Path) -> Table:
    with path.open("rb") as file:
        if not file.read(4).startswith(_SHP):
            raise _not_a("Shapefile", path)
    missing = [ending for ending in (".shx", ".dbf") if not _beside(path, ending)]
    if missing:
        raise BadInput(
            _("Beside the .shp the parts %(missing)s are missing.") % {"missing": listed(missing)},
            field="file",
            value=path.name,
            remedy=_("Send all parts together, best as one zip."),
        )
    encoding = _encoding(path)
    with dbf.whole_names(path, _part(path, ".dbf"), encoding or _declared(path)) as (whole, cut):
        table = _read(whole, "ESRI Shapefile", "", encoding=encoding)
    return _with_names(table, {name: completed(name) for name in cut}) if cut else table


def _with_names(table: Table, names: dict[str, str]) -> Table:
    told = listed(f"{cut} → {name}" if cut != name else cut for cut, name in names.items())
    note = _("Names of columns that were cut by the format: %(names)s.") % {"names": told}
    headings = [names.get(heading, heading) for heading in table.headings]
    if len(set(headings)) < len(headings):
        headings = table.headings
    return replace(table, headings=headings, notes=[*table.notes, note])


def _read(path: Path, driver: str, layer: str, *, encoding: str | None = None) -> Table:
    wanted = {"layer": layer} if layer else {}
    try:
        info = pyogrio.read_info(path, encoding=encoding, **wanted)
        if info["driver"] != driver:
            raise _not_a(driver, path)
        check_size(rows=max(info["features"], 0), columns=len(info["fields"]))
        meta, fids, shapes, columns = pyogrio.raw.read(
            path, encoding=encoding, force_2d=True, datetime_as_string=True, return_fids=True, **wanted
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError) as error:
        raise _not_a(driver, path) from error
    rows = len(columns[0]) if columns else len(shapes) if shapes is not None else 0
    check_size(rows=rows)
    lines = list(range(1, rows + 1))
    table = Table(
        [str(name) for name in meta["fields"]],
        [[as_text(cell) for cell in column.tolist()] for column in columns],
        lines,
        driver,
        epsg=_epsg(meta),
    )
    if shapes is None:
        return table
    given = np.array([one is not None for one in shapes], dtype=bool)
    if driver == "GPKG" and not given.all():
        given |= np.isin(fids, _with_geometry(path, layer, info))
    return _with_shapes(table, shapes, given)


def _with_geometry(path: Path, layer: str, info: dict[str, object]) -> list[int]:
    """Features of a GeoPackage that have a geometry, also those whose own GDAL passes over in silence."""
    names = [str(name).replace('"', '""') for name in (info["fid_column"], layer, info["geometry_name"])]
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as base:
        found = base.execute('SELECT "{}" FROM "{}" WHERE "{}" IS NOT NULL'.format(*names))  # noqa: S608
        return [int(fid) for (fid,) in found]


def _with_shapes(table: Table, wkb: np.ndarray, given: NDArray[np.bool_]) -> Table:
    geometry = shapely.from_wkb(wkb, on_invalid="ignore")
    nested = shapely.get_type_id(geometry) == shapely.GeometryType.GEOMETRYCOLLECTION
    lost = nested | (given & shapely.is_missing(geometry))
    geometry[lost] = None
    problems = [unreadable(line) for line, bad in zip(table.lines, lost, strict=True) if bad]
    return Table(
        table.headings, table.columns, table.lines, table.format, geometry, epsg=table.epsg, problems=problems
    )


def _layers(path: Path) -> list[str]:
    return [str(layer) for layer, _type in pyogrio.list_layers(path) if layer != "layer_styles"]


def _layer(path: Path, name: str) -> str:
    layers = _layers(path)
    if name in layers or (not name and len(layers) == 1):
        return name or layers[0]
    message = _("The file has no layer “%(name)s”.") if name else _("Layers in the file: %(count)s.")
    raise BadInput(
        message % {"name": name, "count": len(layers)},
        field="layer",
        value=name,
        remedy=_("Name one of them: %(names)s") % {"names": listed(layers)},
    )


def _epsg(meta: dict[str, object]) -> int | None:
    """The number that the file declares; None: it declares nothing. BadInput: it is not in the list."""
    text = meta["crs"]
    if not text:
        return None
    try:
        found = CRS.from_user_input(text).to_epsg(min_confidence=60)
    except CRSError:
        found = None
    if found not in datum.EPSG:
        raise BadInput(
            _("The file's coordinate system is not one that can be read."),
            field="crs",
            value=f"EPSG:{found}" if found else "",
            remedy=_("Export it again as CGCS2000 (EPSG:4490) or WGS 84 (EPSG:4326). Also read: %(list)s")
            % {"list": listed(datum.EPSG)},
        )
    return found


def _encoding(path: Path) -> str | None:
    """What a .cpg says is left to GDAL; without one the text itself decides between UTF-8 and GBK."""
    if _beside(path, ".cpg"):
        return None
    table = _beside(path, ".dbf")
    data = table.read_bytes() if table else b""
    start = int.from_bytes(data[8:10], "little")
    try:
        data[start:].decode("utf-8")
    except UnicodeDecodeError:
        return "GB18030"
    return "UTF-8"


def _declared(path: Path) -> str:
    """What the .cpg says; where nobody knows it, every byte is a sign."""
    return dbf.named(_part(path, ".cpg").read_bytes()[:20].decode("latin-1")) or "latin-1"


def _part(path: Path, ending: str) -> Path:
    """One that is there."""
    found = _beside(path, ending)
    assert found
    return found


def _beside(path: Path, ending: str) -> Path | None:
    return next((one for one in path.parent.glob(f"{path.stem}.*") if one.suffix.lower() == ending), None)


def _not_a(kind: str, path: Path) -> BadInput:
    return BadInput(
        _("This is not a %(format)s that can be read.") % {"format": kind},
        field="file",
        value=path.name,
        remedy=_("Export the layer again as GeoPackage."),
    )
