"""One square of the web map as Mapbox Vector Tile, version 2, written by the database."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.db import connection

from api.geojson.bbox import Box
from api.geojson.households import Listing
from api.tiles.layers import COUNTS, HOUSEHOLD, NEAR, NEAR_ZOOM, Layer
from api.tiles.shapes import coverage_of
from geodata.base.scope import Right, Scope
from geodata.coverage import states
from geodata.coverage.counts import Row
from geodata.geometry.web_map import BUFFER, EXTENT, degrees_around, square_around

AREAS = """WITH rows AS (
    SELECT r.*, ST_AsMVTGeom(ST_GeomFromWKB(decode(r.shape, 'hex'), 3857), ST_TileEnvelope(%(zoom)s, %(x)s, %(y)s),
        %(extent)s, %(buffer)s, true) AS geom
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(id bigint, code text, name text, hidden text, shape text, {columns})
), drawn AS (SELECT id, code, name, hidden, {names}, geom FROM rows WHERE geom IS NOT NULL ORDER BY id)
SELECT ST_AsMVT(drawn, %(layer)s, %(extent)s, 'geom', 'id') FROM drawn"""
HOMES = """{relation}, rows AS (
    SELECT household_id AS id, {names}, ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope(%(zoom)s, %(x)s, %(y)s),
        %(extent)s, %(buffer)s, true) AS geom
    FROM told WHERE geom IS NOT NULL
), drawn AS (SELECT * FROM rows WHERE geom IS NOT NULL ORDER BY id)
SELECT ST_AsMVT(drawn, %(layer)s, %(extent)s, 'geom', 'id') FROM drawn"""


def of_areas(layer: Layer, rows: Sequence[Row], *, on: dt.date, zoom: int, x: int, y: int) -> bytes:
    """The areas of these rows that meet the square. Two queries, three where borders have changed."""
    told = {row.code: row for row in rows if row.code}
    here = coverage_of(layer.level, on=on, zoom=zoom).within(square_around(zoom, x, y))
    features = [_feature(told[code], shape) for code, shape in here if code in told]
    if not features:
        return b""
    query = AREAS.replace("{columns}", ", ".join(f"{name} integer" for name in COUNTS))
    query = query.replace("{names}", ", ".join(COUNTS))
    return _written(query, layer, zoom, x, y, {"rows": orjson.dumps(features).decode()})


def _feature(row: Row, shape: bytes) -> dict[str, Any]:
    hidden = " ".join(sorted(name for name in row.hidden if name in COUNTS))
    counts = {name: None if name in row.hidden else row.counts[name] for name in COUNTS}
    head = {"id": int(row.code or 0), "code": row.code, "name": row.name, "hidden": hidden or None}
    return head | counts | {"shape": shape.hex()}


def of_households(layer: Layer, *, scope: Scope, on: dt.date, zoom: int, x: int, y: int) -> bytes:
    """Those that may be listed and stand in the square: at their own points where details are seen, else in the middle of their
    grid. One query, two where it is not known whether facts hold.
    """
    listed = scope.to(Right.HOUSEHOLDS)
    question = states.Question(states.select(scope=listed, area=None, on=on), on=on)
    box = Box(*degrees_around(zoom, x, y))
    listing = Listing(question, "households", scope.to(Right.DETAILS), near=True, box=box)
    names = [*HOUSEHOLD, *(NEAR if zoom >= NEAR_ZOOM else ())]
    query = HOMES.replace("{relation}", listing.relation()).replace("{names}", ", ".join(names))
    return _written(query, layer, zoom, x, y, {**question.parameters, **listing.parameters})


def _written(query: str, layer: Layer, zoom: int, x: int, y: int, more: Mapping[str, Any]) -> bytes:
    place: dict[str, Any] = {
        "zoom": zoom,
        "x": x,
        "y": y,
        "extent": EXTENT,
        "buffer": BUFFER,
        "layer": layer.name,
    }
    with connection.cursor() as cursor:
        cursor.execute(query, {**more, **place})
        (tile,) = cursor.fetchone()
    return bytes(tile or b"")


def exists(zoom: int, x: int, y: int, *, nearest: int) -> bool:
    return 0 <= zoom <= nearest and 0 <= x < 2**zoom and 0 <= y < 2**zoom
