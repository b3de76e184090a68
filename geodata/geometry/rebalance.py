"""Present grids evened out with as few households moved as can be.

Only grids above the limit give households away, as few as can be, over common borders, to the nearest grids with
room; more where fewer contacts cross a border by that (contact_keeping.py). Borders that nothing crosses stay the very lines
they were. Metres in one projected CRS.
"""

from collections.abc import Sequence

import numpy as np

from geodata.geometry.arrays import Ints
from geodata.geometry.balance import levelled, mended
from geodata.geometry.contact_keeping import kept_together
from geodata.geometry.edits import Settled, redrawn, regions_of
from geodata.geometry.partition import Borders
from geodata.geometry.regions import Regions
from geodata.geometry.tiling import Tile
from geodata.geometry.topology import NOWHERE, locate

LIMIT = 1.12
"""The largest grid may hold so much of the mean of its village."""


def rebalance(villages: Sequence[Settled], limit: float = LIMIT, borders: Borders = "straight") -> list[Tile]:
    """The grids of each village, in the same order, none above `limit` times the mean where that can be.

    Raises BadInput when the present grids of a village do not tile it.
    """
    uneven = [number for number, village in enumerate(villages) if _needs_levelling(village, limit)]
    tiles = [Tile(village.grids, village.grid.copy()) for village in villages]
    for number, new in zip(
        uneven, _evened([villages[number] for number in uneven], limit, borders), strict=True
    ):
        tiles[number] = new
    return tiles


def _loads(village: Settled) -> Ints:
    return np.bincount(village.grid, weights=village.weights, minlength=len(village.grids)).astype(np.int64)


def _cap(village: Settled, limit: float) -> int:
    mean = _loads(village).sum() / len(village.grids)
    return max(int(np.ceil(mean)), int(mean * limit))


def _needs_levelling(village: Settled, limit: float) -> bool:
    return bool(_loads(village).max() > _cap(village, limit))


def _contacts(regions: Regions, village: Settled) -> Ints:
    """(k, 2) the cells of a household and of whoever looks after it; those who live elsewhere are left out."""
    if village.helpers is None:
        return np.zeros((0, 2), np.int64)
    grid = locate(village.helpers, village.grids)
    known = grid != NOWHERE
    helper = regions.node_at(village.helpers[known], grid[known])
    return np.stack([regions.node[known], helper], axis=1)


def _ties(regions: Regions, village: Settled, contacts: Ints) -> Ints:
    """(c, g) by cell and grid the households whose helper lives in that grid."""
    ties = np.zeros((len(regions.homes), len(village.grids)), np.int64)
    np.add.at(ties, (contacts[:, 0], regions.grid[contacts[:, 1]]), 1)
    return ties


def _even(regions: Regions, village: Settled, cap: int) -> Ints:
    """(c,) the grid of each cell."""
    contacts, count = _contacts(regions, village), len(village.grids)
    start = mended(regions.graph, regions.grid, count)
    level = levelled(regions.graph, start, count, cap, _ties(regions, village, contacts))
    return kept_together(regions.graph, level, regions.grid, cap, contacts) if len(contacts) else level


def _evened(villages: Sequence[Settled], limit: float, borders: Borders) -> list[Tile]:
    regions = [regions_of(village) for village in villages]
    labels = [
        _even(each, village, _cap(village, limit)) for each, village in zip(regions, villages, strict=True)
    ]
    return redrawn(villages, regions, labels, borders)
