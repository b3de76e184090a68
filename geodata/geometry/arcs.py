"""The borders of a tiling as shared lines: each arc once, with the grid on its left and on its right, and back again.

Arcs run from one meeting point to the next; an editor moves an arc for both neighbours at once. Arcs on the outline
have OUTSIDE on one side and stay where they are. Metres in one projected CRS.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import numpy as np
import shapely

from geodata.geometry.arrays import Flags, Floats, Ints, Shapes, ring_segments, twins, vertex_numbers

OUTSIDE = -1


@dataclass(frozen=True)
class Arcs:
    """`lines[a]` has grid `left[a]` on its left and `right[a]` on its right, OUTSIDE where there is none."""

    lines: Shapes
    left: Ints
    right: Ints

    @property
    def movable(self) -> Flags:
        """Arcs between two grids; the others are the outline."""
        return cast(Flags, (self.left != OUTSIDE) & (self.right != OUTSIDE))


def arcs_of(grids: Shapes) -> Arcs:
    """The arcs of grids that tile an area and share their vertices, in the order of the grids beside them."""
    ends, owner = ring_segments(shapely.orient_polygons(grids))
    numbers = vertex_numbers(ends.reshape(-1, 2)).reshape(-1, 2)
    first, second = twins(numbers)
    beside = np.full(len(ends), OUTSIDE, np.int64)
    beside[first], beside[second] = owner[second], owner[first]
    once = np.flatnonzero((beside == OUTSIDE) | (owner < beside))
    arcs = _joined(ends[once], _nodes(ends[once], numbers[once]))
    number = {
        tuple(xy): place for xy, place in zip(ends[once].reshape(-1, 4).tolist(), once.tolist(), strict=True)
    }
    begin = np.array([number[tuple(xy[:2].ravel().tolist())] for xy in arcs], np.int64)
    left, right = owner[begin], beside[begin]
    order = np.lexsort((right, left))
    lines = np.array([shapely.LineString(xy) for xy in arcs], dtype=object)
    return Arcs(lines[order], left[order], right[order])


def _nodes(ends: Floats, numbers: Ints) -> set[tuple[float, float]]:
    """Vertices where more than two segments meet."""
    several = (np.bincount(numbers.ravel()) > 2)[numbers]
    return set(map(tuple, ends[several].tolist()))


def _joined(ends: Floats, nodes: set[tuple[float, float]]) -> list[Floats]:
    """Segments (m, 2, 2) as lines from node to node, in the direction that they have."""
    merged = shapely.get_parts(
        shapely.line_merge(shapely.multilinestrings(shapely.linestrings(ends)), directed=True)
    )
    return [part for line in merged for part in _cut_at_nodes(shapely.get_coordinates(line), nodes)]


def _cut_at_nodes(xy: Floats, nodes: set[tuple[float, float]]) -> list[Floats]:
    at = [place for place, vertex in enumerate(map(tuple, xy.tolist())) if vertex in nodes]
    if at and (xy[0] == xy[-1]).all() and at[0] != 0:  # a ring begins at a node, if it has one
        xy = np.concatenate([xy[at[0] : -1], xy[: at[0] + 1]])
        at = [place - at[0] for place in at]
    cuts = sorted({0, *at, len(xy) - 1})
    return [xy[start : stop + 1] for start, stop in pairwise(cuts)]
