"""Present grids redrawn so that some households change grid and all other borders stay the very lines they were.

Metres in one projected CRS.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.geometry.arrays import Floats, Ints, Shapes, ring_segments, twins, vertex_numbers
from geodata.geometry.partition import Borders, drawn_borders
from geodata.geometry.regions import Regions, cells_in
from geodata.geometry.simplify import network_of
from geodata.geometry.tiling import Tile, tile


@dataclass(frozen=True)
class Settled:
    """A village with its present `grids`; the points (n, 2) of its households, and the grid (n,) in which each lies."""

    grids: Shapes
    points: Floats
    grid: Ints
    weights: Ints | None = None
    helpers: Floats | None = None
    """(n, 2) the home of whoever looks after each household; NaN: not known."""


def lasso(village: Settled, households: Ints, into: int, borders: Borders = "straight") -> Tile:
    """The grids of the village when these households belong to the grid `into`, and its border follows them.

    Households on one point go together. Raises BadInput where a grid would be left empty or in pieces, or the
    present grids do not tile the village.
    """
    regions = regions_of(village)
    labels = regions.grid.copy()
    labels[regions.node[households]] = into
    if len(np.unique(labels)) < len(village.grids):
        raise BadInput(
            _("A grid would be left with no land."), remedy=_("Merge the two grids if that is what you want.")
        )
    if _more_pieces(regions, labels):
        raise BadInput(
            _("A grid would be in several pieces."),
            remedy=_("Choose households that adjoin each other and the grid that receives them."),
        )
    return redrawn([village], [regions], [labels], borders)[0]


def _more_pieces(regions: Regions, labels: Ints) -> bool:
    return len(np.unique(regions.graph.pieces(labels))) > len(np.unique(regions.graph.pieces(regions.grid)))


def regions_of(village: Settled) -> Regions:
    """The cells of a village within its present grids. Raises BadInput when those do not tile it."""
    if not shapely.coverage_is_valid(village.grids):
        raise BadInput(
            _("The current grids of a village do not tile it."),
            remedy=_("Fix their borders first, or divide from scratch."),
        )
    return cells_in(village.grids, village.points, village.grid, village.weights)


def redrawn(
    villages: Sequence[Settled], regions: Sequence[Regions], labels: Sequence[Ints], borders: Borders
) -> list[Tile]:
    """The grids that `labels` (by cell of the `regions`) make of each village; what is new is drawn as `borders` says."""
    if not villages:
        return []
    rims = [_rim(village.grids) for village in villages]
    kept = [each.kept(label) for each, label in zip(regions, labels, strict=True)]
    new = [each.new(label) for each, label in zip(regions, labels, strict=True)]
    networks = [
        network_of(np.r_[stays, comes], fixed=shapely.get_coordinates(stays))
        for stays, comes in zip(kept, new, strict=True)
    ]
    drawn = drawn_borders(networks, rims, [each.homes for each in regions], borders)
    tiles = []
    for number, village in enumerate(villages):
        outline = shapely.coverage_union_all(village.grids)
        raw = np.r_[kept[number], new[number]]
        drawn_tile = tile(outline, rims[number], regions[number].homes, labels[number], drawn[number], raw)
        tiles.append(Tile(drawn_tile.grids, drawn_tile.label[regions[number].node]))
    return tiles


def _rim(grids: Shapes) -> Floats:
    """The segments of grids that no other grid shares."""
    ends, _owner = ring_segments(grids)
    shared = np.concatenate(twins(vertex_numbers(ends.reshape(-1, 2)).reshape(-1, 2)))
    return np.delete(ends, shared, axis=0)
