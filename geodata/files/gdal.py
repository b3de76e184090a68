"""Layers through GDAL, which is never left to guess: who calls has looked at the first bytes, and says the driver.

A file that its VRT driver would open, and follow to an address, has other first bytes and is refused.
"""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from geodata.base import datum
from geodata.base.errors import BadInput
from geodata.base.wording import figure, listed
from geodata.files.geojson import unreadable
from geodata.files.table import Table, as_text, check_size

Cells = list[list[object]]
"""Columns as GDAL gives them."""
Texts = Callable[[Table, Cells], Table]
"""Fills the table with columns of text."""

_PLAIN = re.compile(r"[\w.()\[\] -]+")


@dataclass(frozen=True)
class Read:
    """A layer: `shapes` where a row has one as far as GDAL tells, `fids` its numbers of features."""

    table: Table
    info: dict[str, object]
    fids: NDArray[np.int64]
    shapes: NDArray[np.object_] | None

    def with_shapes(self, *, besides: Iterable[int] = ()) -> Table:
        """The table with its geometries; `besides`: features that have one of which GDAL says nothing."""
        if self.shapes is None:
            return self.table
        has_shape = np.array([one is not None for one in self.shapes], dtype=bool)
        return _with_shapes(self.table, self.shapes, has_shape | np.isin(self.fids, list(besides)))


def read_layer(
    path: Path,
    driver: str,
    layer: str = "",
    *,
    kind: str = "",
    encoding: str | None = None,
    texts: Texts | None = None,
) -> Read:
    """One layer of a file of that driver, called `kind` in words. BadInput: it cannot be read, or is too large."""
    wanted = {"layer": layer} if layer else {}
    kind = kind or driver
    try:
        info = pyogrio.read_info(path, encoding=encoding, **wanted)
        if info["driver"] != driver:
            raise not_a(kind, path)
        check_size(rows=max(info["features"], 0), columns=len(info["fields"]))
        meta, fids, shapes, columns = pyogrio.raw.read(
            path, encoding=encoding, force_2d=True, datetime_as_string=True, return_fids=True, **wanted
        )
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError) as error:
        raise not_a(kind, path) from error
    rows = len(columns[0]) if columns else len(shapes) if shapes is not None else 0
    check_size(rows=rows)
    empty = Table(
        [str(name) for name in meta["fields"]], [], list(range(1, rows + 1)), kind, epsg=_epsg(meta)
    )
    return Read((texts or _as_texts)(empty, [column.tolist() for column in columns]), info, fids, shapes)


def _as_texts(table: Table, columns: Cells) -> Table:
    return replace(table, columns=[[as_text(cell) for cell in column] for column in columns])


def _with_shapes(table: Table, wkb: NDArray[np.object_], has_shape: NDArray[np.bool_]) -> Table:
    geometry = shapely.from_wkb(wkb, on_invalid="ignore")
    nested = shapely.get_type_id(geometry) == shapely.GeometryType.GEOMETRYCOLLECTION
    lost = nested | (has_shape & shapely.is_missing(geometry))
    geometry[lost] = None
    problems = [unreadable(line) for line, bad in zip(table.lines, lost, strict=True) if bad]
    return replace(table, geometry=geometry, problems=[*table.problems, *problems])


def layers_of(path: Path, kind: str) -> list[str]:
    try:
        return [str(layer) for layer, _type in pyogrio.list_layers(path) if layer != "layer_styles"]
    except pyogrio.errors.DataSourceError as error:
        raise not_a(kind, path) from error


def layer_named(name: str, layers: list[str]) -> str:
    """The layer of that name, or the only one."""
    if name in layers or (not name and len(layers) == 1):
        return name or layers[0]
    message = _("The file has no layer “%(name)s”.") if name else _("Layers in the file: %(count)s.")
    raise BadInput(
        message % {"name": name, "count": figure(len(layers))},
        field="layer",
        value=name,
        remedy=_("Specify one of them: %(names)s") % {"names": listed(layers)},
    )


@contextmanager
def plainly_named(path: Path, *parts: Path) -> Iterator[Path]:
    """The file to read: itself, or a copy with its parts where GDAL's helpers would read its name as an address.

    a!b.shp would be b.shp in an archive a, and a;b.shp ends at the semicolon.
    """
    if _PLAIN.fullmatch(path.name):
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        for part in (path, *parts):
            shutil.copyfile(part, Path(folder) / f"layer{part.name.removeprefix(path.stem)}")
        yield Path(folder) / f"layer{path.suffix}"


def _epsg(meta: dict[str, object]) -> int | None:
    """The number that the file declares; None: it declares nothing. BadInput: none that can be read."""
    text = meta["crs"]
    if not text:
        return None
    try:
        number = CRS.from_user_input(text).to_epsg(min_confidence=60)
    except CRSError:
        number = None
    if number is None or not datum.readable(number):
        raise BadInput(
            _("The file's coordinate system is not supported."),
            field="crs",
            value=f"EPSG:{number}" if number else "",
            remedy=_("Export it again as CGCS2000 (EPSG:4490) or WGS 84 (EPSG:4326)."),
        )
    return number


def not_a(kind: str, path: Path) -> BadInput:
    return BadInput(
        _("This is not a %(format)s that can be read.") % {"format": kind},
        field="file",
        value=path.name,
        remedy=_("Export the layer again as GeoPackage."),
    )
