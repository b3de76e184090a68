"""Which new grid a household belongs to: the rule of placing, and what holds where no point decides.

A household whose point lies in its own grid goes where its point lies then; on a border it stays with the grid that
continues its own, if that touches it, else it takes the first. One without a point, or whose point and grid disagree already, is
nobody's to judge: it keeps its grid where that lives on, else it follows most of its neighbours.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from geodata.redrawing.grounds import Ground
from geodata.territory.planar import Flags, Ints, Shapes
from geodata.territory.topology import NOWHERE, locate


@dataclass(frozen=True)
class Settled:
    """`grid` (n,) the new grid of each household; `followed` (n,) those without a point that decided, whose grid ended."""

    grid: Ints
    followed: Flags


def settled(ground: Ground, shapes: Shapes, continues: Ints) -> Settled:
    """Everybody's grid among `shapes`, of which each goes on from the present grid `continues` or from NOWHERE."""
    if not len(shapes):
        none = np.full(len(ground.ids), NOWHERE, np.int64)
        return Settled(none, none != NOWHERE)
    goes_on = _goes_on(len(ground.grids), continues)
    own = np.r_[goes_on, NOWHERE][ground.grid]
    by_point = locate(ground.places, shapes, own)
    placed = (by_point != NOWHERE) & ((ground.where == ground.grid) | (ground.grid == NOWHERE))
    grid = np.where(placed, by_point, NOWHERE)
    heir = _heirs(ground, shapes, goes_on, grid, placed)
    rest = ~placed & (ground.grid != NOWHERE)
    grid[rest] = heir[ground.grid[rest]]
    return Settled(grid, rest & (own == NOWHERE))


def _goes_on(count: int, continues: Ints) -> Ints:
    """(g,) for each present grid the new one that continues it, or NOWHERE."""
    found = np.full(count, NOWHERE, np.int64)
    known = np.flatnonzero(continues != NOWHERE)
    found[continues[known]] = known
    return found


def _heirs(ground: Ground, shapes: Shapes, goes_on: Ints, grid: Ints, placed: Flags) -> Ints:
    """For each present grid the one that continues it, or takes most of its households, or its middle."""
    if not len(ground.grids):
        return np.zeros(0, np.int64)
    heir = locate(shapely.get_coordinates(shapely.point_on_surface(ground.present)), shapes)
    moves = placed & (ground.grid != NOWHERE)
    pairs, count = np.unique(np.stack([ground.grid[moves], grid[moves]], axis=1), axis=0, return_counts=True)
    order = np.argsort(count, kind="stable")
    heir[pairs[order, 0]] = pairs[order, 1]
    return np.where(goes_on != NOWHERE, goes_on, heir)
