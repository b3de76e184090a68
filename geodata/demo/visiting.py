"""Invented visits of one year: each household has its own rhythm, and some villages and grids are forgotten.

A household is first given the state that it is in on the day of the demo; its visits are then laid out backwards
from the last one. Ages are in days before that day; the youngest visit is one day old.
"""

from dataclasses import dataclass

import numpy as np

from geodata.demo.arrays import Flags, Floats, Ints, Rng, positions_within
from geodata.demo.contacts import Links, Members
from geodata.demo.names import opaque
from geodata.demo.people import Households

YEAR = 365
VISITS_PER_HOUSEHOLD = 80_000 / 22_000

NEVER, LONG, OVERDUE, DUE, OK, EXEMPT = range(6)
"""States in the order of how badly a household is looked after."""
SHARES = (0.03, 0.04, 0.10, 0.125)
"""Never, long overdue, overdue and due among the households that are not exempt; all others are visited in time."""
FORGOTTEN_VILLAGES = 3
FORGOTTEN = -2.7
WEAK_GRIDS = 0.04

OUTCOMES = ("met", "absent", "away", "refused")
MODES = ("door", "phone", "video", "chance")
MODE_ODDS = (0.83, 0.11, 0.02, 0.04)
FAILED_BEFORE_A_VISIT = 0.045
FAILED_ATTEMPT = 0.25
"""Share of the badly visited households where somebody knocked in vain of late."""
BROUGHT = ("{}", "{policy}", "{card}", "{service}", "{policy,card}")
BROUGHT_ODDS = (0.62, 0.22, 0.05, 0.07, 0.04)
NOTES = (
    "家中平安，无新情况。", "宣讲医保缴费政策，已了解。", "询问春耕备种情况，农资已备齐。", "反映屋后排水沟堵塞，已记录。",
    "子女在外务工，提醒注意用火用电。", "核对家庭人口，无变化。", "讲解防溺水知识，家长已知晓。", "反映组道路灯不亮，已上报村里。",
    "提醒秸秆禁烧，表示配合。", "走访时正在晒谷，聊了收成。", "了解养老金认证情况，已帮助办理。", "宣传反诈知识，已安装软件。",
    "反映自来水水压低，已记录。", "提醒汛期转移路线，已知晓。", "了解孩子上学情况，一切正常。", "家中新修房屋，提醒施工安全。",
    "询问务工意愿，愿参加培训。", "邻里和睦，无矛盾。", "发放联系卡，说明联系方式。", "了解用药情况，提醒按时复诊。",
    "帮助代买药品一次。", "检查电线老化，已提醒更换。", "了解冬季取暖，物资充足。", "打扫庭院卫生，老人精神好。",
)  # fmt: skip
WITH_NOTE = 0.6


@dataclass(frozen=True)
class Visits:
    """One element per visit, the oldest first. `visitors` (n, 3) are cadre or member keys, -1 for nobody."""

    household: Ints
    age: Ints
    entered_after: Ints
    minute: Ints
    mode: Ints
    outcome: Ints
    brought: Ints
    note: Ints
    visitors: Ints
    client: list[str]

    @property
    def person_times(self) -> Ints:
        times: Ints = np.count_nonzero(self.visitors >= 0, axis=1)
        return times


def choose_forgotten(village_township: Ints, town: Flags, keep: int, rng: Rng) -> Ints:
    """Three villages, no communities and not `keep`, of different townships where there are so many."""
    candidates: Ints = rng.permutation(np.flatnonzero(~town & (np.arange(len(town)) != keep)))
    turn = positions_within(village_township[candidates])
    return candidates[np.argsort(turn, kind="stable")][:FORGOTTEN_VILLAGES]


def choose_states(
    households: Households, interval: Ints, linked: Flags, forgotten: Ints, grids: int, rng: Rng
) -> Ints:
    """The state of every household on the day: exact shares over the county, clustered by village and grid."""
    villages = int(households.village.max()) + 1
    village_care = rng.normal(0.0, 0.4, villages)
    grid_care = rng.normal(0.0, 0.45, grids + 1)
    grid_care[rng.random(grids + 1) < WEAK_GRIDS] -= 2.0
    care = village_care[households.village] + grid_care[households.grid]
    care[np.isin(households.village, forgotten)] = FORGOTTEN
    care += rng.normal(0.0, 1.0, len(interval))
    care -= 0.9 * ~linked + 0.35 * (interval < 92)
    state = np.full(len(interval), EXEMPT)
    known = np.flatnonzero(~households.exempt)
    badly = known[np.argsort(care[known], kind="stable")]
    cuts = np.rint(np.cumsum(SHARES[:3]) * len(known)).astype(int)
    never, long, overdue, rest = np.split(badly, cuts)
    state[never], state[long], state[overdue], state[rest] = NEVER, LONG, OVERDUE, OK
    # Who is visited regularly is "due" for the last fifth of each round, wherever he lives.
    state[rng.choice(rest, round(SHARES[3] * len(known)), replace=False)] = DUE
    # Nobody can be long overdue for 183 days in a ledger of one year.
    state[(state == LONG) & (2 * interval >= YEAR - 10)] = OVERDUE
    return state


def last_met_ages(state: Ints, interval: Ints, rng: Rng) -> Ints:
    """Age of the last visit at which somebody was met, fitting the state; -1 for never."""
    due_from = (4 * interval) // 5 + 1
    lowest = np.select(
        [state == OK, state == DUE, state == OVERDUE],
        [np.ones_like(interval), due_from, interval + 1],
        2 * interval + 1,
    )
    highest = np.select(
        [state == OK, state == DUE, state == OVERDUE], [due_from - 1, interval, 2 * interval], 5 * interval
    )
    age = rng.integers(lowest, np.maximum(np.minimum(highest, YEAR), lowest) + 1)
    return np.where((state == NEVER) | (state == EXEMPT), -1, age)


def invent_visits(
    households: Households, interval: Ints, state: Ints, forgotten: Ints, who: "Companions", rng: Rng
) -> Visits:
    """80,000 visits to 22,000 households within a year, met and in vain."""
    last = last_met_ages(state, interval, rng)
    rarely = (state <= OVERDUE) | np.isin(households.village, forgotten)
    household, age, is_last = _met_visits(last, interval, rarely, rng)
    vain_household, vain_age = _in_vain(household, age, state, households.exempt, rng)
    total = round(VISITS_PER_HOUSEHOLD * len(interval))
    kept = _thinned(is_last, total - len(vain_age), rng)
    met = np.r_[np.ones(len(kept), bool), np.zeros(len(vain_age), bool)]
    household, age = np.r_[household[kept], vain_household], np.r_[age[kept], vain_age]
    order = np.lexsort((household, -age))
    return _described(household[order], age[order], met[order], who, rng)


def _met_visits(last: Ints, interval: Ints, rarely: Flags, rng: Rng) -> tuple[Ints, Ints, Flags]:
    """Household, age and "is the last" of every visit, back to a year; who is badly visited now was rarely visited."""
    slack = np.where(rarely, 1.7, 1.0)
    parts: list[tuple[Ints, Ints, Flags]] = []
    for days in np.unique(interval).tolist():
        own = np.flatnonzero((interval == days) & (last > 0))
        rounds = YEAR * 2 // days + 1
        gaps = np.maximum(1, days * slack[own, None] * rng.uniform(0.55, 1.1, (len(own), rounds)))
        ages = last[own, None] + np.cumsum(np.hstack([np.zeros((len(own), 1)), gaps]), axis=1).astype(
            np.int64
        )
        row, column = np.nonzero(ages <= YEAR)
        parts.append((own[row], ages[row, column], column == 0))
    household, age, is_last = (np.concatenate(part) for part in zip(*parts, strict=True))
    return household, age, is_last


def _in_vain(household: Ints, age: Ints, state: Ints, exempt: Flags, rng: Rng) -> tuple[Ints, Ints]:
    """Visits at which nobody was met: some days before a visit, of late at badly visited and empty houses."""
    before = np.flatnonzero((rng.random(len(age)) < FAILED_BEFORE_A_VISIT) & (age < YEAR - 5))
    lately = np.flatnonzero((rng.random(len(state)) < FAILED_ATTEMPT) & ((state <= LONG) | exempt))
    return (
        np.r_[household[before], lately],
        np.r_[age[before] + rng.integers(1, 6, len(before)), rng.integers(1, 60, len(lately))],
    )


def _thinned(is_last: Flags, wanted: int, rng: Rng) -> Ints:
    """Positions of `wanted` visits: all last ones, and of the earlier ones as many as there is room for."""
    earlier = np.flatnonzero(~is_last)
    room = min(max(wanted - int(is_last.sum()), 0), len(earlier))
    return np.sort(np.r_[np.flatnonzero(is_last), rng.choice(earlier, room, replace=False)])


@dataclass(frozen=True)
class Companions:
    """Who may go, as keys of people (-1: nobody): by household its contact and a second person, by household a leader."""

    contact: Ints
    second: Ints
    leader: Ints
    officer: Ints


def companions(
    households: Households, links: Links, members: Members, leader_of_grid: Ints, officer_of_village: Ints
) -> Companions:
    """Members have the keys 0 …; leaders and officers are given as keys beyond them."""
    contact = np.full(len(households.size), -1)
    now = links.primary & (links.until_age < 0)
    contact[links.household[now]] = links.member[now]
    second = np.where(contact >= 0, (contact + 1) % len(members.village), -1)
    second = np.where(members.village[second] == households.village, second, -1)
    leader = np.where(households.grid >= 0, leader_of_grid[households.grid], -1)
    return Companions(contact, second, leader, officer_of_village[households.village])


def _described(household: Ints, age: Ints, met: Flags, who: Companions, rng: Rng) -> Visits:
    count = len(household)
    late = np.where(rng.random(count) < 0.2, rng.integers(1, 4, count), 0)
    return Visits(
        household=household,
        age=age,
        entered_after=np.minimum(late, age - 1),
        minute=rng.integers(8 * 60, 20 * 60, count),
        mode=np.where(met & ~_last_of(household, met), rng.choice(len(MODES), count, p=MODE_ODDS), 0),
        outcome=np.where(met, 0, rng.choice([1, 2, 3], count, p=[0.7, 0.25, 0.05])),
        brought=np.where(met, rng.choice(len(BROUGHT), count, p=BROUGHT_ODDS), 0),
        note=np.where(met & (rng.random(count) < WITH_NOTE), rng.integers(0, len(NOTES), count), -1),
        visitors=_visitors(household, who, rng),
        client=opaque(count, rng),
    )


def _last_of(household: Ints, met: Flags) -> Flags:
    """Which visit is the last met one of its household: it sets the state, and is at the door, which always counts."""
    rows = np.flatnonzero(met)
    _homes, from_the_end = np.unique(household[rows][::-1], return_index=True)
    last = np.zeros(len(household), bool)
    last[rows[len(rows) - 1 - from_the_end]] = True
    return last


def _visitors(household: Ints, who: Companions, rng: Rng) -> Ints:
    """One to three different people, the first of whom enters the visit."""
    contact, second, leader = who.contact[household], who.second[household], who.leader[household]
    first = np.where(contact >= 0, contact, np.where(leader >= 0, leader, who.officer[household]))
    chance = rng.random(len(household))
    with_second = np.where((chance < 0.12) & (second != first), second, -1)
    with_leader = np.where((chance < 0.03) & (leader != first), leader, -1)
    return np.column_stack([first, with_second, with_leader])


def shares(values: Ints) -> Floats:
    """The share of each state, by its number."""
    return np.bincount(values, minlength=EXEMPT + 1) / len(values)
