"""Names for the arrays that the demo passes around, and the little arithmetic that all of it shares."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Shapes = NDArray[np.object_]
"""Shapely geometries, one per place."""
Rng = np.random.Generator


def stream(seed: int, *keys: int) -> Rng:
    """An independent stream of chance per seed and purpose: a change in one part does not shift the others."""
    return np.random.default_rng(np.random.SeedSequence([seed, *keys]))


def apportion(total: int, weights: Floats) -> Ints:
    """`total` split in whole numbers by weight (largest remainder); the parts add up to it exactly."""
    exact = total * weights / weights.sum()
    parts: Ints = np.floor(exact).astype(np.int64)
    rest = int(total - parts.sum())
    parts[np.argsort(parts - exact, kind="stable")[:rest]] += 1
    return parts


def positions_within(groups: NDArray[Any]) -> Ints:
    """For each element its rank (0, 1, 2, …) among the elements of the same group, in their order."""
    order = np.argsort(groups, kind="stable")
    ordered = groups[order]
    starts = np.r_[True, ordered[1:] != ordered[:-1]] if len(groups) else np.zeros(0, bool)
    first = np.maximum.accumulate(np.where(starts, np.arange(len(groups)), 0))
    ranks = np.empty(len(groups), dtype=np.int64)
    ranks[order] = np.arange(len(groups)) - first
    return ranks
