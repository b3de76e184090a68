"""Present grids evened out with as few households moved as can be.

Only grids above the limit give households away, only as many as they must, over common borders, to the nearest grids
with room. Borders that nothing crosses stay the very lines they were. Metres in one projected CRS.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _

from geodata.errors import BadInput
from geodata.territory.levelling import levelled, mended
from geodata.territory.partition import Borders, drawn_borders
from geodata.territory.planar import Floats, Ints, Shapes, ring_segments, twins, vertex_numbers
from geodata.territory.regions import Regions, cells_in
from geodata.territory.relaxing import Network, network_of
from geodata.territory.tiling import Tile, tile

LIMIT = 1.12
"""The largest grid may hold so much of the mean of its village."""


@dataclass(frozen=True)
class Settled:
    """A village with its present `grids`; the points (n, 2) of its households, and the grid in which each lies."""

    grids: Shapes
    points: Floats
    grid: Ints
    weights: Ints | None = None


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


def _evened(villages: Sequence[Settled], limit: float, borders: Borders) -> list[Tile]:
    if not villages:
        return []
    regions = [_regions(village) for village in villages]
    labels = [
        levelled(
            each.graph,
            mended(each.graph, each.grid, len(village.grids)),
            len(village.grids),
            _cap(village, limit),
        )
        for each, village in zip(regions, villages, strict=True)
    ]
    rims = [_rim(village.grids) for village in villages]
    kept = [each.kept(label) for each, label in zip(regions, labels, strict=True)]
    new = [each.new(label) for each, label in zip(regions, labels, strict=True)]
    networks = [_network(*lines) for lines in zip(kept, new, strict=True)]
    drawn = drawn_borders(networks, rims, [each.homes for each in regions], borders)
    tiles = []
    for number, village in enumerate(villages):
        outline = shapely.coverage_union_all(village.grids)
        raw = np.r_[kept[number], new[number]]
        found = tile(outline, rims[number], regions[number].homes, labels[number], drawn[number], raw)
        tiles.append(Tile(found.grids, found.label[regions[number].node]))
    return tiles


def _regions(village: Settled) -> Regions:
    if not shapely.coverage_is_valid(village.grids):
        raise BadInput(
            _("The present grids of a village do not tile it."),
            remedy=_("Mend their borders first, or ask for a fresh split."),
        )
    return cells_in(village.grids, village.points, village.grid, village.weights)


def _rim(grids: Shapes) -> Floats:
    """The segments of grids that no other grid shares."""
    ends, _owner = ring_segments(grids)
    shared = np.concatenate(twins(vertex_numbers(ends.reshape(-1, 2)).reshape(-1, 2)))
    return np.delete(ends, shared, axis=0)


def _network(kept: Shapes, new: Shapes) -> Network:
    return network_of(np.r_[kept, new], fixed=shapely.get_coordinates(kept))
