"""An extract as a file: spreadsheet, CSV, GeoJSON (RFC 7946) or GeoPackage."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import orjson
import pyogrio
import shapely

from geodata.reports.extracts.extract import Asked, Extract, Filed, watched
from geodata.reports.extracts.styles import add_style
from geodata.reports.files import TYPES, lines_as_csv, marked, write_xlsx

DIGITS = 7
"""Decimals of a degree in GeoJSON: a centimetre."""


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    content_type: str
    write: Callable[[Extract, Asked, IO[bytes]], None]
    needs_geometry: bool = False


def _xlsx(extract: Extract, asked: Asked, target: IO[bytes]) -> None:
    write_xlsx(Filed(extract, asked), target)


def _csv(extract: Extract, asked: Asked, target: IO[bytes]) -> None:
    """Headings first, so that any program reads it; who took it and when stand in the last line."""
    table = Filed(extract, asked)
    headings = [str(column.heading) for column in table.columns]
    target.writelines(lines_as_csv(headings, table.rows(), mark=marked(asked.by, asked.at)))


def _geojson(extract: Extract, asked: Asked, target: IO[bytes]) -> None:
    """A feature a line; no `crs`: longitude and latitude of WGS 84, as the standard says."""
    told = {"name": Filed(extract, asked).title, "on": asked.on.isoformat(), "by": asked.by}
    target.write(b'{"type": "FeatureCollection", "about": %s, "features": [' % orjson.dumps(told))
    for number, feature in enumerate(_features(extract, asked)):
        target.write((b",\n" if number else b"\n") + feature)
    target.write(b"\n]}\n")


def _features(extract: Extract, asked: Asked) -> Iterator[bytes]:
    names = [field.name for field in extract.fields(asked)]
    for row in watched(extract, asked):
        feature = {
            "type": "Feature",
            "geometry": _as_geojson(row.geometry),
            "properties": dict(zip(names, row.cells, strict=True)),
        }
        yield orjson.dumps(feature)


def _as_geojson(geometry: bytes | None) -> orjson.Fragment | None:
    """Rings counter-clockwise outside, as RFC 7946 asks."""
    if geometry is None:
        return None
    shape = shapely.orient_polygons(shapely.from_wkb(geometry))
    return orjson.Fragment(shapely.to_geojson(shapely.set_precision(shape, 10**-DIGITS, mode="pointwise")))


def _geopackage(extract: Extract, asked: Asked, target: IO[bytes]) -> None:
    """One layer with its style; every field is text, as in the other formats."""
    fields = [field.name for field in extract.fields(asked)]
    rows = list(watched(extract, asked))
    columns = [np.array([row.cells[place] for row in rows], dtype=object) for place in range(len(fields))]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "extract.gpkg"
        pyogrio.raw.write(
            path,
            geometry=np.array([row.geometry for row in rows], dtype=object),
            field_data=columns,
            fields=fields,
            layer=extract.name,
            driver="GPKG",
            geometry_type=extract.geometry,
            crs="EPSG:4326",
            layer_metadata={"about": f"{Filed(extract, asked).title} · {asked.on} · {asked.by}"},
        )
        add_style(path, extract.name)
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                target.write(part)


FORMATS: dict[str, Format] = {
    form.name: form
    for form in (
        Format("xlsx", TYPES["xlsx"], _xlsx),
        Format("csv", TYPES["csv"], _csv),
        Format("geojson", "application/geo+json", _geojson, needs_geometry=True),
        Format("gpkg", "application/geopackage+sqlite3", _geopackage, needs_geometry=True),
    )
}


def formats_of(extract: Extract) -> list[str]:
    """The formats that fit: those of maps need shapes."""
    return [name for name, form in FORMATS.items() if extract.geometry or not form.needs_geometry]


def named(extract: Extract, asked: Asked, form: str) -> str:
    """The name of the file: what, where, of which day, by whom and when."""
    at = f"{asked.at:%Y%m%d-%H%M}"
    return f"{extract.label}_{asked.area.name}_{asked.on}_{asked.by}_{at}.{form}"
