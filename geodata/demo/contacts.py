"""Invented contact members, who looks after whom, and the posts; with the gaps that a real county has.

Ages are in days before the day of the demo; -1 stands for "not ended" and for "nobody".
"""

from dataclasses import dataclass

import numpy as np

from geodata.demo.arrays import Flags, Floats, Ints, Rng, apportion
from geodata.demo.names import invent_names, invent_phones
from geodata.demo.people import Households
from geodata.demo.terrain import Grids

HOUSEHOLDS_PER_MEMBER = 8.8
ABILITIES = ("able", "away", "ill", "aged", "other")
ABILITY_ODDS = (0.89, 0.03, 0.015, 0.06, 0.005)
LEFT = 0.02
CAPACITIES = (20, 10, 5, 30)
CAPACITY_ODDS = (0.86, 0.07, 0.03, 0.04)

LINKED = 0.93
SECOND_CONTACT = 0.05
FORMER_CONTACT = 0.08
CROSSES_A_LINE = 0.02
GRIDS_WITHOUT_MEMBERS = 0.01
GRIDS_WITHOUT_LEADER = 0.06
GRIDS_WITHOUT_BRANCH = 0.02
GRIDS_WITH_CADRE = 0.3
VILLAGES_WITHOUT_TEAM = 0.05
START_AGE = 900
"""The practice began so long ago."""
SINCE_THE_START = 0.7
"""Of the present contacts so many are there ever since; the others came one by one."""


@dataclass(frozen=True)
class Members:
    """One element per member; `home` is the household that he or she lives in; `left_age` -1: still a member."""

    name: list[str]
    phone: list[str]
    village: Ints
    grid: Ints
    home: Ints
    ability: Ints
    capacity: Ints
    since_age: Ints
    left_age: Ints

    @property
    def helps(self) -> Flags:
        helps: Flags = (self.ability == 0) & (self.left_age < 0)
        return helps


@dataclass(frozen=True)
class Links:
    """One element per contact link, the open primary ones first; `reason` is empty while `until_age` is -1."""

    household: Ints
    member: Ints
    primary: Flags
    since_age: Ints
    until_age: Ints
    reason: list[str]


@dataclass(frozen=True)
class Posts:
    """One element per duty: the kind, the index of the holder among the cadres, and of the area at the kind's level."""

    kind: list[str]
    holder: Ints
    place: Ints
    since_age: Ints
    until_age: Ints


def invent_members(households: Households, grids: Grids, rng: Rng) -> Members:
    """Members by grid, about one to nine households; a few grids have none, a few members cannot help or left."""
    size = np.bincount(households.grid[households.grid >= 0], minlength=len(grids.village))
    weight = size * rng.lognormal(0.0, 0.35, len(size))
    weight[rng.choice(len(size), round(len(size) * GRIDS_WITHOUT_MEMBERS), replace=False)] = 0
    count = max(1, round(len(households.size) / HOUSEHOLDS_PER_MEMBER))
    grid = np.repeat(np.arange(len(size)), apportion(count, weight))
    gone = rng.random(count) < LEFT
    return Members(
        name=invent_names(count, rng),
        phone=invent_phones(count, rng),
        village=grids.village[grid],
        grid=grid,
        home=_homes(households, grid, rng),
        ability=rng.choice(len(ABILITIES), count, p=ABILITY_ODDS),
        capacity=np.array(CAPACITIES)[rng.choice(len(CAPACITIES), count, p=CAPACITY_ODDS)],
        since_age=START_AGE + rng.integers(0, 600, count),
        left_age=np.where(gone, rng.integers(15, 300, count), -1),
    )


def _homes(households: Households, grid: Ints, rng: Rng) -> Ints:
    """A random household of the member's grid."""
    order = np.argsort(households.grid, kind="stable")
    ordered = households.grid[order]
    first, after = np.searchsorted(ordered, grid), np.searchsorted(ordered, grid, side="right")
    return order[first + (rng.random(len(grid)) * (after - first)).astype(np.int64)]


def invent_links(households: Households, members: Members, grids: Grids, special: Flags, rng: Rng) -> Links:
    """93 % of the households have a primary contact, special ones more often; with second and former contacts."""
    member = np.where(_linked(households, members, grids, special, rng), _pair(households, members, rng), -1)
    household = np.flatnonzero(member >= 0)
    open_primary = _open_links(household, member[household], True, rng)
    second = rng.choice(household, round(len(household) * SECOND_CONTACT), replace=False)
    other = _colleague(members, member[second])
    fits = other != member[second]
    open_second = _open_links(second[fits], other[fits], False, rng)
    former = rng.choice(len(household), round(len(household) * FORMER_CONTACT), replace=False)
    return _joined(open_primary, open_second, _former_links(open_primary, former, members, rng))


def _linked(households: Households, members: Members, grids: Grids, special: Flags, rng: Rng) -> Flags:
    """Who has a contact: missing ones cluster in some grids, and where there is no member half are missing."""
    weak = 0.35 + rng.gamma(0.6, 1.0, len(grids.village))
    weak[np.bincount(members.grid[members.helps], minlength=len(weak)) == 0] = 12.0
    lack = weak[households.grid] * rng.exponential(1.0, len(households.size))
    lack += 2.0 * households.exempt * rng.random(len(lack))
    lack *= np.where(special, 0.4, 1.0)
    return lack <= np.quantile(lack, LINKED)


def _pair(households: Households, members: Members, rng: Rng) -> Ints:
    """For every household the nearest helping member of its grid with room; some look across a line, -1 none."""
    grid = np.where(households.grid >= 0, households.grid, -2)
    by_grid, by_village = _groups(members.grid), _groups(members.village)
    lookers = rng.random(len(grid)) < CROSSES_A_LINE
    has_members = np.isin(grid, members.grid[members.helps])
    chosen = np.full(len(grid), -1, dtype=np.int64)
    load = np.zeros(len(members.home), dtype=np.int64)
    for place, own in _groups(grid[has_members & ~lookers], np.flatnonzero(has_members & ~lookers)).items():
        _pair_within(chosen, load, own, by_grid[place], households, members, rng)
    rest = np.flatnonzero(~has_members | lookers)
    for place, own in _groups(households.village[rest], rest).items():
        _pair_within(chosen, load, own, by_village.get(place, rest[:0]), households, members, rng)
    return chosen


def _groups(keys: Ints, values: Ints | None = None) -> dict[int, Ints]:
    """The values (or positions) by key."""
    order = np.argsort(keys, kind="stable")
    starts = (
        np.flatnonzero(np.r_[True, keys[order][1:] != keys[order][:-1]])
        if len(keys)
        else np.zeros(0, np.int64)
    )
    grouped = order if values is None else values[order]
    return dict(zip(keys[order][starts].tolist(), np.split(grouped, starts[1:]), strict=False))


def _pair_within(
    chosen: Ints, load: Ints, own: Ints, candidates: Ints, households: Households, members: Members, rng: Rng
) -> None:
    """Fill `chosen` and `load` for the households `own`, in random order."""
    # Members who went away or fell ill still hold some of the links that they were given before.
    candidates = candidates[members.helps[candidates] | (rng.random(len(candidates)) < 0.5)]
    if not len(candidates):
        return
    own = rng.permutation(own)
    homes = households.points[members.home[candidates]]
    away = np.hypot(*(households.points[own][:, None] - homes[None]).transpose(2, 0, 1))
    nearest = np.argsort(away, axis=1).tolist()
    room = np.minimum(members.capacity[candidates], int(1.35 * len(own) / len(candidates)) + 2)
    free = (room - load[candidates]).tolist()
    for household, preferred in zip(own.tolist(), nearest, strict=True):
        # Where nobody has room the nearest takes one more: that is a gap too.
        pick = next((place for place in preferred if free[place] > 0), preferred[0])
        free[pick] -= 1
        chosen[household] = candidates[pick]
    np.add.at(load, chosen[own], 1)


def _colleague(members: Members, member: Ints) -> Ints:
    """The next member of the same village (or the same one, if alone): members are in the order of their villages."""
    following = (member + 1) % len(members.village)
    return np.where(members.village[following] == members.village[member], following, member)


def _open_links(household: Ints, member: Ints, primary: bool, rng: Rng) -> Links:
    count = len(household)
    since = np.where(rng.random(count) < SINCE_THE_START, START_AGE, rng.integers(20, START_AGE, count))
    return Links(household, member, np.full(count, primary), since, np.full(count, -1), [""] * count)


def _former_links(present: Links, chosen: Ints, members: Members, rng: Rng) -> Links:
    """The contact before the present one, handed over on the day on which that one began."""
    second = _colleague(members, present.member[chosen])
    other = _colleague(members, second)
    # Where the village has no third member the former contact would meet the second one on the same days.
    fits = (other != present.member[chosen]) & (other != second) & (present.since_age[chosen] < START_AGE)
    chosen, other = chosen[fits], other[fits]
    reasons = np.array(["handed_over", "member_left", "member_unable"])[rng.integers(0, 3, len(chosen))]
    begun = present.since_age[chosen]
    since = np.full(len(chosen), START_AGE)
    return Links(present.household[chosen], other, np.full(len(chosen), True), since, begun, reasons.tolist())


def _joined(*parts: Links) -> Links:
    return Links(
        household=np.concatenate([part.household for part in parts]),
        member=np.concatenate([part.member for part in parts]),
        primary=np.concatenate([part.primary for part in parts]),
        since_age=np.concatenate([part.since_age for part in parts]),
        until_age=np.concatenate([part.until_age for part in parts]),
        reason=[reason for part in parts for reason in part.reason],
    )


def invent_posts(grids: Grids, townships: int, villages: int, rng: Rng) -> Posts:
    """Leaders of every size, officers and attached cadres, each held by a person of its own; some are vacant."""
    every_grid, every_village = np.arange(len(grids.village)), np.arange(villages)
    vacant = rng.random(len(every_grid)) < GRIDS_WITHOUT_LEADER
    with_team = every_village[rng.random(villages) >= VILLAGES_WITHOUT_TEAM]
    with_cadre = every_grid[rng.random(len(every_grid)) < GRIDS_WITH_CADRE]
    places: list[tuple[str, Ints]] = [
        ("small_leader", every_grid),
        ("cadre", with_cadre),
        ("village_officer", every_village),
        ("medium_leader", with_team),
        ("township_officer", np.arange(townships)),
        ("large_leader", np.arange(townships)),
    ]
    kind = [name for name, where in places for _ in where]
    place = np.concatenate([where for _, where in places])
    until = np.full(len(place), -1)
    # A vacant post is one whose holder left some time ago.
    until[: len(every_grid)] = np.where(vacant, rng.integers(10, 400, len(every_grid)), -1)
    return Posts(kind, np.arange(len(place)), place, np.full(len(place), START_AGE), until)


def grids_with_branch(grids: Grids, rng: Rng) -> Flags:
    """Which grids have a branch of their own."""
    return rng.random(len(grids.village)) >= GRIDS_WITHOUT_BRANCH


def load_of(links: Links, members: int) -> Floats:
    """Open links per member."""
    return np.bincount(links.member[links.until_age < 0], minlength=members).astype(float)
