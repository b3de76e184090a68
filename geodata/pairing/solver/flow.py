"""The flow of least cost over a sparse set of pairs, and the prices that prove it.

A household sends one unit to a member, or straight on when it is left out, where that may be; a member passes on as
many as there is room for. OR-tools' cost scaling solves it exactly in whole numbers and repeats exactly. Its prices are
not to be had from Python, and are found again from the flow: the least that explain why nobody goes to a member who is
full.

Do not load highspy in the same process: both bring a HiGHS of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from geodata.pairing.solver.problem import NOBODY, Floats, Ints, Problem


@dataclass(frozen=True)
class Pairs:
    """A sparse set of pairs that may be, in the order of households, with their costs."""

    household: Ints
    member: Ints
    cost: Floats

    @classmethod
    def union(cls, parts: Iterable["Pairs"]) -> "Pairs":
        """The pairs of all parts, without those of infinite cost."""
        columns = zip(*((part.household, part.member, part.cost) for part in parts), strict=True)
        household, member, cost = (np.concatenate(column) for column in columns)
        fits = np.flatnonzero(np.isfinite(cost))
        _, once = np.unique(household[fits] << 32 | member[fits], return_index=True)
        return cls(household[fits][once], member[fits][once], cost[fits][once])

    def priced(self, problem: Problem) -> "Pairs":
        """The same pairs at this problem's costs."""
        return Pairs(self.household, self.member, problem.cost(self.household, self.member))


def least_cost(problem: Problem, pairs: Pairs) -> Ints:
    """The member of each household in the cheapest pairing over these pairs, -1 where it is left out."""
    assert problem.left_out is not None
    homes, helpers, count = problem.households, problem.members, len(pairs.cost)
    sink = homes + helpers
    flow = SimpleMinCostFlow()
    # An arc past the members only where it may be wanted: the solver takes a quarter longer with them.
    past, everybody = np.arange(0 if problem.room_for_all else homes), homes + np.arange(helpers)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([pairs.household, past, everybody]).astype(np.int32),
        np.concatenate([homes + pairs.member, np.full(len(past) + helpers, sink)]).astype(np.int32),
        np.concatenate([np.ones(count + len(past), np.int64), problem.room]),
        np.concatenate([pairs.cost.astype(np.int64), problem.left_out[past], np.zeros(helpers, np.int64)]),
    )
    supply = np.concatenate([np.ones(homes, np.int64), np.zeros(helpers, np.int64), [-homes]])
    flow.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supply)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"min-cost flow: {status}")
    used = np.asarray(flow.flows(arcs[:count])) > 0
    member = np.full(homes, NOBODY)
    member[pairs.household[used]] = pairs.member[used]
    return member


def prices(problem: Problem, pairs: Pairs, member: Ints) -> Floats:
    """For each member the least price of a place that is consistent with an optimal pairing; 0 while there is room.

    A price is raised until no household would rather come here than stay where it is, at the price of that place.
    """
    assert problem.left_out is not None
    paired = np.flatnonzero(member >= 0)
    own, price = np.zeros(problem.households), np.zeros(problem.members)
    own[paired] = problem.cost(paired, member[paired])
    pays = np.where(member >= 0, own, problem.left_out)
    first = np.searchsorted(pairs.household, np.arange(problem.households + 1))
    moved = np.arange(problem.households)
    while len(moved):
        theirs = _runs(first[moved], first[moved + 1])
        raised = price.copy()
        np.maximum.at(raised, pairs.member[theirs], pays[pairs.household[theirs]] - pairs.cost[theirs])
        moved = paired[(raised > price)[member[paired]]]
        price = raised
        pays[moved] = own[moved] + price[member[moved]]
    return price


def _runs(first: Ints, after: Ints) -> Ints:
    """All numbers of the ranges [first, after), one range after the other."""
    length = after - first
    runs: Ints = np.arange(length.sum()) + np.repeat(first - np.cumsum(length) + length, length)
    return runs
