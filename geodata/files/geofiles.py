"""GeoPackage, Shapefile and File Geodatabase: the first bytes, and in an archive the names, decide what a file is."""

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely
from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.base.wording import figure, listed
from geodata.files import dbf, geodatabases
from geodata.files.archives import check_archive, unpack
from geodata.files.gdal import Read, layer_named, layers_of, not_a, plainly_named, read_layer
from geodata.files.table import Table, check_size
from geodata.territory.layers import LAYERS

SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_SHP = b"\x00\x00\x27\x0a"
_TILES = b"PMTiles\x03"
_SQLITE, _GPKG = b"SQLite format 3\x00", (b"GPKG", b"GP10", b"GP11")


def read_geopackage(path: Path, *, layer: str = "") -> Table:
    """The layer of that name, or the only one; our own files have one for each level of areas, which are one table."""
    with path.open("rb") as file:
        head = file.read(72)
    if not head.startswith(_SQLITE) or head[68:72] not in _GPKG:
        raise not_a("GeoPackage", path)
    unwritten = path.with_name(f"{path.name}-wal")
    with plainly_named(path, *[unwritten] * unwritten.is_file()) as plain:
        layers = layers_of(plain, "GeoPackage")
        if not layer and len(layers) > 1 and set(layers) <= set(LAYERS.values()):
            return _joined([_package(plain, name) for name in layers])
        return _package(plain, layer_named(layer, layers))


def read_tiles(path: Path, *, layer: str = "") -> Table:
    """The layer of that name, or the only one, of the closest zoom of vector tiles; a shape is as many rows as it has tiles."""
    with path.open("rb") as file:
        if file.read(8) != _TILES:
            raise not_a("PMTiles", path)
    with plainly_named(path) as plain:
        named = layer_named(layer, layers_of(plain, "PMTiles"))
        table = read_layer(plain, "PMTiles", named).with_shapes()
    if table.geometry is None:
        return table
    # Rounded to the tile, an outline may touch itself; it is drawn, and nothing is measured on it.
    return replace(
        table, geometry=shapely.make_valid(table.geometry, method="structure", keep_collapsed=False)
    )


def _package(path: Path, layer: str) -> Table:
    read = read_layer(path, "GPKG", layer)
    if read.shapes is None or all(one is not None for one in read.shapes):
        return read.with_shapes()
    return read.with_shapes(besides=_with_geometry(path, layer, read))


def _with_geometry(path: Path, layer: str, read: Read) -> list[int]:
    """Features of a GeoPackage that have a geometry, also those whose own GDAL passes over in silence."""
    info = read.info
    names = [str(name).replace('"', '""') for name in (info["fid_column"], layer, info["geometry_name"])]
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as base:
        rows = base.execute('SELECT "{}" FROM "{}" WHERE "{}" IS NOT NULL'.format(*names))  # noqa: S608
        return [int(fid) for (fid,) in rows]


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


def read_archive(path: Path, *, layer: str = "", encoding: str = "") -> Table:
    """What the zip holds: a File Geodatabase, known by its first table, or a Shapefile."""
    check_archive(path)
    return (
        geodatabases.read(path, layer=layer)
        if geodatabases.holds_one(path)
        else _zipped(path, layer, encoding)
    )


def _zipped(path: Path, layer: str, encoding: str) -> Table:
    """The only Shapefile in the zip, or the one of that name."""
    with tempfile.TemporaryDirectory() as folder:
        parts = unpack(path, SHAPEFILE_PARTS, Path(folder))
        shapes = [part for part in parts if part.suffix == ".shp" and layer in ("", part.stem)]
        if len(shapes) != 1:
            raise BadInput(
                _("Shapefiles in the archive: %(count)s.") % {"count": figure(len(shapes))},
                field="layer" if shapes else "file",
                value=layer or path.name,
                remedy=_("Specify one of them: %(names)s") % {"names": listed(part.stem for part in shapes)}
                if shapes
                else _("Pack one Shapefile (.shp, .shx, .dbf, .prj), or one folder .gdb, into one zip."),
            )
        return read_shapefile(shapes[0], encoding=encoding)


def read_shapefile(path: Path, *, layer: str = "", encoding: str = "") -> Table:
    """A .shp with its .shx and .dbf beside it, which has no further layers."""
    with path.open("rb") as file:
        if not file.read(4).startswith(_SHP):
            raise not_a("Shapefile", path)
    parts = {ending: part for ending in SHAPEFILE_PARTS[1:] if (part := _beside(path, ending))}
    missing = [ending for ending in (".shx", ".dbf") if ending not in parts]
    if missing:
        raise BadInput(
            _("These files are missing next to the .shp: %(missing)s.") % {"missing": listed(missing)},
            field="file",
            value=path.name,
            remedy=_("Send all parts together, preferably as one zip."),
        )
    said = parts[".cpg"].read_bytes()[:20].decode("latin-1") if ".cpg" in parts else ""
    with plainly_named(path, *parts.values()) as plain:
        texts = dbf.Texts(said.strip().strip("\0\ufeff"), encoding)
        return read_layer(plain, "ESRI Shapefile", encoding=dbf.BYTES, texts=texts).with_shapes()


def _beside(path: Path, ending: str) -> Path | None:
    """The part of that ending, in whatever letters. Names are compared, never taken for patterns: grids[1].shp."""
    return next(
        (one for one in path.parent.iterdir() if one.stem == path.stem and one.suffix.lower() == ending), None
    )
