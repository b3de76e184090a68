"""Who borders on whom: the graph of cells that partitions are made on."""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from geodata.geometry.arrays import Flags, Floats, Ints

NEAR_PULL, NEAR_METRES = 100.0, 60.0
"""Neighbours at distance d hold together like NEAR_PULL · exp(−d / NEAR_METRES) metres of border more."""

DIVIDED_PULL = 0.1
"""Across a road or river only so much of that holds."""


@dataclass(frozen=True)
class Graph:
    """Nodes with a `load` (n,), edges `one[e] < other[e]`, each pair once.

    `metres` is the shared border of an edge (0 for a bridge over water), `apart` the distance of the two homes.
    """

    load: Ints
    one: Ints
    other: Ints
    metres: Floats
    apart: Floats
    divided: Flags | None = None
    """(m,) edges between homes on two sides of a road or river."""
    held: Floats | None = None
    """(m,) what an edge holds together besides, in metres: both homes are looked after by the same person."""

    @cached_property
    def pull(self) -> Floats:
        """What it costs to cut an edge, in metres of border."""
        whole = self.metres + NEAR_PULL * np.exp(-self.apart / NEAR_METRES)
        parted = whole if self.divided is None else np.where(self.divided, DIVIDED_PULL * whole, whole)
        return parted if self.held is None else parted + self.held

    @cached_property
    def rows(self) -> tuple[Ints, Ints, Floats]:
        """The edges in both directions by node: starts (n + 1,), neighbours, pulls."""
        here, there = np.r_[self.one, self.other], np.r_[self.other, self.one]
        order = np.lexsort((there, here))
        starts = np.searchsorted(here[order], np.arange(len(self.load) + 1))
        return starts, there[order], np.r_[self.pull, self.pull][order]

    @cached_property
    def neighbours(self) -> list[dict[int, float]]:
        """For each node its neighbours with their pull."""
        starts, there, pull = self.rows
        near, weight, cuts = there.tolist(), pull.tolist(), starts.tolist()
        return [dict(zip(near[a:b], weight[a:b], strict=True)) for a, b in pairwise(cuts)]

    def pieces(self, labels: Ints) -> Ints:
        """(n,) the connected piece of equal label in which each node lies, named by its lowest node."""
        same = labels[self.one] == labels[self.other]
        return components(len(self.load), self.one[same], self.other[same])

    def contiguous(self, labels: Ints) -> bool:
        """Is each label one connected piece?"""
        return len(np.unique(self.pieces(labels))) == len(np.unique(labels))


def components(count: int, one: Ints, other: Ints) -> Ints:
    """(count,) the lowest node that each node is joined to by the edges."""
    root = np.arange(count)
    while True:
        low = np.minimum(root[one], root[other])
        joined = root.copy()
        np.minimum.at(joined, root[one], low)
        np.minimum.at(joined, root[other], low)
        joined = joined[joined]
        if np.array_equal(joined, root):
            return root
        root = joined


def simple(load: Ints, one: Ints, other: Ints, metres: Floats, apart: Floats) -> Graph:
    """A graph from edges that may repeat, run either way or lead back to their node: borders of one pair are summed."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    keep = low != high
    key, first, pair = np.unique(low[keep] * len(load) + high[keep], return_index=True, return_inverse=True)
    total = np.bincount(pair, weights=metres[keep], minlength=len(key)).astype(np.float64)
    return Graph(load, key // max(len(load), 1), key % max(len(load), 1), total, apart[keep][first])


def longest_neighbour(count: int, one: Ints, other: Ints, metres: Floats, among: Flags) -> Ints:
    """(count,) for each node of `among` the neighbour with the longest border, -1 where it has none (or is not asked)."""
    here, there, length = np.r_[one, other], np.r_[other, one], np.r_[metres, metres]
    wanted = among[here] & (here != there)
    here, there, length = here[wanted], there[wanted], length[wanted]
    best = np.full(count, -1, np.int64)
    order = np.lexsort((-there, length))
    best[here[order]] = there[order]
    return best
