"""Who goes with whom, each at most once, so that the sum of the weights is largest."""

import numpy as np
from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

from geodata.geometry.arrays import Ints

BITS = 40
"""OR-tools multiplies costs by the number of nodes, twice, in 64 bits: so many are left for weights and ranks."""


def heaviest(one: Ints, other: Ints, weight: Ints) -> Ints:
    """(c,) places of the chosen among the pairs (k,), without any `one` or `other` twice.

    Weights are whole and positive. Of equal sums that of more pairs is chosen, and of the first ones.
    """
    if not len(weight):
        return np.zeros(0, np.int64)
    ones, i = np.unique(one, return_inverse=True)
    others, j = np.unique(other, return_inverse=True)
    # Whoever stays alone goes with a stand-in of its own; the stand-ins of a chosen pair go with each other.
    alone, alike = np.arange(len(ones)), np.arange(len(others))
    ranks = np.arange(len(weight), 0, -1)
    step = 1 + int(ranks.sum())
    # Weights of more bits than there are lose their last ones.
    gain = (weight >> max(0, (int(weight.max()) * step).bit_length() - BITS)) * step + ranks
    solver = SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(
        np.concatenate([i, alone, len(ones) + alike, len(ones) + j]).astype(np.int32),
        np.concatenate([j, len(others) + alone, alike, len(others) + i]).astype(np.int32),
        np.concatenate([-gain, np.zeros(len(ones) + len(others) + len(weight), np.int64)]),
    )
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise ArithmeticError(f"assignment: {status}")
    mates = np.array([solver.right_mate(place) for place in range(len(ones))], np.int64)
    return np.flatnonzero(mates[i] == j)
