"""Borders as lines, grids as the faces between them: noding, polygonizing, and which face is which grid.

A village is a fixed outline; lines cut it into faces; the faces are its grids. Metres in one projected CRS; vertices
within a centimetre are one.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geometry.arrays import (
    CENTIMETRE,
    Floats,
    Ints,
    Shapes,
    cut_at,
    parts_of,
    snapped,
    twins,
    vertex_numbers,
)
from geodata.geometry.face_matching import heaviest

NOWHERE = -1
"""Instead of a grid's number: no grid."""


@dataclass(frozen=True)
class Drawing:
    """What lines make of an outline: its `faces`, and what lies `loose` inside it and divides nothing."""

    faces: Shapes
    loose: Shapes


def draw(outline: BaseGeometry, lines: Shapes) -> Drawing:
    """The faces into which `lines` cut the outline. Lines may cross, overshoot or repeat; ends within a centimetre meet.

    Vertices that were given keep their exact coordinates. Always noded: lines that cross between their vertices can
    make faces that look whole, and are wrong.
    """
    shapely.prepare(outline)
    drawing = _polygonized(outline, _noded(np.r_[shapely.get_rings(parts_of(outline)), lines]))
    return replace(drawing, faces=_without_slits(drawing.faces))


def _noded(shapes: Shapes) -> Shapes:
    """The bits between all places where lines meet or cross, each once."""
    vertices = shapely.get_coordinates(shapes)
    noded = parts_of(shapely.union_all(shapely.linestrings(_meeting(shapes, vertices))))
    corners = np.concatenate([vertices, shapely.get_coordinates(noded)])
    if len(np.unique(corners, axis=0)) == len(np.unique(vertices, axis=0)):
        return noded
    # Where lines cross within a centimetre of a vertex, they meet in it.
    return parts_of(shapely.union_all(shapely.linestrings(_meeting(noded, corners))))


def _without_slits(faces: Shapes) -> Shapes:
    """Faces that are nowhere a centimetre wide are no grids: each joins the neighbour with the longest common border."""
    narrow = 2 * shapely.area(faces) < CENTIMETRE * shapely.length(faces)
    slits = np.flatnonzero(narrow)
    slits = slits[shapely.is_empty(shapely.buffer(faces[slits], -CENTIMETRE / 2, join_style="mitre"))]
    if not len(slits) or len(slits) == len(faces):
        return faces
    joined: Shapes = faces.copy()
    tree = shapely.STRtree(faces)
    keep = np.setdiff1d(np.arange(len(faces)), slits)
    for slit in slits.tolist():
        near = np.intersect1d(tree.query(faces[slit], predicate="intersects"), keep)
        if len(near):
            common = shapely.length(shapely.intersection(faces[near], faces[slit]))
            best = int(near[np.argmax(common)])
            joined[best] = shapely.union(joined[best], faces[slit])
    kept: Shapes = joined[keep]
    return kept


def _polygonized(outline: BaseGeometry, segments: Shapes) -> Drawing:
    polygons, cuts, dangles, invalid = (parts_of(each) for each in shapely.polygonize_full(segments))
    faces = polygons[shapely.contains(outline, shapely.point_on_surface(polygons))]
    loose = parts_of(shapely.line_merge(shapely.multilinestrings(np.concatenate([cuts, dangles, invalid]))))
    within = shapely.intersection(outline, loose)
    return Drawing(faces, within[shapely.length(within) > CENTIMETRE])


def _meeting(shapes: Shapes, corners: Floats) -> Floats:
    """The segments (m, 2, 2) of lines, with an exact common vertex, the first of `corners`, where two come within a centimetre."""
    xy, line = shapely.get_coordinates(shapes, return_index=True)
    xy = snapped(xy, corners)
    same = line[1:] == line[:-1]
    return cut_at(np.stack([xy[:-1][same], xy[1:][same]], axis=1), np.unique(xy, axis=0))[0]


def faces_between(outline: BaseGeometry, rim: Floats, lines: Shapes) -> Shapes:
    """The faces of lines that are noded already and end on the `rim` (m, 2, 2) of the outline. Quicker than `draw`."""
    ends = np.concatenate([shapely.get_coordinates(shapely.get_point(lines, place)) for place in (0, -1)])
    bits, _segment = cut_at(rim, ends)
    polygons = parts_of(shapely.polygonize(np.r_[shapely.linestrings(bits), lines]))
    shapely.prepare(outline)
    inside: Shapes = polygons[shapely.contains(outline, shapely.point_on_surface(polygons))]
    return inside


class Points:
    """Points (n, 2) that are located again and again: their tree is grown once. NaN: no point."""

    def __init__(self, xy: Floats) -> None:
        self.xy = xy

    @cached_property
    def known(self) -> Ints:
        return np.flatnonzero(~np.isnan(self.xy).any(axis=1))

    @cached_property
    def tree(self) -> shapely.STRtree:
        return shapely.STRtree(shapely.points(self.xy[self.known]))


def locate(points: Floats | Points, polygons: Shapes, prefer: Ints | None = None) -> Ints:
    """(n,) the polygon in which each point lies, NOWHERE outside all and for points that are NaN.

    A point on a border belongs to exactly one: the one it `prefer`s (n,) if it touches that, else the lowest.
    """
    places = points if isinstance(points, Points) else Points(points)
    polygon_of = np.full(len(places.xy), NOWHERE, np.int64)
    # The tree is of the points, so that it is the polygons that are prepared: twice as quick and more.
    polygon, point = places.tree.query(polygons, predicate="intersects")
    point = places.known[point]
    order = np.argsort(-polygon, kind="stable")
    polygon_of[point[order]] = polygon[order]
    if prefer is not None:
        wanted = polygon == prefer[point]
        polygon_of[point[wanted]] = polygon[wanted]
    return polygon_of


def matched(
    faces: Shapes, points: Floats | Points, grid: Ints, present: Shapes, part: Ints | None = None
) -> Ints:
    """(f,) the present grid that each face continues, NOWHERE for a new one. Each grid goes on in one face at most.

    As many households as can be stay in the grid that they are in (`grid` (n,)): so a merged grid is the larger of
    the two, a grid that is split goes on in its larger part, and one that gives most of its households away is still
    itself beside the one that takes them. What has no households in common is matched by common land. `present` are
    the polygons of the grids. With `part` (f,), the part of the village in which a face lies, a grid may go on in one
    face of each part.
    """
    part = np.zeros(len(faces), np.int64) if part is None else part
    face = locate(points, faces)
    known = (face != NOWHERE) & (grid != NOWHERE)
    pairs, common = np.unique(np.stack([face[known], grid[known]], axis=1), axis=0, return_counts=True)
    continues = np.full(len(faces), NOWHERE, np.int64)
    _go_on(continues, part, pairs, common)
    new, free = np.flatnonzero(continues == NOWHERE), np.setdiff1d(np.arange(len(present)), continues)
    if len(new) and len(free):
        one, other = shapely.STRtree(present[free]).query(faces[new], predicate="intersects")
        pairs = np.stack([new[one], free[other]], axis=1)
        land = shapely.area(shapely.intersection(faces[pairs[:, 0]], present[pairs[:, 1]]))
        _go_on(continues, part, pairs[land > 1.0], np.rint(land[land > 1.0]).astype(np.int64))
    return continues


def _go_on(continues: Ints, part: Ints, pairs: Ints, weight: Ints) -> None:
    """Give faces their grids among the pairs (k, 2), with the greatest weight in all."""
    face, grid = pairs[:, 0], pairs[:, 1]
    chosen = heaviest(face, grid * len(continues) + part[face], weight)
    continues[face[chosen]] = grid[chosen]


def with_shared_vertices(grids: Shapes) -> Shapes:
    """Grids that meet at T-junctions, with the vertices of each put into the borders of the others: the same land.

    One pass over a county makes its villages, whose grids were drawn one by one, one valid coverage. Borders that
    are shared already stay untouched.
    """
    polygons, of = shapely.get_parts(grids, return_index=True)
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    numbers = vertex_numbers(xy)
    common = np.empty((int(numbers.max()) + 1, 2))
    common[numbers[::-1]] = xy[::-1]
    same = ring[1:] == ring[:-1]
    ends = np.stack([numbers[:-1][same], numbers[1:][same]], axis=1)
    alone = np.setdiff1d(np.arange(len(ends)), np.concatenate(twins(ends)))
    bits, segment = cut_at(common[ends[alone]], common[np.unique(ends[alone])])
    start = np.concatenate([np.delete(common[ends[:, 0]], alone, axis=0), bits[:, 0]])
    place = np.r_[np.delete(np.arange(len(ends)), alone), alone[segment]]
    order = np.argsort(place, kind="stable")
    closed = shapely.linearrings(start[order], indices=ring[:-1][same][place[order]])
    mended = shapely.polygons(closed, indices=polygon)
    return np.array([_one(mended[of == number]) for number in range(len(grids))], dtype=object)


def _one(polygons: Shapes) -> BaseGeometry:
    return cast(BaseGeometry, polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons))
