"""Slivers between borders that come from elsewhere, closed: land in doubt that is nowhere wide goes to a neighbour.

Borders of two departments miss each other by decimetres. What lies between them is told from land that is really missing,
or really claimed twice, by its width alone: a sliver is nowhere wider than told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geometry.arrays import CENTIMETRE, Shapes

NOBODY = -1
"""Land beyond the outline: nobody takes it."""


@dataclass(frozen=True, slots=True)
class Sliver:
    """A piece of land in doubt (metres) and who takes it: a place among the shapes, or NOBODY."""

    shape: BaseGeometry
    taker: int


def taker_of(sliver: BaseGeometry, shapes: Shapes) -> int | None:
    """The shape with which it has most border in common, more than a centimetre; None: there is none."""
    if not len(shapes):
        return None
    shared = shapely.length(shapely.intersection(sliver, shapes))
    return int(np.argmax(shared)) if shared.max() > CENTIMETRE else None


def closed(
    outline: BaseGeometry, shapes: Shapes, *, within: float, fixed: Sequence[int] = ()
) -> tuple[Shapes, list[Sliver]]:
    """The shapes without slivers of up to `within` metres between them, or between them and the outline (all in metres).

    Those at the places `fixed` keep their land: they neither take nor give. What is wider stays as it is.
    """
    faces, covers = _faces(outline, shapes, [])
    if not (doubtful := _narrow(outline, faces, covers, within)).any():
        return shapes, []
    # A gap along several shapes is cut where they meet, so that each takes what lies before it.
    reach = shapely.boundary(shapely.buffer(shapes, within, join_style="mitre"))
    gaps = shapely.union_all(faces[doubtful & (covers.sum(axis=1) == 0)])
    faces, covers = _faces(outline, shapes, [line for line in shapely.intersection(reach, gaps) if line])
    doubtful = _narrow(outline, faces, covers, within)
    own = _own(faces, covers & ~doubtful[:, None], len(shapes))
    held = np.isin(np.arange(len(shapes)), list(fixed))
    slivers = [
        Sliver(faces[place], _taker(faces[place], covers[place], own, held, outline))
        for place in np.flatnonzero(doubtful)
    ]
    for place, sliver in zip(np.flatnonzero(doubtful), slivers, strict=True):
        covers[place] = np.arange(len(shapes)) == sliver.taker
    result = _own(faces, covers, len(shapes))
    result[held] = shapes[held]
    return result, slivers


def _faces(outline: BaseGeometry, shapes: Shapes, cuts: Sequence[BaseGeometry]) -> tuple[Shapes, np.ndarray]:
    """What the borders enclose, and which shapes cover each: (n,) faces and an (n, shapes) table."""
    lines = shapely.union_all([shapely.boundary(outline), *shapely.boundary(shapes), *cuts])
    faces: Shapes = shapely.get_parts(shapely.polygonize([lines]))
    inside = shapely.point_on_surface(faces)
    return faces, shapely.covers(shapes[None, :], inside[:, None])


def _narrow(outline: BaseGeometry, faces: Shapes, covers: np.ndarray, within: float) -> np.ndarray:
    """Which faces are land in doubt and part of nothing wider: beyond the outline, of nobody, or of several."""
    home = shapely.covers(outline, shapely.point_on_surface(faces))
    times = covers.sum(axis=1)
    narrow = np.zeros(len(faces), dtype=bool)
    for kind in (~home & (times > 0), home & (times == 0), home & (times > 1)):
        wide = shapely.buffer(shapely.union_all(faces[kind]), -within / 2, join_style="mitre")
        narrow |= kind & ~shapely.intersects(faces, wide)
    return narrow


def _taker(
    face: BaseGeometry, covered: np.ndarray, own: Shapes, held: np.ndarray, outline: BaseGeometry
) -> int:
    if not shapely.covers(outline, shapely.point_on_surface(face)):
        return NOBODY
    if (covered & held).any():
        return int(np.argmax(covered & held))
    may = np.flatnonzero((covered if covered.any() else ~shapely.is_empty(own)) & ~held)
    if not len(may):
        return NOBODY
    best = taker_of(face, own[may])
    return int(may[np.argmin(shapely.distance(own[may], face)) if best is None else best])


def _own(faces: Shapes, covers: np.ndarray, count: int) -> Shapes:
    """The land of each shape, out of its faces."""
    return np.array([shapely.union_all(faces[covers[:, place]]) for place in range(count)], dtype=object)
