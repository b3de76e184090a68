"""Which pairs are worth a look: the cheapest near each household to begin with, then all that the prices call for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from geodata.pairing.solver.problem import Floats, Ints, Problem

BLOCK, DISTRICT = 48, 48 * 32
"""Households looked at together: neighbours, so that one box and one short list of members does for all."""
AT_ONCE = 2**16
"""So many pairs are looked at all together: to choose among the members first would take longer."""
NEAR = 192
"""Members nearest to a block, among whom its households look first."""
BARRED = 2**40
"""Stands for infinite among whole costs."""
LOOKS, LOOKS_IN_ALL = (32, 64), 2**18
"""The cheapest of them, which nearest-first looks through; of many households fewer, for the memory they take."""
WITH_ROOM = 3
"""A household's first pairs reach to its so many-th cheapest member who has room after nearest-first: where places
are short they reach far, elsewhere not. Whoever has room in the optimum too is never passed over for a dearer one.
"""
NEW_PER_ROUND = 8
"""Pairs that a household may add in a round: more would make the flow slower than the rounds they spare."""


@dataclass(frozen=True)
class Candidates:
    """`member[k]` are members for household `household[k]`, the cheapest first, and `cost[k]` their costs."""

    household: Ints
    member: Ints
    cost: Floats


def cut(chosen: Ints, size: int = BLOCK) -> list[Ints]:
    """Households, in the order of place, in blocks of about that size."""
    return np.array_split(chosen, -(-len(chosen) // size)) if len(chosen) else []


def box_metres(problem: Problem, block: Ints, members: Ints) -> Floats:
    """No household of the block is nearer than this to each of the members."""
    sides = []
    for home, helper in ((problem.homes.x, problem.helpers.x), (problem.homes.y, problem.helpers.y)):
        west, east, at = home[block].min(), home[block].max(), helper[members]
        sides.append(np.maximum(np.maximum(west - at, at - east), 0))
    return np.asarray(np.hypot(*sides) / 10 - 0.5)


def cheapest(problem: Problem, chosen: Ints) -> Candidates:
    """For each chosen household the cheapest of the members near its block."""
    fewest, most = LOOKS
    most = min(max(fewest, min(most, LOOKS_IN_ALL // max(len(chosen), 1))), problem.members)
    row = np.zeros(problem.households, np.int64)
    row[chosen] = np.arange(len(chosen))
    members, costs = np.zeros((len(chosen), most), np.int64), np.zeros((len(chosen), most))
    for block, who in _blocks(problem, chosen, partial(_nearest, problem)):
        # One whole number for cost and place sorts several times as fast as places by their costs.
        cost = np.minimum(problem.cost(block[:, None], who), BARRED).astype(np.int64) * len(who)
        cost += np.arange(len(who))
        cost.partition(most - 1, axis=1)
        least = np.sort(cost[:, :most], axis=1)
        least, place = np.divmod(least, len(who))
        members[row[block]] = who[place]
        costs[row[block]] = np.where(least < BARRED, least, np.inf)
    return Candidates(chosen, members, costs)


def _blocks(
    problem: Problem, chosen: Ints, worth_a_look: Callable[[Ints, Ints], Ints]
) -> Iterator[tuple[Ints, Ints]]:
    """All chosen households by block, each with the members that are worth a look, chosen by district first."""
    everybody = np.arange(problem.members)
    if len(chosen) * problem.members <= AT_ONCE:
        if len(chosen) and problem.members:
            yield chosen, everybody
        return
    for district in cut(chosen, DISTRICT):
        around = worth_a_look(district, everybody)
        for block in cut(district):
            who = worth_a_look(block, around)
            if len(who):
                yield block, who


def _nearest(problem: Problem, block: Ints, members: Ints) -> Ints:
    """At least so many of the members as a block or district looks at, nearest to its box, in the order of place."""
    count = NEAR if len(block) <= BLOCK else 8 * NEAR
    if count >= len(members):
        return members
    away = box_metres(problem, block, members)
    near: Ints = members[away <= np.partition(away, count - 1)[count - 1]]
    return near


def cheaper(problem: Problem, price: Floats, pays: Floats) -> Iterator[tuple[Ints, Ints, Floats]]:
    """Pairs that cost, with the member's price, less than the household pays now. Exact: every pair is considered.

    Yields (households, members, cost without price) by block: the best few of each household, the cheapest among them.
    """
    most = pays - np.where(problem.kept >= 0, problem.stay, 0)
    everyone = np.arange(problem.households)
    for block, who in _blocks(problem, everyone, partial(_within_reach, problem, most, price)):
        cost = problem.cost(block[:, None], who) + price[who]
        better = np.flatnonzero(cost.min(axis=1) < pays[block])
        if not len(better):
            continue
        homes, cost = block[better], cost[better]
        count = min(NEW_PER_ROUND, len(who))
        order = np.argpartition(cost, count - 1, axis=1)[:, :count]
        cost = np.take_along_axis(cost, order, axis=1)
        row, column = np.nonzero(cost < pays[homes, None])
        member = who[order[row, column]]
        yield homes[row], member, cost[row, column] - price[member]


def _within_reach(problem: Problem, most: Floats, price: Floats, block: Ints, members: Ints) -> Ints:
    """The members near enough to be a better bargain for anybody of the block."""
    reach = np.full(len(members), -1.0)
    for weight in np.unique(problem.weight[block]).tolist():
        dearest = most[block][problem.weight[block] == weight].max()
        np.maximum(reach, (dearest - price[members]) / weight, out=reach)
    return members[box_metres(problem, block, members) <= reach]
