"""Which pairs are worth a look: the cheapest near each household to begin with, then all that the prices call for."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from geodata.contacts.pairing_problem import Floats, Ints, Problem

BLOCK, DISTRICT = 48, 48 * 32
"""Households looked at together: neighbours, so that one box and one short list of members does for all."""
NEAR = 192
"""Members nearest to a block, among whom its households look first."""
CANDIDATES, LOOKS = 12, 32
"""The cheapest of them: so many join the set of pairs, so many are looked through by nearest-first."""
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
    most = min(LOOKS, problem.members)
    found, costs = np.zeros((len(chosen), most), np.int64), np.zeros((len(chosen), most))
    row = np.zeros(problem.households, np.int64)
    row[chosen] = np.arange(len(chosen))
    for district in cut(chosen, DISTRICT):
        around = _nearest(problem, district, np.arange(problem.members), 8 * NEAR)
        for block in cut(district):
            who = _nearest(problem, block, around, NEAR)
            cost = problem.cost(block[:, None], who)
            order = np.argsort(cost, axis=1, kind="stable")[:, :most]
            found[row[block]] = who[order]
            costs[row[block]] = np.take_along_axis(cost, order, axis=1)
    return Candidates(chosen, found, costs)


def _nearest(problem: Problem, block: Ints, members: Ints, count: int) -> Ints:
    """At least that many of the members, nearest to the box around the block, in the order of place."""
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
    for district in cut(np.arange(problem.households), DISTRICT):
        around = _within_reach(problem, district, np.arange(problem.members), most, price)
        for block in cut(district):
            who = _within_reach(problem, block, around, most, price)
            if not len(who):
                continue
            cost = problem.cost(block[:, None], who) + price[who]
            count = min(NEW_PER_ROUND, len(who))
            order = np.argpartition(cost, count - 1, axis=1)[:, :count]
            cost = np.take_along_axis(cost, order, axis=1)
            row, column = np.nonzero(cost < pays[block][:, None])
            member = who[order[row, column]]
            yield block[row], member, cost[row, column] - price[member]


def _within_reach(problem: Problem, block: Ints, members: Ints, most: Floats, price: Floats) -> Ints:
    """The members near enough to be a better bargain for anybody of the block."""
    reach = np.full(len(members), -1.0)
    for weight in np.unique(problem.weight[block]).tolist():
        dearest = most[block][problem.weight[block] == weight].max()
        np.maximum(reach, (dearest - price[members]) / weight, out=reach)
    return members[box_metres(problem, block, members) <= reach]
