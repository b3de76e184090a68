"""GeoJSON (RFC 7946) by our own hand: GDAL would guess among nine JSON formats; some open addresses."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from geodata.base.errors import BadInput
from geodata.files.limits import limits
from geodata.files.problems import Problem
from geodata.files.table import Table, as_text, check_size

GEOMETRIES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
_CRS = re.compile(
    r"(?:urn:ogc:def:crs:|https?://www\.opengis\.net/def/crs/)?"
    r"(?:OGC[:/][\w.]*[:/]?(?P<wgs84>CRS84)|EPSG[:/](?:[\w.]*[:/])?(?P<epsg>4326|4490))",
    re.ASCII | re.IGNORECASE,
)
"""Degrees in WGS 84 or CGCS2000, as programs name them; longitude comes first whatever the name says."""


def read_geojson(path: Path, *, layer: str = "") -> Table:
    """Features as rows; a property that holds an object stays JSON text. BadInput: not GeoJSON in WGS 84."""
    try:
        document = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise _not_geojson() from error
    if not isinstance(document, dict):
        raise _not_geojson()
    declared = _declared(document)
    features = _features(document)
    check_size(rows=len(features))
    headings = list(dict.fromkeys(str(name) for feature in features for name in _properties(feature)))
    check_size(rows=len(features), columns=len(headings))
    columns = [[_text(_properties(feature).get(name)) for feature in features] for name in headings]
    geometry, problems = _geometries(features)
    return Table(
        headings,
        columns,
        list(range(1, len(features) + 1)),
        "GeoJSON",
        geometry,
        epsg=declared,
        assumed=4326,
        problems=problems,
    )


def _features(document: dict[str, Any]) -> list[dict[str, Any]]:
    features = document.get("features") if document.get("type") == "FeatureCollection" else [document]
    if not isinstance(features, list) or not all(
        isinstance(one, dict) and one.get("type") == "Feature" for one in features
    ):
        raise _not_geojson()
    return features


def _declared(document: Mapping[str, Any]) -> int | None:
    """What an old "crs" member says; None: there is none. BadInput when it says other than degrees, or points elsewhere."""
    if document.get("crs") is None:
        return None
    crs = document["crs"]
    named = isinstance(crs, dict) and crs.get("type") == "name" and isinstance(crs.get("properties"), dict)
    match = _CRS.fullmatch(str(crs["properties"].get("name"))) if named else None
    if match:
        return int(match["epsg"] or 4326)
    raise BadInput(
        _("The GeoJSON declares a coordinate system other than WGS 84."),
        field="crs",
        remedy=_(
            "GeoJSON is always WGS 84: export it again as such, or as GeoPackage, which keeps the"
            " coordinate system."
        ),
    )


def _properties(feature: Mapping[str, Any]) -> Mapping[str, Any]:
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}


def _text(value: object) -> str:
    if not isinstance(value, dict | list):
        return as_text(value)
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:  # deeper than anything that means something
        return ""


def _geometries(features: list[dict[str, Any]]) -> tuple[NDArray[np.object_], list[Problem]]:
    problems: list[Problem] = []
    sources: list[str | None] = []
    for line, feature in enumerate(features, 1):
        geometry = feature.get("geometry")
        source = _source(geometry)
        sources.append(source)
        if geometry is not None and source is None:
            problems.append(unreadable(line))
    shapes = shapely.from_geojson(np.array(sources, dtype=object), on_invalid="ignore")
    for place, (source, shape) in enumerate(zip(sources, shapes, strict=True)):
        if (
            source and not shape
        ):  # GEOS takes three numbers at most, and some programs write a measure beside the height
            shapes[place] = shapely.from_geojson(_in_plane(source), on_invalid="ignore")
    shapes = shapely.force_2d(shapes)
    lost = [
        line
        for line, (source, shape) in enumerate(zip(sources, shapes, strict=True), 1)
        if source and not shape
    ]
    return shapes, problems + [unreadable(line) for line in lost]


def _source(geometry: object) -> str | None:
    """The geometry as JSON of its own; None for all but the flat types: nested collections have crashed GEOS."""
    if not isinstance(geometry, dict) or geometry.get("type") not in GEOMETRIES:
        return None
    if not _is_flat(geometry.get("coordinates"), limits().depth):
        return None
    return orjson.dumps({name: geometry.get(name) for name in ("type", "coordinates")}).decode()


def _in_plane(source: str) -> str:
    geometry = orjson.loads(source)
    return orjson.dumps(geometry | {"coordinates": _plane(geometry["coordinates"])}).decode()


def _plane(value: object) -> object:
    """Coordinates without heights and measures."""
    if not isinstance(value, list) or not value:
        return value
    return [_plane(one) for one in value] if isinstance(value[0], list) else value[:2]


def _is_flat(value: object, depth: int) -> bool:
    """Are there at most so many brackets inside each other?"""
    if not isinstance(value, list):
        return not isinstance(value, dict)
    return depth > 0 and all(_is_flat(one, depth - 1) for one in value)


def unreadable(line: int) -> Problem:
    return Problem(
        line,
        "geometry",
        "",
        _("The geometry cannot be read."),
        _("Draw it again as a point or a polygon, or delete the feature."),
    )


def _not_geojson() -> BadInput:
    return BadInput(
        _("This is not a GeoJSON file with features."),
        field="file",
        remedy=_("Export the layer again as GeoJSON or GeoPackage."),
    )
