"""The land around each household: Voronoi cells cut at the village, and the graph of who borders on whom.

Households on one point share a cell. A cell that the outline cuts in pieces keeps the one with the household; the
others go to the neighbour with the longest border. Parts of a village that do not touch (islands) are joined by
bridges, so that the graph is connected and a grid may span them. Metres throughout.
"""

from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geometry.arrays import (
    CENTIMETRE,
    Flags,
    Floats,
    Ints,
    Shapes,
    centimetres,
    parts_of,
    ring_segments,
    snapped,
    twins,
    vertex_numbers,
)
from geodata.geometry.graph import Graph, components, longest_neighbour, simple

FAR = 1_000.0
"""How far beyond the village the uncut cells reach, so that no cell ends inside it."""
HELD = 200.0
"""Metres of border that it is worth not to part two neighbours whom one person looks after, or one from that person."""


@dataclass(frozen=True)
class Segments:
    """Borders between cells: `ends` (m, 2, 2), the cells (or their pieces, or nodes) `left` and `right` of each."""

    ends: Floats
    left: Ints
    right: Ints

    @property
    def metres(self) -> Floats:
        return cast(Floats, np.hypot(*(self.ends[:, 0] - self.ends[:, 1]).T))


@dataclass(frozen=True)
class Pieces:
    """Pieces of the cells that the outline may cut more than once.

    `shapes[i]` is a piece of cell `cell[i]` and has the number `number[i]`: a home piece that of its cell, the
    others the numbers after the cells. `node[number]` is the node of the graph that a piece belongs to.
    """

    shapes: Shapes
    cell: Ints
    number: Ints
    node: Ints

    def at(self, cell: Ints, points: Floats) -> Ints:
        """(n,) the number of the piece of each cell that lies nearest to a point."""
        numbers = cell.copy()
        for index in np.flatnonzero(np.isin(cell, self.cell)):
            own = np.flatnonzero(self.cell == cell[index])
            away = shapely.distance(self.shapes[own], shapely.points(points[index]))
            numbers[index] = self.number[own[np.argmin(away)]]
        return numbers


@dataclass(frozen=True)
class Cells:
    """`node[p]` is the cell of point p, `graph` joins the cells, `homes` (n, 2) their places, `segments` the borders."""

    node: Ints
    graph: Graph
    homes: Floats
    segments: Segments
    places: Floats
    pieces: Pieces

    def border(self, labels: Ints) -> Shapes:
        """The lines between cells of different label (by cell)."""
        differ = labels[self.segments.left] != labels[self.segments.right]
        return cast(Shapes, shapely.linestrings(self.segments.ends[differ]))

    def divided_by(self, lines: Shapes) -> Graph:
        """The graph that rather parts along lines such as roads and rivers: households on two sides hold less together."""
        between = shapely.linestrings(
            np.stack([self.homes[self.graph.one], self.homes[self.graph.other]], axis=1)
        )
        divided = np.zeros(len(between), bool)
        divided[shapely.STRtree(lines).query(between, predicate="intersects")[0]] = True
        return replace(self.graph, divided=divided)

    def held_by(self, graph: Graph, helper: Ints) -> Graph:
        """The graph that rather keeps together whom one person looks after, and him or her; `helper` as of `helpers_in`."""
        pairs, count = np.unique(
            np.stack([self.node, helper], axis=1)[helper >= 0], axis=0, return_counts=True
        )
        of: dict[int, dict[int, int]] = {}
        for (node, person), many in zip(pairs.tolist(), count.tolist(), strict=True):
            of.setdefault(node, {})[person] = many
        common = [
            sum(min(many, of.get(other, {}).get(person, 0)) for person, many in of.get(one, {}).items())
            + of.get(one, {}).get(other, 0)
            + of.get(other, {}).get(one, 0)
            for one, other in zip(graph.one.tolist(), graph.other.tolist(), strict=True)
        ]
        return replace(graph, held=HELD * np.array(common, dtype=np.float64))

    def helpers_in(self, outline: BaseGeometry, homes: Floats) -> Ints:
        """(n,) the cell in which whoever looks after each household lives; -1: not known, or not in the outline."""
        cells = np.full(len(homes), -1, np.int64)
        inside = shapely.intersects_xy(outline, homes[:, 0], homes[:, 1])
        cells[inside] = self.node_at(homes[inside])
        return cells

    def node_at(self, points: Floats) -> Ints:
        """(n,) the cell in which a point of the outline lies."""
        if not len(self.places):
            return np.zeros(len(points), np.int64)
        tree = shapely.STRtree(shapely.points(self.places))
        cell = tree.query_nearest(shapely.points(points), all_matches=False)[1]
        return self.pieces.node[self.pieces.at(cell, points)]


def voronoi_cells(outline: BaseGeometry, points: Floats, weights: Ints | None = None) -> Cells:
    """The cells of `points` (n, 2) in `outline`; `weights` (n,) is the load of each point, 1 by default.

    Without points the whole outline is one empty cell.
    """
    places, node = _places(points)
    shapely.prepare(outline)
    uncut = _uncut(outline, places)
    inside = shapely.covers(outline, uncut)
    segments, crossings = _clipped(outline, _segments(uncut), inside)
    often = crossings > 2 if shapely.get_num_geometries(outline) == 1 else ~inside
    pieces, segments = _in_pieces(outline, uncut, places, np.flatnonzero(often), segments)
    homes = _homes(outline, places, pieces)
    load = np.zeros(len(homes), np.int64)
    np.add.at(load, node, np.int64(1) if weights is None else weights)
    apart = np.hypot(*(homes[segments.left] - homes[segments.right]).T)
    graph = simple(load, segments.left, segments.right, segments.metres, apart)
    return Cells(node, bridged(graph, homes), homes, segments, places, pieces)


def _places(points: Floats) -> tuple[Floats, Ints]:
    """The distinct places of the points, and the place of each."""
    if not len(points):
        return points.reshape(0, 2), np.zeros(0, np.int64)
    _, first, node = np.unique(vertex_numbers(points), return_index=True, return_inverse=True)
    return points[first], node.astype(np.int64)


def _uncut(outline: BaseGeometry, places: Floats) -> Shapes:
    """Cells that reach beyond the outline, one per place and in their order."""
    west, south, east, north = outline.bounds
    frame = shapely.box(west - FAR, south - FAR, east + FAR, north + FAR)
    if len(places) < 2:
        return np.array([frame] * len(places), dtype=object)
    return parts_of(shapely.voronoi_polygons(shapely.multipoints(places), extend_to=frame, ordered=True))


def _segments(uncut: Shapes) -> Segments:
    ends, owner = ring_segments(uncut)
    ends = centimetres(ends)
    first, second = twins(vertex_numbers(ends.reshape(-1, 2)).reshape(-1, 2))
    return Segments(ends[first], owner[first], owner[second])


def _clipped(outline: BaseGeometry, segments: Segments, inside: Flags) -> tuple[Segments, Ints]:
    """The segments cut at the outline, and for each cell how often its rim crosses it. `inside` tells cells that lie inside."""
    lines = np.full(len(segments.left), None, dtype=object)
    doubtful = np.flatnonzero(~(inside[segments.left] | inside[segments.right]))
    lines[doubtful] = shapely.linestrings(segments.ends[doubtful])
    unsure = doubtful[~shapely.covers(outline, lines[doubtful])]
    whole = np.ones(len(lines), bool)
    whole[unsure] = False
    unsure = unsure[shapely.intersects(outline, lines[unsure])]
    cut, of = shapely.get_parts(shapely.intersection(outline, lines[unsure]), return_index=True)
    line = shapely.length(cut) > 0
    ends, source = shapely.get_coordinates(cut[line]), unsure[of[line]]
    ends = snapped(ends, shapely.get_coordinates(outline)).reshape(-1, 2, 2)
    new = np.all(ends[:, :, None] != segments.ends[source][:, None], axis=3).all(axis=2).sum(axis=1)
    crossings = np.bincount(segments.left[source], weights=new, minlength=len(inside))
    crossings += np.bincount(segments.right[source], weights=new, minlength=len(inside))
    kept = np.r_[np.flatnonzero(whole), source]
    clipped = Segments(
        np.concatenate([segments.ends[whole], ends]), segments.left[kept], segments.right[kept]
    )
    return clipped, crossings.astype(np.int64)


def _in_pieces(
    outline: BaseGeometry, uncut: Shapes, places: Floats, often: Ints, segments: Segments
) -> tuple[Pieces, Segments]:
    """The pieces of the cells `often`, and the segments with the nodes beside them. The home piece holds the place."""
    cut, of = shapely.get_parts(shapely.intersection(outline, uncut[often]), return_index=True)
    land = shapely.area(cut) > CENTIMETRE**2
    cut, cell = cut[land], often[of[land]]
    order = np.lexsort((shapely.distance(cut, shapely.points(places[cell])), cell))
    cut, cell = cut[order], cell[order]
    home = np.r_[True, cell[1:] != cell[:-1]][: len(cell)]
    number = np.where(home, cell, len(uncut) - 1 + np.cumsum(~home))
    pieces = Pieces(cut, cell, number, np.arange(len(uncut) + int((~home).sum())))
    middle = segments.ends.mean(axis=1)
    left, right = pieces.at(segments.left, middle), pieces.at(segments.right, middle)
    node = _adopted(len(uncut), len(pieces.node), Segments(segments.ends, left, right))
    return replace(pieces, node=node), Segments(segments.ends, node[left], node[right])


def _adopted(cells: int, pieces: int, segments: Segments) -> Ints:
    """The node of each piece: a home piece keeps its own, the others join their longest neighbour, or stay as empty islands."""
    owner = np.arange(pieces)
    while pieces > cells:
        left, right = owner[segments.left], owner[segments.right]
        orphan = (owner >= cells) & (owner == np.arange(pieces))
        best = longest_neighbour(pieces, left, right, segments.metres, orphan)
        joins = np.flatnonzero(best >= 0)
        if not len(joins):
            break
        owner = components(pieces, np.r_[joins, np.arange(pieces)], np.r_[best[joins], owner])
    return np.unique(owner, return_inverse=True)[1].astype(np.int64)


def _homes(outline: BaseGeometry, places: Floats, pieces: Pieces) -> Floats:
    """Where the household of each node lives; somewhere in the node where there is none."""
    if not len(places):
        return cast(Floats, shapely.get_coordinates(shapely.point_on_surface(outline)))
    homes = np.empty((int(pieces.node.max()) + 1, 2))
    homes[: len(places)] = places
    node = pieces.node[pieces.number]
    for index in np.flatnonzero(node >= len(places)):
        homes[node[index]] = shapely.get_coordinates(shapely.point_on_surface(pieces.shapes[index]))[0]
    return homes


def bridged(graph: Graph, homes: Floats) -> Graph:
    """The graph made connected: each further part is joined to the part nearest to it, home to home."""
    part = graph.pieces(np.zeros(len(graph.load), np.int64))
    new: list[tuple[int, int, float]] = []
    while len(np.unique(part)) > 1:
        inside = part == part.min()
        near, far = np.flatnonzero(inside), np.flatnonzero(~inside)
        (_, nearest), metres = shapely.STRtree(shapely.points(homes[near])).query_nearest(
            shapely.points(homes[far]), return_distance=True, all_matches=False
        )
        best = int(np.argmin(metres))
        a, b = int(near[nearest[best]]), int(far[best])
        new.append((min(a, b), max(a, b), float(metres[best])))
        part[part == part[b]] = part.min()
    if not new:
        return graph
    one, other, apart = (np.array(column) for column in zip(*new, strict=True))
    return Graph(
        graph.load,
        np.r_[graph.one, one],
        np.r_[graph.other, other],
        np.r_[graph.metres, np.zeros(len(new))],
        np.r_[graph.apart, apart],
    )
