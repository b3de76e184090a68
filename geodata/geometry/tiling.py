"""From labelled homes and the lines between them to grids that tile the village."""

from dataclasses import dataclass
from typing import cast

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geometry.arrays import Floats, Ints, Shapes, parts_of, ring_segments, twins, vertex_numbers
from geodata.geometry.graph import longest_neighbour
from geodata.geometry.topology import NOWHERE, draw, faces_between, locate


@dataclass(frozen=True)
class Tile:
    """`grids[g]` are the polygons that tile a village; `label[p]` is the grid of each point."""

    grids: Shapes
    label: Ints


def tile(outline: BaseGeometry, rim: Floats, homes: Floats, label: Ints, neat: Shapes, raw: Shapes) -> Tile:
    """The grids 0 … of `label` (n,) around `homes` (n, 2), each label in use, drawn by the `neat` lines.

    Where those do not part the homes as they should, the `raw` ones do, noded: a grid can then be in pieces, and a
    home goes where it lies. `rim` (m, 2, 2) are the segments of the outline.
    """
    count = int(label.max()) + 1
    faces = faces_between(outline, rim, neat)
    face = locate(homes, faces)
    grid = _grid_of_faces(len(faces), face, label)
    if not _parts_them(outline, faces, grid, face, label):
        faces = draw(outline, raw).faces
        grid = _adopted(faces, _grid_of_faces(len(faces), locate(homes, faces, None), label))
        face_of = locate(homes, faces)
        label = np.where(face_of == NOWHERE, label, grid[face_of])
    return Tile(np.array([_united(faces[grid == number]) for number in range(count)], dtype=object), label)


def _grid_of_faces(count: int, face: Ints, label: Ints) -> Ints:
    """The label most frequent among the homes in each face, NOWHERE for a face without homes."""
    grid = np.full(count, NOWHERE, np.int64)
    pairs, homes = np.unique(np.stack([face, label], axis=1)[face != NOWHERE], axis=0, return_counts=True)
    order = np.argsort(homes, kind="stable")
    grid[pairs[order, 0]] = pairs[order, 1]
    return grid


def _parts_them(outline: BaseGeometry, faces: Shapes, grid: Ints, face: Ints, label: Ints) -> bool:
    """Does every face hold homes of one label only, and every label have one face in a part of the village?"""
    if (face == NOWHERE).any() or (grid == NOWHERE).any() or (grid[face] != label).any():
        return False
    land = locate(shapely.get_coordinates(shapely.point_on_surface(faces)), parts_of(outline))
    return len(np.unique(np.stack([grid, land], axis=1), axis=0)) == len(faces)


def _adopted(faces: Shapes, grid: Ints) -> Ints:
    """A face without homes joins the neighbour with the longest border, an island without homes the nearest grid."""
    if (grid != NOWHERE).all():
        return grid
    grid = grid.copy()
    ends, owner = ring_segments(faces)
    one, other = twins(vertex_numbers(ends.reshape(-1, 2)).reshape(-1, 2))
    metres = np.hypot(*(ends[one, 0] - ends[one, 1]).T)
    while (open_faces := np.flatnonzero(grid == NOWHERE)).size:
        settled = (grid[owner[one]] != NOWHERE) | (grid[owner[other]] != NOWHERE)
        best = longest_neighbour(
            len(faces), owner[one][settled], owner[other][settled], metres[settled], grid == NOWHERE
        )
        joins = np.flatnonzero(best >= 0)
        if not len(joins):
            known = np.flatnonzero(grid != NOWHERE)
            nearest = shapely.STRtree(faces[known]).query_nearest(faces[open_faces], all_matches=False)[1]
            grid[open_faces] = grid[known[nearest]]
            break
        grid[joins] = grid[best[joins]]
    return grid


def _united(faces: Shapes) -> BaseGeometry:
    return cast(BaseGeometry, faces[0] if len(faces) == 1 else shapely.coverage_union_all(faces))
