"""An extract as a file: spreadsheet, CSV, GeoJSON (RFC 7946) or GeoPackage."""

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import orjson
import pyogrio
import shapely

from geodata.base.extracts import Extract, Kind, Row
from geodata.exports.cells import Value, typed
from geodata.exports.extracts.extract import AreaQuestion, Filed, watched
from geodata.exports.extracts.styles import add_names, add_styles
from geodata.exports.files import TYPES, lines_as_csv, marked, write_xlsx

DIGITS = 7
"""Decimals of a degree in GeoJSON: a centimetre."""


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    content_type: str
    write: Callable[[Extract, AreaQuestion, IO[bytes]], None]
    needs_geometry: bool = False


def _xlsx(extract: Extract, question: AreaQuestion, target: IO[bytes]) -> None:
    write_xlsx(Filed(extract, question), target)


def _csv(extract: Extract, question: AreaQuestion, target: IO[bytes]) -> None:
    """Headings first, so that any program reads it; who took it and when stand in the last line."""
    table = Filed(extract, question)
    headings = [str(column.heading) for column in table.columns]
    target.writelines(lines_as_csv(headings, table.rows(), mark=marked(question.by, question.at)))


def _geojson(extract: Extract, question: AreaQuestion, target: IO[bytes]) -> None:
    """A feature a line; no `crs`: longitude and latitude of WGS 84, as the standard says."""
    about = {"name": Filed(extract, question).title, "on": question.on.isoformat(), "by": question.by}
    target.write(b'{"type": "FeatureCollection", "about": %s, "features": [' % orjson.dumps(about))
    for number, feature in enumerate(_features(extract, question)):
        target.write((b",\n" if number else b"\n") + feature)
    target.write(b"\n]}\n")


def _features(extract: Extract, question: AreaQuestion) -> Iterator[bytes]:
    fields = extract.fields(question)
    names, kinds = [field.name for field in fields], [field.kind for field in fields]
    key = [names.index(name) for name in extract.key]
    for row in watched(extract, question):
        feature = {
            "type": "Feature",
            "id": "-".join(row.cells[place] for place in key),
            "geometry": _as_geojson(row.geometry),
            "properties": dict(zip(names, map(typed, kinds, row.cells), strict=True)),
        }
        yield orjson.dumps(feature)


def _as_geojson(geometry: bytes | None) -> orjson.Fragment | None:
    """Rings counter-clockwise outside, as RFC 7946 asks."""
    if geometry is None:
        return None
    shape = shapely.orient_polygons(shapely.from_wkb(geometry))
    return orjson.Fragment(shapely.to_geojson(shapely.set_precision(shape, 10**-DIGITS, mode="pointwise")))


def _geopackage(extract: Extract, question: AreaQuestion, target: IO[bytes]) -> None:
    """A layer with its style for each level; numbers and days are numbers and days, and columns have names in words."""
    layers: dict[str, list[Row]] = {}
    for row in watched(extract, question):
        layers.setdefault(row.layer or extract.name, []).append(row)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "extract.gpkg"
        for layer, rows in (layers or {extract.name: []}).items():
            _write_layer(path, extract, question, layer, rows)
        add_names(path, list(extract.fields(question)))
        add_styles(path, extract.name)
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                target.write(part)


def _write_layer(path: Path, extract: Extract, question: AreaQuestion, layer: str, rows: list[Row]) -> None:
    fields = extract.fields(question)
    columns = [
        _column([typed(field.kind, row.cells[place]) for row in rows], field.kind)
        for place, field in enumerate(fields)
    ]
    pyogrio.raw.write(
        path,
        geometry=np.array([row.geometry for row in rows], dtype=object),
        field_data=[values for values, _absent in columns],
        field_mask=[absent for _values, absent in columns],
        fields=[field.name for field in fields],
        layer=layer,
        driver="GPKG",
        geometry_type=extract.geometry,
        crs="EPSG:4326",
        append=path.exists(),
        layer_metadata={"about": f"{Filed(extract, question).title} · {question.on} · {question.by}"},
    )


def _column(values: list[Value | None], kind: Kind) -> tuple[np.ndarray, np.ndarray | None]:
    """The values in numpy's type of their kind, and where there is none. Text where one cell is a word ("<5")."""
    absent = np.array([value is None for value in values], dtype=bool)
    if kind is Kind.TEXT or any(isinstance(value, str) for value in values):
        return np.array([None if value is None else str(value) for value in values], dtype=object), None
    dtype, instead = NUMPY[kind]
    return np.array([instead if value is None else value for value in values], dtype=dtype), absent


NUMPY: dict[Kind, tuple[str, Value]] = {
    Kind.WHOLE: ("int64", 0),
    Kind.NUMBER: ("float64", 0.0),
    Kind.DAY: ("datetime64[D]", dt.date(1970, 1, 1)),
    Kind.MOMENT: ("datetime64[ms]", dt.datetime(1970, 1, 1)),  # noqa: DTZ001 (a stand-in under the mask)
}


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


def price_of(extract: Extract, form: str) -> str:
    """Under which name `at_once` knows what a row of it costs."""
    return "areas" if extract.name == "areas" else f"extract.{form}"


def named(extract: Extract, question: AreaQuestion, form: str) -> str:
    """The name of the file: what, where, of which day, by whom and when."""
    at = f"{question.at:%Y%m%d-%H%M}"
    return f"{extract.label}_{question.area.name}_{question.on}_{question.by}_{at}.{form}"
