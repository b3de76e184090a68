"""Which new grid a household belongs to when borders move: the rule of placing, for arrays.

Where a point lies is said by `topology.locate`; the same two rules for rows of the database stand in `people/placing.py`.
A test on random drawings holds them together.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from geodata.geometry.arrays import Flags, Floats, Ints, Shapes
from geodata.geometry.topology import NOWHERE, Points, locate

LEAST = 1.0
"""Square metres that count as land that moved."""


@dataclass(frozen=True)
class Settled:
    """`grid` (n,) the new grid of each household; `followed` (n,) those without a point that decided, whose grid ended."""

    grid: Ints
    followed: Flags


@dataclass(frozen=True)
class Redrawn:
    """`shapes` in the place of the `present` grids: each goes on from the present one that it `continues`, or from NOWHERE."""

    present: Shapes
    shapes: Shapes
    continues: Ints

    def goes_on(self) -> Ints:
        """(g,) for each present grid the new one that continues it, or NOWHERE."""
        successor = np.full(len(self.present), NOWHERE, np.int64)
        known = np.flatnonzero(self.continues != NOWHERE)
        successor[self.continues[known]] = known
        return successor


def settled(redrawn: Redrawn, points: Floats | Points, own: Ints, decides: Flags) -> Settled:
    """Everybody's grid: where the point lies if it `decides` (n,); on a border the grid that continues one's `own`, else the first."""
    by_point = locate(points, redrawn.shapes, np.r_[redrawn.goes_on(), NOWHERE][own])
    return following(redrawn, own, np.where(decides, by_point, NOWHERE))


def following(redrawn: Redrawn, own: Ints, placed: Ints) -> Settled:
    """Everybody's grid when a point has `placed` (n,) some: the others keep theirs where it lives on, else follow most of it."""
    goes_on = redrawn.goes_on()
    rest = (placed == NOWHERE) & (own != NOWHERE)
    grid = placed.copy()
    grid[rest] = _heirs(redrawn, goes_on, own, placed)[own[rest]]
    return Settled(grid, rest & (np.r_[goes_on, NOWHERE][own] == NOWHERE))


def _heirs(redrawn: Redrawn, goes_on: Ints, own: Ints, placed: Ints) -> Ints:
    """For each present grid the one that continues it; else the one that takes most of its households, of several such,
    or where nobody decides, that with most of its land; else the first."""
    heirs = goes_on.copy()
    ended = np.flatnonzero(goes_on == NOWHERE)
    if not len(ended) or not len(redrawn.shapes):
        return heirs
    went = np.zeros((len(redrawn.present), len(redrawn.shapes)), np.int64)
    moves = (placed != NOWHERE) & (own != NOWHERE)
    np.add.at(went, (own[moves], placed[moves]), 1)
    new, old = shapely.STRtree(redrawn.present[ended]).query(redrawn.shapes, predicate="intersects")
    land = np.zeros(went.shape)
    land[ended[old], new] = shapely.area(
        shapely.intersection(redrawn.present[ended[old]], redrawn.shapes[new])
    )
    land[land <= LEAST] = 0
    for grid in ended.tolist():
        best = int(np.lexsort((-np.arange(len(redrawn.shapes)), land[grid], went[grid]))[-1])
        if went[grid, best] or land[grid, best]:
            heirs[grid] = best
    return heirs
