"""Grids for a village by load: so many households in each, every grid in one piece, short borders between hamlets.

Cells of the households (cells.py) are shared out by METIS, k-way and contiguous, where cutting a border costs its
metres and neighbours who live close hold together; what METIS leaves uneven is levelled; then the borders are pulled
straight (simplify.py), or rounded off. The same input, options and version of METIS give the same grids again.
Metres in one projected CRS.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import pymetis
from shapely.geometry.base import BaseGeometry

from geodata.geometry.arrays import Floats, Ints, Shapes, ring_segments
from geodata.geometry.balance import levelled, mended
from geodata.geometry.cells import Cells, voronoi_cells
from geodata.geometry.graph import Graph
from geodata.geometry.simplify import Network, network_of, obstacles, rounded, taut, together
from geodata.geometry.tiling import Tile, tile

Borders = Literal["straight", "natural"]


@dataclass(frozen=True)
class Options:
    """What a proposal depends on besides the village. `count`: so many grids, instead of households / `target`."""

    target: int = 105
    count: int | None = None
    borders: Borders = "straight"
    tolerance: float = 0.02
    """How far the largest grid may be above the mean; a single place with more than that keeps its grid alone."""
    tries: int = 2
    """Cuts that METIS makes to keep the best."""
    seed: int = 1

    def grids(self, load: int) -> int:
        return self.count or max(1, round(load / self.target))

    def record(self) -> dict[str, Any]:
        """All that is needed to get the same proposal again."""
        return asdict(self) | {"metis": ".".join(map(str, pymetis.version_tuple))}


@dataclass(frozen=True)
class Land:
    """A village: its outline, and the points (n, 2) of its households; `weights` (n,) is their load, 1 by default.

    Grids rather end at `dividers`: lines such as roads and rivers. `helpers` (n, 2) are the homes of those who look after
    the households, NaN where not known: grids rather keep both.
    """

    outline: BaseGeometry
    points: Floats
    weights: Ints | None = None
    dividers: Shapes | None = None
    helpers: Floats | None = None


def split(lands: Sequence[Land], options: Options | None = None) -> list[Tile]:
    """Fresh grids for each village; `label` is by point."""
    if not lands:
        return []
    options = options or Options()
    cells = [voronoi_cells(land.outline, land.points, land.weights) for land in lands]
    labels = [_labels(each, land, options) for each, land in zip(cells, lands, strict=True)]
    lines = [each.border(label) for each, label in zip(cells, labels, strict=True)]
    rims = [ring_segments(np.array([land.outline]))[0] for land in lands]
    drawn = drawn_borders(
        [network_of(each) for each in lines], rims, [each.homes for each in cells], options.borders
    )
    tiles = [
        tile(land.outline, rim, each.homes, label, neat, raw)
        for land, rim, each, label, neat, raw in zip(lands, rims, cells, labels, drawn, lines, strict=True)
    ]
    return [Tile(drawing.grids, drawing.label[each.node]) for drawing, each in zip(tiles, cells, strict=True)]


def _labels(cells: Cells, land: Land, options: Options) -> Ints:
    """(n,) the part of each cell."""
    graph = cells.graph if land.dividers is None else cells.divided_by(land.dividers)
    count = options.grids(int(graph.load.sum()))
    if land.helpers is None:
        return divide(graph, count, options)
    helper = cells.helpers_in(land.outline, land.helpers)
    return divide(cells.held_by(graph, helper), count, options)


def drawn_borders(
    networks: Sequence[Network], rims: Sequence[Floats], homes: Sequence[Floats], borders: Borders
) -> list[Shapes]:
    """The lines of each village's network, pulled straight or rounded off."""
    network, village = together(networks)
    around = obstacles(np.concatenate(rims), np.concatenate(homes))
    network = taut(network, around)
    if borders == "natural":
        network = rounded(network, around)
    lines = network.lines()
    return [lines[village == number] for number in range(len(networks))]


def divide(graph: Graph, count: int, options: Options) -> Ints:
    """(n,) the part 0 … of each node: `count` parts (never more than nodes with a load) of nearly equal load, each in one piece."""
    count = min(count, int((graph.load > 0).sum()))
    if count <= 1:
        return np.zeros(len(graph.load), np.int64)
    labels = mended(graph, _metis(graph, count, options), count)
    mean = graph.load.sum() / count
    # METIS keeps to the tolerance nearly always; what it leaves is levelled with a little more room.
    cap = max(int(np.ceil(mean)), int(mean * (1 + 1.5 * options.tolerance)))
    return levelled(graph, labels, count, cap)


def _metis(graph: Graph, count: int, options: Options) -> Ints:
    starts, near, pull = graph.rows
    wanted = pymetis.Options(
        contig=1, seed=options.seed, ncuts=options.tries, ufactor=round(1000 * options.tolerance)
    )
    parts = pymetis.part_graph(
        count,
        pymetis.CSRAdjacency(starts, near),
        vweights=graph.load,
        eweights=np.maximum(1, np.rint(pull)).astype(np.int64),
        options=wanted,
        recursive=False,
    )
    return np.array(parts.vertex_part, np.int64)
