"""Nearest first: what a careful clerk does, and what the optimum starts from and is measured against."""

from itertools import count

import numpy as np

from geodata.pairing.solver.problem import NOBODY, Ints, Problem
from geodata.pairing.solver.search import Candidates

STALE_AFTER = 64
"""Full members are looked at again at most so many times."""


def nearest_first(
    problem: Problem, candidates: Candidates, turn: Ints, *, wanted: Ints | None = None
) -> Ints:
    """Kept pairs stay; then special households, then the others, in their `turn`, each take the cheapest with room.

    `wanted`: only these households look. Returns the member of each household, -1 where there is none.
    """
    member = problem.kept.copy()
    room = problem.room - np.bincount(member[member >= 0], minlength=problem.members)
    queue = np.flatnonzero(member < 0) if wanted is None else wanted[member[wanted] < 0]
    queue = queue[np.lexsort((turn[queue], ~problem.special[queue]))]
    row = np.full(problem.households, NOBODY)
    row[candidates.household] = np.arange(len(candidates.household))
    # A pair that may not be stands as the last of the members, who is nobody and never has room.
    listed = np.where(np.isfinite(candidates.cost), candidates.member, problem.members)[row[queue]]
    free, open_members, looks = [*room.tolist(), 0], np.flatnonzero(room), count(1)
    for household, cheapest in zip(queue.tolist(), listed, strict=True):
        for pick in cheapest.tolist():
            if free[pick]:
                break
        else:
            if next(looks) % STALE_AFTER == 0:
                open_members = open_members[np.array(free)[open_members] > 0]
            pick = _cheapest_open(problem, household, open_members, free)
        if pick >= 0:
            free[pick] -= 1
            member[household] = pick
    return member


def _cheapest_open(problem: Problem, household: int, members: Ints, free: list[int]) -> int:
    """The cheapest of all members who still have room, or -1; `members` may hold some who are full by now."""
    cost = problem.cost(np.array([household]), members)
    for _look in range(len(members)):
        place = int(cost.argmin())
        if not np.isfinite(cost[place]):
            break
        if free[members[place]]:
            return int(members[place])
        cost[place] = np.inf
    return NOBODY
