"""The borders of a level as a map of one zoom shows them: simplified together, so that neighbours keep one line and no gap opens.

By shapely, since PostGIS simplifies coverages from 3.4 on only and Debian 12 has an older one. All areas of the level are simplified,
whoever asks: of which of them a reader is told is decided later.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from django.db import connection
from pyproj import Transformer

from geodata.geometry.arrays import Shapes

METRES = 156_543.03
"""Metres of the web map's plane (EPSG:3857) along a pixel of zoom 0."""
WHOLE = 14
"""From this zoom on borders are told as they are."""

VERSION = """SELECT md5(string_agg(b.id || ':' || b.xmin::text, ',' ORDER BY b.id))
    FROM geodata_boundary b JOIN geodata_area a ON a.id = b.area_id
    WHERE a.level = %(level)s AND b.period @> %(on)s::date AND a.period @> %(on)s::date"""
BORDERS = """SELECT a.code, ST_AsBinary(b.geometry)
    FROM geodata_boundary b JOIN geodata_area a ON a.id = b.area_id
    WHERE a.level = %(level)s AND b.period @> %(on)s::date AND a.period @> %(on)s::date ORDER BY a.code"""


@dataclass(frozen=True)
class Coverage:
    """Shapes of a level on the web map's plane, by code, and a tree of their boxes."""

    codes: tuple[str, ...]
    shapes: Shapes
    tree: shapely.STRtree

    def within(self, box: tuple[float, float, float, float]) -> list[tuple[str, bytes]]:
        """Code and shape of each area that meets a box."""
        found = np.sort(self.tree.query(shapely.box(*box), predicate="intersects"))
        return [(self.codes[place], shapely.to_wkb(self.shapes[place])) for place in found]


def coverage_of(level: str, *, on: dt.date, zoom: int) -> Coverage:
    """One query where it is known already, two where borders have changed or were never asked for."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION, {"level": level, "on": on})
        (version,) = cursor.fetchone()
    return _simplified(level, on, min(zoom, WHOLE), version or "")


@lru_cache(maxsize=64)
def _simplified(level: str, on: dt.date, zoom: int, version: str) -> Coverage:  # part of what is kept
    codes, shapes = _borders(level, on)
    if zoom < WHOLE and len(shapes):
        shapes = shapely.coverage_simplify(shapes, METRES / 2**zoom)
    return Coverage(codes, shapes, shapely.STRtree(shapes))


def _borders(level: str, on: dt.date) -> tuple[tuple[str, ...], Shapes]:
    with connection.cursor() as cursor:
        cursor.execute(BORDERS, {"level": level, "on": on})
        rows = cursor.fetchall()
    shapes = shapely.from_wkb([bytes(row[1]) for row in rows])
    plane = Transformer.from_crs(4326, 3857, always_xy=True)
    moved = shapely.transform(shapes, lambda places: np.column_stack(plane.transform(*places.T)))
    return tuple(row[0] for row in rows), np.asarray(moved, dtype=object)
