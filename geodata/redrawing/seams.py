"""Where villages meet: new borders that end on a village's outline put a vertex there, and the neighbours get it too.

The land of a neighbour stays what it was to the centimetre, so its border keeps its row and its days.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import shapely
from django.contrib.gis.geos import Polygon
from shapely.geometry.base import BaseGeometry

from geodata.redrawing.storing import geos, multi
from geodata.territory.models import Area, Boundary
from geodata.territory.planar import CENTIMETRE, Shapes
from geodata.territory.plane import flat_at
from geodata.territory.topology import with_shared_vertices


def sewn(shapes: Shapes, *, villages: Sequence[int], on: dt.date) -> Shapes:
    """The new grids (degrees) with the vertices of the grids around them; those get theirs, in their rows."""
    west, south, east, north = shapely.total_bounds(shapes)
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
    given = np.array([*[_shape(row) for row in beside], *shapes], dtype=object)
    flat = flat_at(given)
    mended = flat.on_earth(with_shared_vertices(flat.on_paper(given)), given)
    for row, then in zip(beside, mended, strict=False):
        _with_vertices(row, then)
    found: Shapes = mended[len(beside) :]
    return found


def same_land(row: Boundary, shape: BaseGeometry) -> bool:
    """Is it the land of the present border, to the centimetre? Then the row only takes the vertices that came to it."""
    flat = flat_at(np.array([shape], dtype=object))
    change = flat.on_paper(np.array([shapely.symmetric_difference(_shape(row), shape)], dtype=object))[0]
    if not shapely.is_empty(shapely.buffer(change, -CENTIMETRE / 2, join_style="mitre")):
        return False
    _with_vertices(row, shape)
    return True


def _with_vertices(row: Boundary, shape: BaseGeometry) -> None:
    if shapely.get_num_coordinates(_shape(row)) != shapely.get_num_coordinates(shape):
        row.geometry = geos(multi(shape))
        row.save(update_fields=["geometry"])


def _shape(row: Boundary) -> BaseGeometry:
    found: BaseGeometry = shapely.from_wkb(bytes(row.geometry.wkb))
    return found
