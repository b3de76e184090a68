"""Micro-cells: the small Voronoi cells of which every invented area is a union, and how areas grow over them.

Because grids, villages and townships are all unions of the same cells, none of them can overlap or leave a gap, and
neighbours share every vertex. Coordinates are metres (EPSG:4546), snapped to one centimetre.
"""

import heapq
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.demo.arrays import Floats, Ints, Rng, Shapes

SNAP = 0.01
LLOYD_ROUNDS = 2
SHORTEST_BORDER = 1.0


@dataclass(frozen=True)
class Cells:
    """`shapes` polygons in metres, `centres` (n, 2), `area` m², `neighbours[i]` the cells sharing more than 1 m with cell i."""

    shapes: Shapes
    centres: Floats
    area: Floats
    neighbours: list[list[int]]


def make_cells(outline: BaseGeometry, count: int, rng: Rng) -> Cells:
    """About `count` even cells that tile the outline."""
    points = _scatter(outline, count, rng)
    for _ in range(LLOYD_ROUNDS):
        points = _centres(_voronoi(points, outline))
    shapes = _noded(_voronoi(points, outline), outline)
    return Cells(shapes, _centres(shapes), shapely.area(shapes), _neighbours(shapes))


def _centres(shapes: Shapes) -> Floats:
    return np.asarray(shapely.get_coordinates(shapely.centroid(shapes)), dtype=np.float64)


def _scatter(outline: BaseGeometry, count: int, rng: Rng) -> Floats:
    """`count` random points in the outline."""
    west, south, east, north = outline.bounds
    tries = int(count * 1.3 * (east - west) * (north - south) / outline.area) + 50
    points = rng.uniform((west, south), (east, north), (tries, 2))
    inside: Floats = points[shapely.contains_xy(outline, points)]
    return inside[:count]


def _voronoi(points: Floats, outline: BaseGeometry) -> Shapes:
    """The Voronoi cells of the points, cut at the outline."""
    cells: Shapes = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(points), extend_to=outline)
    )
    shapely.prepare(outline)
    crossing = ~shapely.covers(outline, cells)
    cells[crossing] = shapely.intersection(cells[crossing], outline)
    kept: Shapes = cells[shapely.area(cells) > 0]
    return kept


def _noded(cells: Shapes, outline: BaseGeometry) -> Shapes:
    """The faces of all cell borders on one grid of `SNAP`: neighbours share vertices exactly."""
    lines = shapely.union_all(shapely.boundary(cells), grid_size=SNAP)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    inside: Shapes = faces[shapely.contains(outline.buffer(SNAP), shapely.point_on_surface(faces))]
    return inside


def _neighbours(shapes: Shapes) -> list[list[int]]:
    """Cells with a shared border, by matching equal edges; borders under 1 m count only where a cell has no other."""
    edges, owner, length = _edges(shapes)
    order = np.lexsort(edges.T)
    same = np.all(edges[order][1:] == edges[order][:-1], axis=1)
    first, second = order[:-1][same], order[1:][same]
    shared: list[dict[int, float]] = [{} for _ in shapes]
    for one, other, metres in zip(
        owner[first].tolist(), owner[second].tolist(), length[first].tolist(), strict=True
    ):
        shared[one][other] = shared[one].get(other, 0.0) + metres
        shared[other][one] = shared[other].get(one, 0.0) + metres
    wide = [set(_wide(borders)) for borders in shared]
    for one, others in enumerate(wide):
        for other in others:
            wide[other].add(one)
    return [sorted(others) for others in wide]


def _edges(shapes: Shapes) -> tuple[Ints, Ints, Floats]:
    """Every ring segment as (x1, y1, x2, y2) in centimetres with ends in order, its polygon, its length in metres."""
    coordinates, ring = shapely.get_coordinates(shapes, return_index=True)
    inside = ring[1:] == ring[:-1]
    start, end, owner = coordinates[:-1][inside], coordinates[1:][inside], ring[:-1][inside]
    swap = (start[:, 0] > end[:, 0]) | ((start[:, 0] == end[:, 0]) & (start[:, 1] > end[:, 1]))
    low, high = np.where(swap[:, None], end, start), np.where(swap[:, None], start, end)
    edges = np.rint(np.hstack([low, high]) / SNAP).astype(np.int64)
    return edges, owner, np.hypot(*(end - start).T)


def _wide(borders: dict[int, float]) -> list[int]:
    wide = [cell for cell, metres in borders.items() if metres > SHORTEST_BORDER]
    return wide or list(borders)


def grow(cells: Cells, members: Ints, seeds: Ints, load: Floats, targets: Floats, rng: Rng) -> Ints:
    """Share the cells `members` out to areas that grow from `seeds`: for each member the index of its seed.

    The nearest cell comes first, an area that is fuller waits: priority = jittered distance × (0.6 + filled / target).
    `load` is per cell of the county, `targets` per seed in the same unit.
    """
    names = members.tolist()
    taken = dict.fromkeys(names, -1)
    centres = dict(zip(names, cells.centres[members].tolist(), strict=True))
    loads = dict(zip(names, load[members].tolist(), strict=True))
    filled, goals, middles = [0.0] * len(seeds), targets.tolist(), cells.centres[seeds].tolist()
    queue = [(0.0, cell, area) for area, cell in enumerate(seeds.tolist())]
    heapq.heapify(queue)
    while queue:
        _, cell, area = heapq.heappop(queue)
        if taken[cell] >= 0:
            continue
        taken[cell] = area
        filled[area] += loads[cell]
        (x0, y0), fullness = middles[area], 0.6 + filled[area] / goals[area]
        for near in cells.neighbours[cell]:
            if taken.get(near, 0) < 0:
                x, y = centres[near]
                away = ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5 * rng.uniform(0.75, 1.25)
                heapq.heappush(queue, (away * fullness, near, area))
    return _adopt_left_over(cells, members, taken)


def _adopt_left_over(cells: Cells, members: Ints, taken: dict[int, int]) -> Ints:
    """Cells that no area reached (islands of a member set in several pieces) join the area of the nearest centre."""
    areas = np.array([taken[cell] for cell in members.tolist()], dtype=np.int64)
    reached = members[areas >= 0]
    for index in np.flatnonzero(areas < 0):
        away = np.hypot(*(cells.centres[reached] - cells.centres[members[index]]).T)
        areas[index] = taken[int(reached[np.argmin(away)])]
    return areas


def spread_seeds(cells: Cells, members: Ints, count: int, weight: Floats, rng: Rng) -> Ints:
    """`count` different cells of `members`, apart from each other, rather where `weight` (per member) is large."""
    places = cells.centres[members]
    chosen = [int(rng.choice(len(members), p=weight / weight.sum()))]
    nearest = np.hypot(*(places - places[chosen[0]]).T)
    while len(chosen) < count:
        pull = nearest**2 * weight
        pull[chosen] = 0
        pull = pull if pull.sum() > 0 else np.where(nearest > 0, 1.0, 0.0)
        chosen.append(int(rng.choice(len(members), p=pull / pull.sum())))
        nearest = np.minimum(nearest, np.hypot(*(places - places[chosen[-1]]).T))
    seeds: Ints = members[np.array(chosen)]
    return seeds


def merged(cells: Cells, labels: Ints, count: int) -> Shapes:
    """One polygon per label 0 … count-1: the union of its cells, with all their vertices kept on the rim."""
    order = np.argsort(labels, kind="stable")
    cuts = np.searchsorted(labels[order], np.arange(1, count))
    unions = [shapely.coverage_union_all(cells.shapes[part]) for part in np.split(order, cuts)]
    return np.array(unions, dtype=object)
