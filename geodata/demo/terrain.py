"""The invented lines of a county: villages and townships over micro-cells, then grids by where the households are."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy as np
import pyproj
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.demo.arrays import Floats, Ints, Rng, Shapes, apportion
from geodata.demo.cells import Cells, grow, make_cells, merged, spread_seeds
from geodata.demo.divisions import Division

METRES = "EPSG:4546"
DEGREES = "EPSG:4326"

CELLS = 5_200
CELLS_PER_GRID = 25
HOUSEHOLDS_PER_GRID = 105
FEWEST_GRIDS = 3
FEWEST_HOUSEHOLDS = 8
UNEVENNESS = 0.75
GRID_TRIES = 40
"""Tries for one village, divided by the number of its grids."""
MEDIAN_VILLAGE, MEDIAN_COMMUNITY = 500.0, 950.0
COMMUNITY_AREA = 0.3
"""How large a community is beside a village."""


@dataclass(frozen=True)
class Lines:
    """Townships and villages of one county. `village_township[v]`, `cell_village[c]` and `households[v]` are by index."""

    outline: BaseGeometry
    townships: list[Division]
    villages: list[Division]
    village_township: Ints
    households: Ints
    cells: Cells
    cell_village: Ints

    def is_community(self) -> list[bool]:
        return [each.kind == "community" for each in self.villages]


@dataclass(frozen=True)
class Grids:
    """The grids of one county in the order of their codes: `village[g]`, `number[g]` from 1, `shapes[g]`, `cell_grid[c]`."""

    village: Ints
    number: Ints
    shapes: Shapes
    cell_grid: Ints


@cache
def _transformer(source: str, target: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def to_metres(coordinates: Floats) -> Floats:
    """(n, 2) longitude and latitude to (n, 2) easting and northing, EPSG:4546."""
    return np.column_stack(_transformer(DEGREES, METRES).transform(coordinates[:, 0], coordinates[:, 1]))


def to_degrees(coordinates: Floats) -> Floats:
    """(n, 2) metres to (n, 2) degrees, rounded to 1e-8 (1 mm): the same vertex gives the same numbers everywhere."""
    return np.column_stack(
        _transformer(METRES, DEGREES).transform(coordinates[:, 0], coordinates[:, 1])
    ).round(8)


def shapes_to_degrees(shapes: Shapes) -> Shapes:
    """MultiPolygons in EPSG:4326; shared vertices stay identical."""
    return np.array(
        [shapely.multipolygons(shapely.get_parts(one)) for one in shapely.transform(shapes, to_degrees)]
    )


def county_outline(ring: Floats, households: int, place: int) -> BaseGeometry:
    """The outline in metres; for larger counties it grows with the households and moves to `place` 0, 1, 2 … in rows of three.

    Only place 0 at 22,000 households or fewer is the drawn outline; all others are invented from it.
    """
    outline = shapely.polygons(to_metres(ring))
    scale = max(1.0, (households / 22_000) ** 0.5)
    middle = shapely.get_coordinates(shapely.centroid(outline))[0]
    west, south, east, north = outline.bounds
    shift = np.array([(place % 3) * (east - west) * 1.05, -(place // 3) * (north - south) * 1.05]) * scale
    return cast(BaseGeometry, shapely.transform(outline, lambda xy: (xy - middle) * scale + middle + shift))


def draw_lines(
    outline: BaseGeometry,
    townships: Sequence[Division],
    villages: Sequence[Division],
    households: int,
    rng: Rng,
) -> Lines:
    """Grow the townships, and the villages in them, to believable sizes; share the households out to the villages."""
    community = np.array([each.kind == "community" for each in villages])
    codes = [each.code for each in townships]
    township_of = np.array([codes.index(each.parent) for each in villages])
    median = np.where(community, MEDIAN_COMMUNITY, MEDIAN_VILLAGE)
    sizes = np.maximum(apportion(households, median * rng.lognormal(0.0, 0.35, len(villages))), 1)
    areas = np.where(community, COMMUNITY_AREA, 1.0) * rng.lognormal(0.0, 0.25, len(villages))
    cells = make_cells(outline, cells_needed(households, len(villages)), rng)
    cell_village = _grow_villages(cells, township_of, areas, community, rng)
    return Lines(outline, list(townships), list(villages), township_of, sizes, cells, cell_village)


def cells_needed(households: int, villages: int) -> int:
    """Enough cells for the grids to have a shape; fewer for small counties in tests."""
    grids = max(households / HOUSEHOLDS_PER_GRID, FEWEST_GRIDS * villages)
    return int(min(max(grids * CELLS_PER_GRID, 0.24 * households), CELLS if households <= 22_000 else np.inf))


def _grow_villages(cells: Cells, township_of: Ints, areas: Floats, community: Ints, rng: Rng) -> Ints:
    """The village of every cell."""
    everything = np.arange(len(cells.shapes))
    want: Floats = np.bincount(township_of, weights=areas).astype(np.float64)
    seeds = spread_seeds(cells, everything, len(want), np.ones(len(everything)), rng)
    seeds = seeds[_central_first(cells, seeds, want)]
    township = grow(cells, everything, seeds, cells.area, want / want.sum() * cells.area.sum(), rng)
    village = np.empty(len(everything), dtype=np.int64)
    for index in range(len(want)):
        members, local = np.flatnonzero(township == index), np.flatnonzero(township_of == index)
        seeds = _village_seeds(cells, members, community[local], rng)
        goals = areas[local] / areas[local].sum() * cells.area[members].sum()
        village[members] = local[grow(cells, members, seeds, cells.area, goals, rng)]
    return village


def _central_first(cells: Cells, seeds: Ints, want: Floats) -> Ints:
    """An order of the seeds that gives the largest township the most central one."""
    off_centre = np.hypot(*(cells.centres[seeds] - cells.centres.mean(axis=0)).T)
    order = np.empty(len(seeds), dtype=np.int64)
    order[np.argsort(-want, kind="stable")] = np.argsort(off_centre, kind="stable")
    return order


def _village_seeds(cells: Cells, members: Ints, community: Ints, rng: Rng) -> Ints:
    """One seed per village of the township; the communities get those nearest to a common town centre."""
    seeds = spread_seeds(cells, members, len(community), np.ones(len(members)), rng)
    town = cells.centres[seeds[0]]
    by_distance = seeds[np.argsort(np.hypot(*(cells.centres[seeds] - town).T), kind="stable")]
    count = int(community.sum())
    placed = np.empty(len(seeds), dtype=np.int64)
    placed[community], placed[~community] = by_distance[:count], rng.permutation(by_distance[count:])
    return placed


def draw_grids(lines: Lines, household_cell: Ints, rng: Rng) -> Grids:
    """Cut every village into uneven grids, about one per 105 households and at least 3, left as work for the planner."""
    load = np.bincount(household_cell, minlength=len(lines.cells.shapes)).astype(float)
    cell_grid = np.empty(len(load), dtype=np.int64)
    village: list[int] = []
    for index, households in enumerate(lines.households.tolist()):
        members = np.flatnonzero(lines.cell_village == index)
        count = min(max(FEWEST_GRIDS, round(households / HOUSEHOLDS_PER_GRID)), len(members))
        cell_grid[members] = len(village) + _grow_grids(lines.cells, members, load, count, rng)
        village += [index] * count
    owners = np.array(village)
    number = np.arange(len(owners)) - np.searchsorted(owners, owners) + 1
    return Grids(owners, number, merged(lines.cells, cell_grid, len(owners)), cell_grid)


def _grow_grids(cells: Cells, members: Ints, load: Floats, count: int, rng: Rng) -> Ints:
    """The grid of every cell of one village, 0 … count-1; drawn again, a few times, while one is nearly empty."""
    households = load[members]
    enough = min(FEWEST_HOUSEHOLDS, 0.25 * households.sum() / count)
    best, best_least = np.zeros(len(members), dtype=np.int64), -1.0
    for _ in range(max(1, GRID_TRIES // count)):
        drawn = _grow_grids_once(cells, members, load, count, rng)
        least = np.bincount(drawn, weights=households, minlength=count).min()
        if least > best_least:
            best, best_least = drawn, least
        if least >= enough:
            break
    return best


def _grow_grids_once(cells: Cells, members: Ints, load: Floats, count: int, rng: Rng) -> Ints:
    empty = 0.02 * load[members].sum() / len(members)
    seeds = spread_seeds(cells, members, count, load[members] + empty, rng)
    targets = rng.lognormal(0.0, UNEVENNESS, count)
    targets *= load[members].sum() / targets.sum()
    return grow(cells, members, seeds, load + empty, targets + empty, rng)
