"""Where the households live: hamlets along valleys, denser in communities, never nearer to each other than 8 m."""

from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.demo.arrays import Flags, Floats, Ints, Rng, Shapes, positions_within
from geodata.demo.cells import Cells
from geodata.demo.terrain import Lines

APART = 8.0
OFF_THE_LINE = 1.0
"""No house nearer than this to a line, so that a point never changes sides between metres and degrees."""
HAMLET, TOWN_QUARTER = 16, 60
HAMLET_SPREAD, TOWN_SPREAD = 55.0, 130.0
NEAR_VALLEY = 0.6
VALLEYS = 7
GROUP = 45
"""Households per villager group."""


@dataclass(frozen=True)
class Homes:
    """`village[h]` in ascending order, `cell[h]`, `points` (n, 2) in metres, villager `group[h]` numbered from 1 in its village."""

    village: Ints
    cell: Ints
    points: Floats
    group: Ints


def settle(lines: Lines, rng: Rng) -> Homes:
    """A home for every household of every village."""
    village = np.repeat(np.arange(len(lines.households)), lines.households)
    town = np.array(lines.is_community())
    hamlets, hamlet_village = _hamlets(lines, town, rng)
    first = np.searchsorted(hamlet_village, np.arange(len(town)))
    count = np.bincount(hamlet_village, minlength=len(town))
    hamlet = first[village] + (rng.random(len(village)) * count[village]).astype(np.int64)
    spread = np.where(town[village], TOWN_SPREAD, HAMLET_SPREAD)
    points, cell = _scatter_homes(lines, village, hamlets[hamlet], spread, rng)
    return Homes(village, cell, points, _villager_groups(village, points, rng))


def _hamlets(lines: Lines, town: Flags, rng: Rng) -> tuple[Floats, Ints]:
    """Hamlet centres by village: 60 % of them near a valley line where the village has one."""
    wanted = np.maximum(1, lines.households // np.where(town, TOWN_QUARTER, HAMLET))
    valley = _valley_points(lines.outline, int(wanted.sum()) * 8, rng)
    anywhere = lines.cells.centres + rng.normal(0, 40, lines.cells.centres.shape)
    by_valley, by_chance = _by_village(lines, valley), _by_village(lines, anywhere)
    chosen: list[Floats] = []
    for index, count in enumerate(wanted.tolist()):
        low = min(round(count * NEAR_VALLEY), len(by_valley[index]))
        high = count - low
        own = lines.cells.centres[lines.cell_village == index]
        others = by_chance[index] if len(by_chance[index]) else own
        chosen.append(by_valley[index][:low])
        chosen.append(others[rng.integers(0, len(others), high)] + rng.normal(0, 60, (high, 2)))
    return np.vstack(chosen), np.repeat(np.arange(len(wanted)), wanted)


def _valley_points(outline: BaseGeometry, count: int, rng: Rng) -> Floats:
    """Random points beside a few winding lines across the county."""
    west, south, east, north = outline.bounds
    step = max(east - west, north - south) / 150
    lines = []
    for _ in range(VALLEYS):
        heading = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.12, 300))
        steps = step * np.column_stack([np.cos(heading), np.sin(heading)])
        start = rng.uniform((west, south), (east, north))
        lines.append(
            start
            + np.cumsum(np.vstack([-steps[:150][::-1], steps[150:]]), axis=0)
            - steps[:150].sum(axis=0) * 0
        )
    path = np.vstack(lines)
    beside = path[rng.integers(0, len(path), count)]
    return beside + rng.normal(0, 120, beside.shape) + rng.uniform(-step / 2, step / 2, beside.shape)


def _by_village(lines: Lines, points: Floats) -> list[Floats]:
    """The points that lie in each village."""
    cell = locate(lines.cells, points)
    village = np.where(cell >= 0, lines.cell_village[cell], -1)
    return [points[village == index] for index in range(len(lines.households))]


def locate(cells: Cells, points: Floats) -> Ints:
    """The cell of every point, -1 outside the county or on a line."""
    cell_of = np.full(len(points), -1, dtype=np.int64)
    index, cell = shapely.STRtree(cells.shapes).query(shapely.points(points), predicate="within")
    cell_of[index] = cell
    return cell_of


def _scatter_homes(
    lines: Lines, village: Ints, around: Floats, spread: Floats, rng: Rng
) -> tuple[Floats, Ints]:
    """Each household near its hamlet, in its village, 8 m from all others; who finds no room looks further each round."""
    homes, cell = np.full(len(village), None, dtype=object), np.full(len(village), -1, dtype=np.int64)
    borders = shapely.boundary(lines.cells.shapes)
    homeless, width = np.arange(len(village)), spread.copy()
    while len(homeless):
        tries = around[homeless] + rng.normal(0, 1, (len(homeless), 2)) * width[homeless, None]
        cell_of = locate(lines.cells, tries)
        fits = (cell_of >= 0) & (lines.cell_village[cell_of] == village[homeless])
        tried = shapely.points(tries)
        fits[fits] = shapely.distance(tried[fits], borders[cell_of[fits]]) > OFF_THE_LINE
        fits[fits] = _apart(homes[cell >= 0], tried[fits])
        settled = homeless[fits]
        homes[settled], cell[settled] = tried[fits], cell_of[fits]
        homeless = homeless[~fits]
        width[homeless] = np.minimum(width[homeless] * 1.05, 4 * spread[homeless])
    return shapely.get_coordinates(homes), cell


def _apart(settled: Shapes, new: Shapes) -> Flags:
    """Which new points keep 8 m from the settled ones and from every earlier new one."""
    free = np.ones(len(new), dtype=bool)
    # The tree is made of the new ones: after the first round they are few.
    tree = shapely.STRtree(new)
    free[tree.query(settled, predicate="dwithin", distance=APART)[1]] = False
    one, other = tree.query(new, predicate="dwithin", distance=APART)
    free[one[other < one]] = False
    return free


def _villager_groups(village: Ints, points: Floats, rng: Rng) -> Ints:
    """Villager groups of about 45 neighbouring households, numbered from 1 in each village."""
    group = np.empty(len(village), dtype=np.int64)
    starts = np.flatnonzero(positions_within(village) == 0)
    for own in np.split(np.arange(len(village)), starts[1:]):
        seeds = points[rng.choice(own, max(1, round(len(own) / GROUP)), replace=False)]
        seeds = seeds[np.argsort(seeds[:, 0] - seeds[:, 1])]
        group[own] = (
            1
            + shapely.STRtree(shapely.points(seeds)).query_nearest(
                shapely.points(points[own]), all_matches=False
            )[1]
        )
    return group
