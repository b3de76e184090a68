"""From what is asked to numbers: stand-ins for missing points, the pairs that are kept, and an order by place."""

from dataclasses import dataclass, replace

import numpy as np

from geodata.pairing.solver.problem import (
    NOBODY,
    Flags,
    Floats,
    Households,
    Ints,
    Members,
    Places,
    Problem,
    Rules,
)


@dataclass(frozen=True)
class Prepared:
    """The problem with neighbours near each other in memory; `home_order[k]` is the index that household k was given as."""

    problem: Problem
    home_order: Ints
    helper_order: Ints


def prepare(households: Households, members: Members, rules: Rules, *, from_scratch: bool) -> Prepared:
    """The problem that the flow solves: all households, and the members who may be given any."""
    homes, helpers = _filled(households.at, members.at)
    places = members.places
    useful = np.flatnonzero(places > 0)
    home_order, helper_order = _by_place(homes), useful[_by_place(helpers[useful])]
    rank = np.full(len(members) + 1, NOBODY)  # the last stands for nobody
    rank[helper_order] = np.arange(len(useful))
    special = households.special[home_order]
    problem = Problem(
        homes=homes[home_order],
        helpers=_unlike(helpers[helper_order]),
        home_known=households.at.known[home_order],
        helper_known=members.at.known[helper_order],
        special=special,
        weight=np.where(special, rules.special_weight, 1),
        kept=np.full(len(households), NOBODY),
        room=places[helper_order],
        barred=_keys(households.barred, np.argsort(home_order), rank, len(useful)),
        rules=rules,
    )
    if not from_scratch:
        problem = replace(problem, kept=keepers(problem, rank[households.member[home_order]]))
    if rules.load:
        held = np.bincount(problem.kept[problem.kept >= 0], minlength=problem.members)
        problem = replace(problem, room=np.minimum(problem.room, np.maximum(held, rules.load)))
    return Prepared(problem, home_order, helper_order)


def even_load(members: Members, households: int, *, spare: float = 0.1) -> int:
    """The least number of households per member for which all find a place and that share of places is left over."""
    wanted = int(np.ceil(households * (1 + spare)))
    for load in range(1, int(members.places.max(initial=0)) + 1):
        if np.minimum(members.places, load).sum() >= wanted:
            return load
    return 0


def keepers(problem: Problem, present: Ints) -> Ints:
    """The present member of each household who keeps it, -1 where a rule is broken.

    Broken: the member cannot help, is too far, or has too many; then special households stay first, the nearest next.
    """
    kept = np.full(problem.households, NOBODY)
    paired = np.flatnonzero(present >= 0)
    cost = problem.cost(paired, present[paired])
    paired, cost = paired[np.isfinite(cost)], cost[np.isfinite(cost)]
    order = np.lexsort((paired, cost, ~problem.special[paired], present[paired]))
    paired = paired[order]
    place = np.arange(len(paired)) - np.searchsorted(present[paired], present[paired])
    stays = paired[place < problem.room[present[paired]]]
    kept[stays] = present[stays]
    return kept


def _filled(homes: Places, helpers: Places) -> tuple[Places, Places]:
    """Decimetres, with a stand-in wherever there is no point."""
    both = Places(
        *(np.r_[getattr(homes, n), getattr(helpers, n)] for n in ("x", "y", "grid", "village", "township"))
    )
    x, y = both.x.astype(np.float64), both.y.astype(np.float64)
    missing = ~both.known
    for area in (both.grid, both.village, both.township, np.zeros(len(both), np.int64)):
        if not missing.any():
            break
        missing = _fill_from(x, y, area, both.known, missing)
    x[missing], y[missing] = 0, 0
    full = replace(both, x=np.rint(x * 10), y=np.rint(y * 10))
    count = len(homes)
    return full[np.arange(count)], full[np.arange(count, len(both))]


def _fill_from(x: Floats, y: Floats, area: Ints, known: Flags, missing: Flags) -> Flags:
    """Fill in the middle of the known points of the same area; returns what is missing still."""
    _, place = np.unique(area, return_inverse=True)
    usable = known & (area >= 0)
    count = np.bincount(place[usable], minlength=len(area))
    mends = missing & (area >= 0) & (count[place] > 0)
    for axis in (x, y):
        total = np.bincount(place[usable], weights=axis[usable], minlength=len(area))
        axis[mends] = (total / np.maximum(count, 1))[place[mends]]
    return np.asarray(missing & ~mends)


def _unlike(helpers: Places) -> Places:
    """Unknown areas of members are not those of households."""
    areas = (helpers.grid, helpers.village, helpers.township)
    return Places(helpers.x, helpers.y, *(np.where(area < 0, area - 1, area) for area in areas))


def _keys(barred: Ints, home_rank: Ints, helper_rank: Ints, helpers: int) -> Ints:
    """Sorted keys of the barred pairs whose member is in the problem."""
    home, helper = home_rank[barred[:, 0]], helper_rank[barred[:, 1]]
    return np.sort((home * helpers + helper)[helper >= 0])


def _by_place(places: Places) -> Ints:
    """Along a Z-curve of 100 m cells: what is near in the list is near on the ground."""
    cells = [
        np.clip((axis - axis.min(initial=0)) // 1000, 0, 0xFFFF).astype(np.uint64)
        for axis in (places.x, places.y)
    ]
    return np.argsort(_spread(cells[0]) | _spread(cells[1]) << np.uint64(1), kind="stable")


def _spread(number: np.typing.NDArray[np.uint64]) -> np.typing.NDArray[np.uint64]:
    """16 bits, each followed by an empty one."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        number = (number | number << np.uint64(shift)) & np.uint64(mask)
    return number
