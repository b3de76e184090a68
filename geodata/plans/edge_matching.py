"""Where villages meet: new borders that end on a village's outline put a vertex there, and the neighbours get it too.

The land of a neighbour stays what it was to the centimetre, so its border keeps its row and its days.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import shapely
from django.contrib.gis.geos import Polygon
from shapely.geometry.base import BaseGeometry

from geodata.geometry.arrays import CENTIMETRE, Shapes
from geodata.geometry.projection import flat_at
from geodata.geometry.topology import with_shared_vertices
from geodata.plans.persistence import geos, multi
from geodata.territory.models import Area, Boundary


def sewn(shapes: Shapes, *, villages: Sequence[int], on: dt.date) -> Shapes:
    """The new grids (degrees) with the vertices of the grids around them; those get theirs, in their rows."""
    west, south, east, north = shapely.total_bounds(shapes)
    # By the box alone, which an index answers; the exact test follows in memory.
    around = list(
        Boundary.objects.on(on)
        .filter(
            area__level=Area.Level.GRID, geometry__bboverlaps=Polygon.from_bbox((west, south, east, north))
        )
        .exclude(area__parent__in=villages)
        .order_by("pk")
    )
    # Not all that is in the box touches.
    edge = shapely.union_all(shapely.envelope(shapes))
    beside = [row for row in around if shapely.intersects(edge, _shape(row))]
    flock = np.array([*[_shape(row) for row in beside], *shapes], dtype=object)
    flat = flat_at(flock)
    mended = flat.on_earth(with_shared_vertices(flat.on_paper(flock)), flock)
    for row, then in zip(beside, mended, strict=False):
        _with_vertices(row, then)
    matched_shapes: Shapes = mended[len(beside) :]
    return matched_shapes


def same_land(row: Boundary, shape: BaseGeometry) -> bool:
    """Is it the land of the present border, to the centimetre? Then the row only takes the vertices that came to it."""
    flat = flat_at(np.array([shape], dtype=object))
    change = flat.on_paper(np.array([shapely.symmetric_difference(_shape(row), shape)], dtype=object))[0]
    if not shapely.is_empty(shapely.buffer(change, -CENTIMETRE / 2, join_style="mitre")):
        return False
    _with_vertices(row, shape)
    return True


def _with_vertices(row: Boundary, shape: BaseGeometry) -> None:
    # A vertex that lies on the line makes no other border: the row takes it and keeps its period.
    if shapely.get_num_coordinates(_shape(row)) != shapely.get_num_coordinates(shape):
        row.geometry = geos(multi(shape))
        row.save(update_fields=["geometry"])


def _shape(row: Boundary) -> BaseGeometry:
    shape: BaseGeometry = shapely.from_wkb(bytes(row.geometry.wkb))
    return shape
