"""Proposals for new grids of villages, beside their present ones: who would move, and the figures to judge them by.

Households without a point, or with one outside their village, are placed by nobody's judgement: they keep their grid,
and where that ends they follow most of its households. Metres in one projected CRS.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from geodata.base.errors import BadInput
from geodata.geometry.arrays import Flags, Floats, Ints, Shapes, compactness
from geodata.geometry.edits import Settled
from geodata.geometry.partition import Land, Options, split
from geodata.geometry.placing import Redrawn, following
from geodata.geometry.rebalance import LIMIT, rebalance
from geodata.geometry.tiling import Tile
from geodata.geometry.topology import NOWHERE, locate, matched, with_shared_vertices
from geodata.geometry.validity import Kind, problems


@dataclass(frozen=True)
class Village:
    """A village as it is: `points` (n, 2) of its households, NaN without one; `grid` (n,) the grid of each, or NOWHERE."""

    outline: BaseGeometry
    grids: Shapes
    points: Floats
    grid: Ints
    helpers: Floats | None = None
    """(n, 2) the home of whoever looks after each household; NaN: not known."""

    def helped_from(self, grids: Shapes) -> Ints:
        """(n,) the one of `grids` in which whoever looks after the household lives; NOWHERE: not known."""
        if self.helpers is None or not len(grids):
            return np.full(len(self.grid), NOWHERE, np.int64)
        return locate(self.helpers, grids)

    @property
    def known(self) -> Flags:
        return cast(Flags, ~np.isnan(self.points).any(axis=1))

    def placeable(self) -> Flags:
        """Households whose point lies in the village."""
        return cast(Flags, locate(self.points, np.array([self.outline])) != NOWHERE)


@dataclass(frozen=True)
class Proposal:
    """New `grids`; `continues[g]` is the present grid that g goes on from, or NOWHERE; `grid` (n,) the new grid of each
    household; `placed` (n,) those whose point decided."""

    grids: Shapes
    continues: Ints
    grid: Ints
    placed: Flags

    def moved(self, village: Village) -> Ints:
        """Households that had a grid and would have another."""
        now = np.where(self.grid == NOWHERE, NOWHERE, np.r_[self.continues, NOWHERE][self.grid])
        return np.flatnonzero((village.grid != NOWHERE) & (now != village.grid))


def propose_split(
    villages: Sequence[Village],
    options: Options | None = None,
    dividers: Sequence[Shapes | None] | None = None,
) -> list[Proposal]:
    """Fresh grids for each village, named after the present ones that they continue.

    `dividers`, by village, are lines at which grids rather end.
    """
    placeable = [village.placeable() for village in villages]
    lands = [
        Land(
            village.outline,
            village.points[placed],
            dividers=lines,
            helpers=None if village.helpers is None else village.helpers[placed],
        )
        for village, placed, lines in zip(
            villages, placeable, dividers or [None] * len(villages), strict=True
        )
    ]
    return [
        _proposal(village, placed, tile)
        for village, placed, tile in zip(villages, placeable, split(lands, options), strict=True)
    ]


def propose_rebalance(
    villages: Sequence[Village], limit: float = LIMIT, options: Options | None = None
) -> list[Proposal]:
    """The present grids of each village evened out. Raises BadInput where there are none, or they do not tile."""
    if any(not len(village.grids) for village in villages):
        raise BadInput(_("A village has no grids yet."), remedy=_("Choose to divide from scratch."))
    where = [locate(village.points, village.grids, village.grid) for village in villages]
    settled = [
        Settled(
            village.grids,
            village.points[grid != NOWHERE],
            grid[grid != NOWHERE],
            helpers=None if village.helpers is None else village.helpers[grid != NOWHERE],
        )
        for village, grid in zip(villages, where, strict=True)
    ]
    tiles = rebalance(settled, limit, (options or Options()).borders)
    return [
        _kept_order(village, grid != NOWHERE, tile)
        for village, grid, tile in zip(villages, where, tiles, strict=True)
    ]


def fresh_instead(village: Village, options: Options | None = None) -> Proposal:
    """A fresh split into as many grids as there are: what evening out is compared with."""
    (proposal,) = propose_split([village], replace(options or Options(), count=len(village.grids)))
    return proposal


def _proposal(village: Village, placed: Flags, tile: Tile) -> Proposal:
    """The grids of the tile in the order of the present ones that they continue, new ones last."""
    continues = matched(tile.grids, village.points[placed], village.grid[placed], village.grids)
    order = np.lexsort((np.arange(len(continues)), continues, continues == NOWHERE))
    place = np.argsort(order)
    return _with_everybody(village, placed, tile.grids[order], continues[order], place[tile.label])


def _kept_order(village: Village, placed: Flags, tile: Tile) -> Proposal:
    return _with_everybody(village, placed, tile.grids, np.arange(len(tile.grids)), tile.label)


def _with_everybody(
    village: Village, placed: Flags, grids: Shapes, continues: Ints, grid_of_placed: Ints
) -> Proposal:
    """The proposal with the households that no point places: they keep their grid, or follow most of it."""
    grid = np.full(len(village.grid), NOWHERE, np.int64)
    grid[placed] = grid_of_placed
    everybody = following(Redrawn(village.grids, grids, continues), village.grid, grid)
    return Proposal(grids, continues, everybody.grid, placed)


@dataclass(frozen=True)
class Figures:
    """A proposal in numbers. Balance is the largest grid over the mean of its village, by households with a point in it.

    `households` are all, also those `without_point` or `outside` their village; `lost` are those with a point in the
    village that lie in no grid, or not in the one that they were given.
    """

    grids: int
    households: int
    without_point: int
    outside: int
    lost: int
    balance_mean: float
    balance_worst: float
    contiguous: bool
    valid: bool
    compactness: float
    moved: int


def judge(villages: Sequence[Village], proposals: Sequence[Proposal]) -> Figures:
    """The figures of proposals for some villages, by looking at the grids themselves."""
    pairs = list(zip(villages, proposals, strict=True))
    kinds = {problem.kind for village, each in pairs for problem in problems(village.outline, each.grids)}
    grids = np.concatenate([each.grids for each in proposals])
    balance = [share for village, each in pairs if (share := _balance(each)) is not None]
    return Figures(
        grids=len(grids),
        households=sum(len(village.grid) for village in villages),
        without_point=sum(int((~village.known).sum()) for village in villages),
        outside=sum(int((village.known & ~each.placed).sum()) for village, each in pairs),
        lost=sum(_lost(village, each) for village, each in pairs),
        balance_mean=float(np.mean(balance)) if balance else 1.0,
        balance_worst=max(balance, default=1.0),
        contiguous=Kind.PIECES not in kinds,
        valid=not kinds - {Kind.PIECES} and bool(shapely.coverage_is_valid(with_shared_vertices(grids))),
        compactness=float(compactness(grids).mean()),
        moved=sum(len(each.moved(village)) for village, each in pairs),
    )


def price(villages: Sequence[Village], proposals: Sequence[Proposal]) -> dict[str, int]:
    """What it costs those who look after each other: contacts across a border before, after, and newly."""
    before, after, newly = 0, 0, 0
    for village, each in zip(villages, proposals, strict=True):
        crossed = _apart(village.grid, village.helped_from(village.grids))
        crosses = _apart(each.grid, village.helped_from(each.grids))
        before, after = before + int(crossed.sum()), after + int(crosses.sum())
        newly += int((crosses & ~crossed).sum())
    return {"crossing_before": before, "crossing_after": after, "newly_crossing": newly}


def _apart(home: Ints, helper: Ints) -> Flags:
    return cast(Flags, (home != NOWHERE) & (helper != NOWHERE) & (home != helper))


def _balance(proposal: Proposal) -> float | None:
    """The largest grid over the mean; None without households."""
    load = np.bincount(proposal.grid[proposal.placed], minlength=len(proposal.grids))
    return float(load.max() / load.mean()) if load.sum() else None


def _lost(village: Village, proposal: Proposal) -> int:
    where = locate(village.points, proposal.grids, proposal.grid)
    return int((proposal.placed & ((where == NOWHERE) | (where != proposal.grid))).sum())
