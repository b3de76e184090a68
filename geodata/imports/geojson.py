"""GeoJSON (RFC 7946) by our own hand: GDAL would guess among nine JSON formats; some open addresses."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import shapely
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from geodata.errors import BadInput
from geodata.imports.limits import limits
from geodata.imports.problems import Problem
from geodata.imports.table import Table, as_text, check_size

GEOMETRIES = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
WGS84_NAMES = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326")


def read_geojson(path: Path, *, layer: str = "") -> Table:
    """Features as rows; a property that holds an object stays JSON text. BadInput: not GeoJSON in WGS 84."""
    try:
        document = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise _not_geojson() from error
    if not isinstance(document, dict):
        raise _not_geojson()
    declared = _declares_wgs84(document)
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
        epsg=4326 if declared else None,
        assumed=4326,
        problems=problems,
    )


def _features(document: dict[str, Any]) -> list[dict[str, Any]]:
    found = document.get("features") if document.get("type") == "FeatureCollection" else [document]
    if not isinstance(found, list) or not all(
        isinstance(one, dict) and one.get("type") == "Feature" for one in found
    ):
        raise _not_geojson()
    return found


def _declares_wgs84(document: Mapping[str, Any]) -> bool:
    """Does an old "crs" member say WGS 84? BadInput when it says anything else, or points elsewhere."""
    if document.get("crs") is None:
        return False
    crs = document["crs"]
    named = isinstance(crs, dict) and crs.get("type") == "name" and isinstance(crs.get("properties"), dict)
    if named and crs["properties"].get("name") in WGS84_NAMES:
        return True
    raise BadInput(
        _("The GeoJSON declares a coordinate system other than WGS 84."),
        field="crs",
        remedy=_("GeoJSON is always WGS 84: export it again so, or as GeoPackage, which keeps the system."),
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
    shapes = shapely.force_2d(shapely.from_geojson(np.array(sources, dtype=object), on_invalid="ignore"))
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
