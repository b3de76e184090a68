"""The base that lies below the areas of every map: whose it is, what of it a square of the map shows, and what of it a
phone takes along.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import orjson
from django.db import connection

from geodata.territory.models import BaseShape

NEAREST = 16
"""The closest zoom that has squares of its own; closer ones are drawn from it."""
SIDE, AROUND = 1_024, 192
"""Of a square in its own units, and how much beyond it is told, so that names and broad lines meet those of the next square."""
MOST = 6_000
"""Shapes of one square: the first ranks come first."""
BEYOND, FINE = 0.003, 0.00002
"""Degrees: how much around its areas a phone takes along, and how fine (two metres)."""
ALONG = 1_500
"""Shapes that a phone takes along: the first ranks come first."""


@dataclass(frozen=True, slots=True)
class Base:
    """What is loaded."""

    version: str
    credit: str


def base_now() -> Base | None:
    """One query; None where nothing is loaded."""
    row = BaseShape.objects.order_by("-pk").values_list("version", "credit").first()
    return Base(*row) if row else None


def square(version: str, *, zoom: int, x: int, y: int) -> bytes | None:
    """The shapes of a square of the web map as JSON, in units of the square from its upper left corner; None: there is no such
    square, or no such base any more.
    """
    if not 0 <= zoom <= NEAREST or not (0 <= x < 2**zoom and 0 <= y < 2**zoom):
        return None
    if not BaseShape.objects.filter(version=version).exists():
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH square AS (SELECT ST_TileEnvelope(%(zoom)s, %(x)s, %(y)s) AS here,
                                   ST_TileEnvelope(%(zoom)s, %(x)s, %(y)s, margin => %(margin)s) AS around)
            SELECT kind, rank, name, ST_AsGeoJSON(shape, 0)
            FROM (
                SELECT s.id, s.kind, s.rank, s.name,
                       ST_AsMVTGeom(ST_Transform(s.geometry, 3857), here, %(side)s, %(beyond)s, true) AS shape
                FROM geodata_baseshape s, square
                WHERE s.geometry && ST_Transform(around, 4326) AND s.rank <= %(rank)s
                ORDER BY s.rank, s.id LIMIT %(most)s
            ) drawn
            WHERE shape IS NOT NULL ORDER BY id""",
            {
                "zoom": zoom, "x": x, "y": y, "side": SIDE, "beyond": AROUND, "margin": AROUND / SIDE,
                "rank": 1 if zoom < 10 else 2 if zoom < 12 else 3, "most": MOST,
            },
        )  # fmt: skip
        rows = cursor.fetchall()
    shapes = [
        {"kind": kind, "rank": rank, "name": name, "shape": orjson.Fragment(shape)}
        for kind, rank, name, shape in rows
    ]
    return orjson.dumps({"side": SIDE, "shapes": shapes})


def base_along(areas: Collection[int], *, on: dt.date) -> list[dict[str, object]]:
    """The shapes around these areas as GeoJSON in degrees, in one piece; none without a border of that day. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH here AS (SELECT ST_Expand(ST_SetSRID(ST_Extent(geometry)::geometry, 4326), %(beyond)s) AS box
                          FROM geodata_boundary WHERE area_id = ANY(%(areas)s) AND period @> %(on)s::date)
            SELECT kind, rank, name, ST_AsGeoJSON(shape, 5)
            FROM (
                SELECT s.id, s.kind, s.rank, s.name,
                       ST_Simplify(ST_ClipByBox2D(s.geometry, here.box::box2d), %(fine)s) AS shape
                FROM geodata_baseshape s, here
                WHERE s.geometry && here.box
                ORDER BY s.rank, s.id LIMIT %(most)s
            ) drawn
            WHERE NOT ST_IsEmpty(shape) ORDER BY rank, id""",
            {"areas": list(areas), "on": on, "beyond": BEYOND, "fine": FINE, "most": ALONG},
        )
        rows = cursor.fetchall()
    return [
        {"kind": kind, "rank": rank, "name": name, "shape": orjson.Fragment(shape)}
        for kind, rank, name, shape in rows
    ]
