"""Cells within present grids, so that a border that stays is the very line it was.

Each grid is cut into the cells of its own households. Where two grids meet, their common border is cut where a cell
on either side ends: every bit of it lies between one cell and one other.
"""

from dataclasses import dataclass
from typing import cast

import numpy as np
import shapely

from geodata.geometry.arrays import Floats, Ints, Shapes, cut_at, ring_segments, twins, vertex_numbers
from geodata.geometry.cells import Cells, Segments, bridged, voronoi_cells
from geodata.geometry.graph import Graph, simple


@dataclass(frozen=True)
class Regions:
    """Cells of several grids. `node[p]` is the cell of point p, `homes` (c, 2) the place and `grid[c]` the grid of a cell.

    `inner` are the borders within a grid; `present` those between grids, in bits along the segments `segment[b]`.
    """

    node: Ints
    homes: Floats
    grid: Ints
    graph: Graph
    inner: Segments
    present: Segments
    segment: Ints

    def kept(self, labels: Ints) -> Shapes:
        """What stays of the present borders when the cells have these labels: whole segments where nothing meets them."""
        left, right = labels[self.present.left], labels[self.present.right]
        stays = np.flatnonzero(left != right)
        mark = np.stack([self.segment, left, right, np.arange(len(left))], axis=1)[stays]
        mark[:, 3] -= np.arange(len(stays))  # equal only in a run without a hole
        starts = np.r_[True, (mark[1:] != mark[:-1]).any(axis=1)][: len(stays)]
        first, last = stays[starts], stays[np.r_[starts[1:], True][: len(stays)]]
        ends = np.stack([self.present.ends[first, 0], self.present.ends[last, 1]], axis=1)
        return cast(Shapes, shapely.linestrings(ends))

    def new(self, labels: Ints) -> Shapes:
        """The borders that these labels make within present grids."""
        differ = labels[self.inner.left] != labels[self.inner.right]
        return cast(Shapes, shapely.linestrings(self.inner.ends[differ]))

    def node_at(self, points: Floats, grid: Ints) -> Ints:
        """(n,) the cell of the nearest place in the grid in which each point lies."""
        nodes = np.zeros(len(points), np.int64)
        for number in np.unique(grid):
            inside, own = grid == number, np.flatnonzero(self.grid == number)
            tree = shapely.STRtree(shapely.points(self.homes[own]))
            nodes[inside] = own[tree.query_nearest(shapely.points(points[inside]), all_matches=False)[1]]
        return nodes


def cells_in(grids: Shapes, points: Floats, grid: Ints, weights: Ints | None = None) -> Regions:
    """Cells of `points` (n, 2) within the `grids` that they lie in, `grid` (n,). A grid without points is one empty cell.

    The grids tile their village and share their vertices.
    """
    load = np.ones(len(points), np.int64) if weights is None else weights
    inside = [np.flatnonzero(grid == number) for number in range(len(grids))]
    cells = [voronoi_cells(shape, points[own], load[own]) for shape, own in zip(grids, inside, strict=True)]
    sizes = np.array([len(each.graph.load) for each in cells])
    first = np.cumsum(sizes) - sizes
    node = np.zeros(len(points), np.int64)
    for own, each, start in zip(inside, cells, first, strict=True):
        node[own] = each.node + start
    inner = _shifted([each.segments for each in cells], first)
    present, segment = _between_grids(grids, cells, first, inner)
    homes = np.concatenate([each.homes for each in cells])
    loads = np.concatenate([each.graph.load for each in cells])
    graph = _graph(loads, homes, inner, present)
    return Regions(node, homes, np.repeat(np.arange(len(grids)), sizes), graph, inner, present, segment)


def _shifted(segments: list[Segments], first: Ints) -> Segments:
    return Segments(
        np.concatenate([each.ends for each in segments]),
        np.concatenate([each.left + start for each, start in zip(segments, first, strict=True)]),
        np.concatenate([each.right + start for each, start in zip(segments, first, strict=True)]),
    )


def _between_grids(grids: Shapes, cells: list[Cells], first: Ints, inner: Segments) -> tuple[Segments, Ints]:
    ends, owner = ring_segments(grids)
    one, other = twins(vertex_numbers(ends.reshape(-1, 2)).reshape(-1, 2))
    bits, of = cut_at(ends[one], np.unique(inner.ends.reshape(-1, 2), axis=0))
    middle = bits.mean(axis=1)
    left = _cell_beside(cells, first, owner[one][of], middle)
    right = _cell_beside(cells, first, owner[other][of], middle)
    return Segments(bits, left, right), of


def _cell_beside(cells: list[Cells], first: Ints, grid: Ints, middle: Floats) -> Ints:
    beside = np.zeros(len(grid), np.int64)
    for number in np.unique(grid):
        own = grid == number
        beside[own] = cells[number].node_at(middle[own]) + first[number]
    return beside


def _graph(load: Ints, homes: Floats, inner: Segments, present: Segments) -> Graph:
    one, other = np.r_[inner.left, present.left], np.r_[inner.right, present.right]
    apart = np.hypot(*(homes[one] - homes[other]).T)
    return bridged(simple(load, one, other, np.r_[inner.metres, present.metres], apart), homes)
