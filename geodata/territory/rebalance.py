"""Present grids evened out with as few households moved as can be.

Only grids above the limit give households away, only as many as they must, over common borders, to the nearest grids
with room. Borders that nothing crosses stay the very lines they were. Metres in one projected CRS.
"""

from collections.abc import Sequence

import numpy as np

from geodata.territory.levelling import levelled, mended
from geodata.territory.partition import Borders
from geodata.territory.planar import Ints
from geodata.territory.redrawing import Settled, redrawn, regions_of
from geodata.territory.regions import Regions
from geodata.territory.tiling import Tile
from geodata.territory.topology import NOWHERE

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


def _ties(regions: Regions, village: Settled) -> Ints | None:
    """(c, g) by cell and grid the households whose helper lives in that grid."""
    if village.helper is None:
        return None
    known = village.helper != NOWHERE
    ties = np.zeros((len(regions.homes), len(village.grids)), np.int64)
    np.add.at(ties, (regions.node[known], village.helper[known]), 1)
    return ties


def _evened(villages: Sequence[Settled], limit: float, borders: Borders) -> list[Tile]:
    regions = [regions_of(village) for village in villages]
    labels = [
        levelled(
            each.graph,
            mended(each.graph, each.grid, len(village.grids)),
            len(village.grids),
            _cap(village, limit),
            _ties(each, village),
        )
        for each, village in zip(regions, villages, strict=True)
    ]
    return redrawn(villages, regions, labels, borders)
