"""The plane in metres: names for arrays, and the small geometry that cells, borders and topology share.

Everything here is in one projected CRS in metres; a vertex is known by its centimetre.
"""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Shapes = NDArray[np.object_]
"""Shapely geometries, one per place."""

CENTIMETRE = 0.01
"""Vertices nearer than this are one vertex; gaps and overlaps narrower than this are none."""
_WIDE = 1 << 32


def centimetres(xy: Floats) -> Floats:
    """Coordinates on the centimetre, so that one vertex has the same numbers wherever it was computed."""
    return np.rint(xy / CENTIMETRE) * CENTIMETRE


def vertex_numbers(xy: Floats) -> Ints:
    """(n, 2) coordinates → (n,) a number per vertex, the same for the same centimetre."""
    keys = (
        np.rint((xy - xy.min(axis=0)) / CENTIMETRE).astype(np.int64)
        if len(xy)
        else np.zeros((0, 2), np.int64)
    )
    return np.unique(keys[:, 0] * _WIDE + keys[:, 1], return_inverse=True)[1]


def ring_segments(polygons: Shapes) -> tuple[Floats, Ints]:
    """All segments of all rings: (m, 2, 2) their ends in the order of the ring, (m,) the polygon they belong to."""
    parts, part_owner = shapely.get_parts(polygons, return_index=True)
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    ends = np.stack([xy[:-1][same], xy[1:][same]], axis=1)
    return ends, part_owner[ring_part[ring[:-1][same]]].astype(np.int64)


def twins(numbers: Ints) -> tuple[Ints, Ints]:
    """Segments that occur twice, as (first, second) places. `numbers` (m, 2): the vertices of each segment."""
    low, high = numbers.min(axis=1), numbers.max(axis=1)
    key = low * (int(numbers.max()) + 1 if len(numbers) else 1) + high
    order = np.argsort(key, kind="stable")
    same = (key[order][1:] == key[order][:-1]) & (low != high)[order][1:]
    return order[:-1][same], order[1:][same]


def put_back(
    shapes: Shapes, at: Floats, originals: Floats, otherwise: Callable[[Floats], Floats] | None = None
) -> Shapes:
    """Shapes whose vertices on the centimetre of `at[i]` get the numbers `originals[i]` (the first such) in place of their own.

    `originals` may stand in another CRS, if `otherwise` takes all other vertices there too.
    """
    corner = at.min(axis=0) if len(at) else np.zeros(2)

    def key(xy: Floats) -> Ints:
        near: Ints = np.rint((xy - corner) / CENTIMETRE).astype(np.int64)
        return near[:, 0] * _WIDE + near[:, 1]

    keys, first = np.unique(key(at), return_index=True)

    def put(xy: Floats) -> Floats:
        wanted = key(xy)
        place = np.searchsorted(keys, wanted)
        known = np.isin(wanted, keys)
        result = otherwise(xy) if otherwise else xy.copy()
        result[known] = originals[first[place[known]]]
        return result

    return cast(Shapes, shapely.transform(shapes, put))


def snapped(xy: Floats, to: Floats) -> Floats:
    """Points (n, 2), where one of `to` (m, 2) lies within a centimetre the first such."""
    if not len(xy) or not len(to):
        return xy
    point, near = shapely.STRtree(shapely.points(to)).query(
        shapely.points(xy), predicate="dwithin", distance=CENTIMETRE
    )
    order = np.argsort(-near, kind="stable")
    result = xy.copy()
    result[point[order]] = to[near[order]]
    return result


def cut_at(segments: Floats, points: Floats) -> tuple[Floats, Ints]:
    """Segments (m, 2, 2) cut at those points (n, 2) that lie on them within a centimetre.

    Returns the bits (b, 2, 2) along each segment, and (b,) the segment of each. A bit ends in the very numbers of
    its point, so that what ends there too meets it exactly.
    """
    which, on = shapely.STRtree(shapely.linestrings(segments)).query(
        shapely.points(points), predicate="dwithin", distance=CENTIMETRE
    )
    along = segments[:, 1] - segments[:, 0]
    square = np.maximum((along**2).sum(axis=1), CENTIMETRE**2)
    part = ((points[which] - segments[on, 0]) * along[on]).sum(axis=1) / square[on]
    margin = CENTIMETRE / np.sqrt(square[on])
    inner = (part > margin) & (part < 1 - margin)
    count = len(segments)
    owner = np.r_[np.arange(count), on[inner], np.arange(count)]
    place = np.r_[np.zeros(count), part[inner], np.ones(count)]
    xy = np.concatenate([segments[:, 0], points[which[inner]], segments[:, 1]])
    order = np.lexsort((place, owner))
    owner, xy = owner[order], xy[order]
    bit = (owner[1:] == owner[:-1]) & (xy[1:] != xy[:-1]).any(axis=1)
    return np.stack([xy[:-1][bit], xy[1:][bit]], axis=1), owner[:-1][bit]


def parts_of(shape: BaseGeometry) -> Shapes:
    """The pieces of a geometry."""
    return cast(Shapes, shapely.get_parts(shape))


def compactness(polygons: Any) -> Floats:
    """Polsby–Popper: 4π · area / perimeter². 1 for a circle, 0.785 for a square; 0 for an empty shape."""
    around = shapely.length(polygons)
    return cast(Floats, 4 * np.pi * shapely.area(polygons) / np.where(around > 0, around, 1.0) ** 2)
