"""Who should look after whom: the pairing of households with members that costs least, and the proof that it does.

Assumptions, and what follows from them:
- Every household needs one first contact; a member who is able takes on households up to a capacity.
- The cost of a pair is its metres as the crow flies, 200 more in another grid, 1,000 more in another village, all
  three times for a special household (`Rules`). Their sum is what is least; nothing is said about a single household.
- Present pairs stay unless they break a rule: the member cannot help, has too many, or lives too far away. They yield
  only to a special household that would have nobody otherwise.
- When there is not room for all, special households are never left out for others; as few as possible are left out.
- Households without a point are paired too: by the middle of their grid or village (`pairing_problem`).

The search is exact. A sparse set of pairs (those of a nearest-first round, and the cheapest of each household, the
farther the shorter places are around it) is paired by min-cost flow. Its prices for a place at each member give a lower
bound for any pairing (linear duality: sum of what households pay at least, less the price of all places), over all
pairs, and name every pair that could make it cheaper. Those join the set, until there is none: then bound and cost are
equal. The input in the same order gives the same pairing, to the last household. No database here; arrays in,
arrays out.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from geodata.pairing.solver.flow import Pairs, least_cost, prices
from geodata.pairing.solver.greedy import nearest_first
from geodata.pairing.solver.prepare import Prepared, even_load, prepare
from geodata.pairing.solver.problem import NOBODY, Floats, Households, Ints, Members, Places, Problem, Rules
from geodata.pairing.solver.reasons import Reason
from geodata.pairing.solver.search import WITH_ROOM, Candidates, cheaper, cheapest, cut

__all__ = [
    "Households",
    "Members",
    "Places",
    "Progress",
    "Proposal",
    "Reason",
    "Rules",
    "even_load",
    "propose",
    "solve",
]

MILD = 20_000
"""Metres that leaving a household out costs at first. Mostly as good as any higher price, and the flow is quicker."""
CHAIN = 3
"""Where every pair may be, whoever is left out can take any free place: no longer chain of moves is ever needed."""
MANY, UNLIKELY = 2**20, 500
"""Of more pairs than a processor's cache holds, those so much too dear (metres) are left out after the first round."""
LARGEST = 2**61
"""OR-tools multiplies costs by the number of nodes, in 64 bits."""

Progress = Callable[[int, float], None]
"""Called after each round with its number and the proven gap."""


@dataclass(frozen=True)
class Proposal:
    """`member[i]`: proposed for household i, -1 none. Costs are weighted metres, whole; `bound`: no pairing costs less.

    `cost` and `bound` count being left out and moving kept pairs too; `travel` only the pairs.
    `metres[i]`: distance of the proposed pair, `former_metres[i]` of the present one; NaN without a pair or a point.
    `rival`, `rival_travel`: cost of the newly paired by nearest-first, and by this proposal.
    """

    member: Ints
    kept: np.typing.NDArray[np.bool_]
    metres: Floats
    former_metres: Floats
    reasons: dict[int, Reason]
    cost: int
    bound: int
    travel: int
    rival: int
    rival_travel: int
    rounds: int

    @property
    def gap(self) -> float:
        """How far the cost may be above the optimum at most, as a share of the travel; 0 is proven optimal."""
        return (self.cost - self.bound) / max(self.travel, 1)

    @property
    def nearest_first_ratio(self) -> float | None:
        """How many times as much nearest-first costs for the same households; None when nobody is newly paired."""
        return self.rival / self.rival_travel if self.rival_travel else None


@dataclass(frozen=True)
class Solution:
    """The end of a search: members by household, the set of pairs, and the proof."""

    member: Ints
    pairs: Pairs
    cost: int
    travel: int
    bound: int
    rounds: int


def propose(
    households: Households,
    members: Members,
    rules: Rules | None = None,
    *,
    from_scratch: bool = False,
    progress: Progress | None = None,
) -> Proposal:
    """The pairing of least cost. `from_scratch` forgets the present pairs."""
    prepared = prepare(households, members, rules or Rules(), from_scratch=from_scratch)
    return _proposal(prepared, households, members, *solve(prepared, progress))


def solve(prepared: Prepared, progress: Progress | None = None) -> tuple[Solution, tuple[int, int]]:
    """The pairing of least cost with its proof, and what nearest-first and it cost for the newly paired."""
    problem, turn = prepared.problem, prepared.home_order
    candidates = cheapest(problem, np.flatnonzero(problem.kept < 0))
    start = nearest_first(problem, candidates, turn)
    problem = replace(problem, room_for_all=bool(np.all(start >= 0)))
    solution = _search_twice(problem, _first_pairs(problem, candidates, start), progress)
    return solution, _rival(problem, candidates, turn, start, solution.member)


def _first_pairs(problem: Problem, candidates: Candidates, start: Ints) -> Pairs:
    """The cheapest of each household, and the pairs of nearest-first, so that nobody is left out for want of them."""
    paired = np.flatnonzero(start >= 0)
    room = problem.room - np.bincount(start[paired], minlength=problem.members)
    free = room[candidates.member] > 0
    wanted = np.cumsum(free, axis=1, dtype=np.int8) - free < WITH_ROOM
    chosen = candidates.member == start[candidates.household, None]
    row, rank = np.nonzero((wanted | chosen) & np.isfinite(candidates.cost))
    first = Pairs(candidates.household[row], candidates.member[row, rank], candidates.cost[row, rank])
    listed = np.zeros(problem.households, bool)
    listed[candidates.household[chosen.any(axis=1)]] = True
    rest = paired[~listed[paired]]
    if not len(rest):
        return first
    return Pairs.union([first, Pairs(rest, start[rest], problem.cost(rest, start[rest]))])


def _search_twice(problem: Problem, pairs: Pairs, progress: Progress | None) -> Solution:
    """First with mild prices; unless they leave out as few as can be, with prices that nothing outweighs."""
    solution = Solution(problem.kept, pairs, 0, 0, 0, 0)
    solution = _search(problem.with_prices(min(MILD, problem.dearest + 1), 1), solution, progress)
    if _none_fewer(problem, solution.member):
        return solution
    unit = problem.dearest + 1
    any_pair = not problem.rules.radius and not len(problem.barred)
    chain = CHAIN if any_pair else problem.members + 1
    nodes = problem.households + problem.members + 2
    chain = max(CHAIN, min(chain, int((LARGEST / nodes / unit / 4) ** 0.5) - 1))
    return _search(problem.with_prices(unit, chain), solution, progress)


def _none_fewer(problem: Problem, member: Ints) -> bool:
    """No pairing leaves out fewer, or fewer special ones, or moves fewer kept pairs: higher prices change nothing."""
    out, room = member < 0, int(problem.room.sum())
    moved = (problem.kept >= 0) & (problem.kept != member)
    return not moved.any() and all(
        np.count_nonzero(out & some) == max(0, np.count_nonzero(some) - room)
        for some in (np.ones_like(out), problem.special)
    )


def _search(problem: Problem, start: Solution, progress: Progress | None) -> Solution:
    """Pair over the set, bound over all pairs, add what is cheaper; until nothing is, or the gap is small enough."""
    # What moving a kept pair costs differs from one search to the next.
    pairs, rounds = start.pairs.priced(problem) if problem.stay else start.pairs, start.rounds
    while True:
        rounds += 1
        member = least_cost(problem, pairs)
        cost, travel = _paid(problem, member)
        price = prices(problem, pairs, member)
        bound, new = _bound(problem, pairs, price)
        share = (cost - bound) / max(travel, 1)
        if progress:
            progress(rounds, share)
        if not new or share <= problem.rules.gap:
            return Solution(member, pairs, cost, travel, bound, rounds)
        if rounds == start.rounds + 1 and len(pairs.cost) > MANY:
            pairs = _likely(problem, pairs, price)
        pairs = Pairs.union([pairs, *new])


def _likely(problem: Problem, pairs: Pairs, price: Floats) -> Pairs:
    """Without those that at these prices cost UNLIKELY more than the household's cheapest. Should one be wanted, it comes back."""
    cost = pairs.cost + price[pairs.member]
    least = np.full(problem.households, np.inf)
    np.minimum.at(least, pairs.household, cost)
    likely = cost <= least[pairs.household] + UNLIKELY
    return Pairs(pairs.household[likely], pairs.member[likely], pairs.cost[likely])


def _bound(problem: Problem, pairs: Pairs, price: Floats) -> tuple[int, list[Pairs]]:
    """What any pairing costs at least, and the pairs that at these prices are cheaper than what is paid."""
    assert problem.left_out is not None
    pays = problem.left_out.astype(np.float64)
    np.minimum.at(pays, pairs.household, pairs.cost + price[pairs.member])
    least, new = pays.copy(), []
    for household, member, cost in cheaper(problem, price, pays):
        np.minimum.at(least, household, cost + price[member])
        new.append(Pairs(household, member, cost))
    return _exact(least) - _exact(price * problem.room), new


def _exact(numbers: Floats | Ints) -> int:
    """The sum of whole numbers without any loss."""
    return sum(numbers.astype(np.int64).tolist())


def _paid(problem: Problem, member: Ints) -> tuple[int, int]:
    """What a pairing costs in all, and its pairs alone."""
    assert problem.left_out is not None
    household = np.flatnonzero(member >= 0)
    moved = (problem.kept[household] >= 0) & (problem.kept[household] != member[household])
    pairs = _exact(problem.cost(household, member[household]))
    travel = pairs - problem.stay * int(np.count_nonzero(moved))
    return pairs + _exact(problem.left_out[member < 0]), travel


def _rival(problem: Problem, candidates: Candidates, turn: Ints, start: Ints, ours: Ints) -> tuple[int, int]:
    """What nearest-first and we pay for the households that are newly paired here."""
    new = np.flatnonzero((ours >= 0) & (problem.kept < 0))
    # Where some are left out, nearest-first is asked for the same households that we have paired.
    theirs = start if np.all(ours >= 0) else nearest_first(problem, candidates, turn, wanted=new)
    both = new[theirs[new] >= 0]
    return _exact(problem.cost(both, theirs[both])), _exact(problem.cost(both, ours[both]))


def _proposal(
    prepared: Prepared, households: Households, members: Members, solution: Solution, rival: tuple[int, int]
) -> Proposal:
    """Back in the order that was asked in."""
    problem = prepared.problem
    member = np.full(len(households), NOBODY)
    member[prepared.home_order] = np.append(prepared.helper_order, NOBODY)[solution.member]
    return Proposal(
        member=member,
        kept=(member >= 0) & (member == households.member),
        metres=_metres(households.at, members.at, member),
        former_metres=_metres(households.at, members.at, households.member),
        reasons={
            int(prepared.home_order[k]): reason for k, reason in _reasons(problem, solution.member).items()
        },
        cost=solution.cost,
        bound=solution.bound,
        travel=solution.travel,
        rival=rival[0],
        rival_travel=rival[1],
        rounds=solution.rounds,
    )


def _metres(homes: Places, helpers: Places, member: Ints) -> Floats:
    """Distance to the member, NaN where there is none or a point is missing."""
    paired = np.flatnonzero(member >= 0)
    metres = np.full(len(member), np.nan)
    who = member[paired]
    metres[paired] = np.hypot(homes.x[paired] - helpers.x[who], homes.y[paired] - helpers.y[who])
    return metres


def _reasons(problem: Problem, member: Ints) -> dict[int, Reason]:
    if not problem.members:
        return dict.fromkeys(range(problem.households), Reason.NO_MEMBER)
    reasons: dict[int, Reason] = {}
    for block in cut(np.flatnonzero(member < 0)):
        reachable = np.isfinite(problem.cost(block[:, None], np.arange(problem.members))).any(axis=1)
        reasons |= dict.fromkeys(block[reachable].tolist(), Reason.NO_ROOM)
        reasons |= dict.fromkeys(block[~reachable].tolist(), Reason.TOO_FAR)
    return reasons
