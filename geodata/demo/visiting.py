"""Invented visits of one year: each household has its own rhythm, and some villages and grids are forgotten.

A household is first given the state that it is in on the day of the demo; its visits are then laid out backwards from the last
one, by the rhythm that held at each time, the season and what became of its village. How many are owed a visit is so about the
same at any time, but for the seasons and the stories. Ages are in days before that day; the youngest visit is one day old.
"""

from dataclasses import dataclass

import numpy as np

from geodata.demo.arrays import Flags, Floats, Ints, Rng
from geodata.demo.contacts import Links, Members
from geodata.demo.names import opaque
from geodata.demo.people import Households
from geodata.demo.rhythm import Rhythm
from geodata.demo.seasons import Clock, Seasons
from geodata.demo.stories import Stories

YEAR = 365
VISITS_PER_HOUSEHOLD = 100_000 / 22_000
"""Within the year. With fewer, a county of these rules cannot keep five in six of its households from being overdue."""

NEVER, LONG, OVERDUE, DUE, OK, EXEMPT = range(6)
"""States in the order of how badly a household is looked after."""
SHARES = (0.03, 0.04, 0.10, 0.125)
"""Never, long overdue, overdue and due among the households that are not exempt; all others are visited in time."""
WEAK_GRIDS = 0.04
GAPS = (0.8, 1.32)
"""From one visit to the next, of what there ought to be at most: some go early, some late."""
LATE_LATELY = 0.8
"""Of those who are overdue so many are late as anybody may be: their next visit falls within the usual gaps."""
ALWAYS_RARELY, RARELY = 0.55, (1.6, 3.0)
"""Of those who are badly looked after today so many always were, and how much longer their gaps are."""
ONCE_RARELY = 0.05
"""Of the others so many were badly looked after until some time of the year."""

OUTCOMES = ("met", "absent", "away", "refused")
MODES = ("door", "phone", "video", "chance")
CHANCE, CALLS, CALL_ODDS = 3, (1, 2), (0.85, 0.15)
BY_CHANCE = 0.05
AT_HOME, CALLED, IN_VAIN = range(3)
CALLED_BEFORE = 20
"""A talk by phone comes at most so many days before a visit."""
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


@dataclass(frozen=True)
class Past:
    """What the visits of a county rest on."""

    households: Households
    rhythm: Rhythm
    seasons: Seasons
    stories: Stories

    def clock(self, special: bool) -> Clock:
        return self.seasons.special if special else self.seasons.usual


def choose_states(past: Past, linked: Flags, grids: int, rng: Rng) -> Ints:
    """The state of every household on the day: exact shares over the county, clustered by village and grid."""
    households, stories, interval = past.households, past.stories, past.rhythm.now
    villages = int(households.village.max()) + 1
    village_care = rng.normal(0.0, 0.4, villages)
    grid_care = rng.normal(0.0, 0.45, grids + 1)
    grid_care[rng.random(grids + 1) < WEAK_GRIDS] -= 2.0
    care = stories.care(households.village, village_care[households.village] + grid_care[households.grid])
    care += rng.normal(0.0, 1.0, len(interval))
    care -= 0.9 * ~linked + 0.35 * (interval < 92)
    known = np.flatnonzero(~households.exempt)
    badly = known[np.argsort(care[known], kind="stable")]
    # Whoever was well looked after a year ago was visited once.
    once = households.village[badly] == stories.worse
    never, long, overdue, due = np.rint(np.array(SHARES) * len(known)).astype(int).tolist()
    nobody_came = badly[~once][:never]
    others = badly[~np.isin(badly, nobody_came)]
    state = np.full(len(interval), EXEMPT)
    state[nobody_came], state[others] = NEVER, OK
    state[others[: long + overdue]] = OVERDUE
    state[others[:long]] = LONG
    # Who is visited regularly is "due" for the last fifth of each round, wherever he lives.
    state[rng.choice(others[long + overdue :], due, replace=False)] = DUE
    # Nobody can be long overdue for 183 days in a ledger of one year.
    state[(state == LONG) & (2 * interval >= YEAR - 10)] = OVERDUE
    return state


def last_met_ages(past: Past, state: Ints, rng: Rng) -> Ints:
    """Age of the last visit at which somebody was met, fitting the state; -1 for never. Where nobody lives any more somebody was
    met while they did.
    """
    interval, families = past.rhythm.now, past.households
    due_from = (4 * interval) // 5 + 1
    lowest = np.select(
        [state == OK, state == DUE, state == OVERDUE],
        [np.ones_like(interval), due_from, interval + 1],
        2 * interval + 1,
    )
    highest = np.select(
        [state == OK, state == DUE, state == OVERDUE], [due_from - 1, interval, 2 * interval], 5 * interval
    )
    highest = np.maximum(np.minimum(highest, YEAR), lowest)
    chance, special = rng.random(len(state)), interval < past.rhythm.usual
    # Where somebody comes at all, so many reach an age as are not visited before it: else the last weeks would differ from all others.
    lately = (state == OVERDUE) & ~np.isin(families.village, past.stories.forgotten)
    chance = np.where(lately, _just_overdue(chance), np.where(state == DUE, _soon_due(chance), chance))
    age = np.where(
        special,
        past.clock(True).between(lowest, highest, chance),
        past.clock(False).between(lowest, highest, chance),
    )
    before = families.occupancy_age + 1 + (chance * past.rhythm.usual).astype(np.int64)
    return np.select([state == NEVER, state == EXEMPT], [np.full_like(age, -1), before], age)


def _soon_due(chance: Floats) -> Floats:
    """Of the last fifth of a round: the further it has gone, the more of them were visited."""
    left = 1 - (1 - GAPS[0]) / (GAPS[1] - GAPS[0])
    slope = (1 - left) / 2
    part: Floats = (1 - np.sqrt(1 - 4 * slope * (1 - slope) * chance)) / (2 * slope)
    return part


def _just_overdue(chance: Floats) -> Floats:
    """Of one round beyond the interval: most within the usual gaps, ever fewer towards their end; some anywhere."""
    usual = (GAPS[1] - 1) * (1 - np.sqrt(1 - np.minimum(chance / LATE_LATELY, 1)))
    part: Floats = np.where(chance < LATE_LATELY, usual, (chance - LATE_LATELY) / (1 - LATE_LATELY))
    return part


def invent_visits(past: Past, state: Ints, who: "Companions", rng: Rng) -> Visits:
    """100,000 visits to 22,000 households within a year, met and in vain; and of each household the last one before."""
    last = last_met_ages(past, state, rng)
    household, age = _met_visits(past, last, state, rng)
    vain_household, vain_age = _in_vain(household, age, state, rng)
    total = round(VISITS_PER_HOUSEHOLD * len(state))
    kept = _thinned(household, age, total - len(vain_age), rng)
    household, age = household[kept], age[kept]
    called = _calls(household, age, total - len(vain_age) - int((age <= YEAR).sum()), rng)
    kinds = (np.full(len(kept), AT_HOME), np.full(len(called[0]), CALLED), np.full(len(vain_age), IN_VAIN))
    household, age = np.r_[household, called[0], vain_household], np.r_[age, called[1], vain_age]
    order = np.lexsort((household, -age))
    return _described(household[order], age[order], np.concatenate(kinds)[order], who, rng)


def _met_visits(past: Past, last: Ints, state: Ints, rng: Rng) -> tuple[Ints, Ints]:
    """Household and age of every visit of the year and of the last one before it, each household's youngest first."""
    village, special = past.households.village, past.rhythm.now < past.rhythm.usual
    personal, until = _personal_slack(state, rng)
    personal[village == past.stories.worse] = 1.0
    homes, age = np.flatnonzero(last > 0), last.copy()
    parts = [(homes, age[homes])]
    while len(homes := homes[age[homes] <= YEAR]):
        slack = past.stories.slack(village, age) * np.where(age >= until, personal, 1.0)
        time = past.rhythm.interval(age) * slack * rng.uniform(*GAPS, len(age))
        back = np.where(special, past.clock(True).before(age, time), past.clock(False).before(age, time))
        age[homes] = back[homes]
        parts.append((homes, age[homes]))
    household, ages = (np.concatenate(part) for part in zip(*parts, strict=True))
    return household, ages


def _personal_slack(state: Ints, rng: Rng) -> tuple[Floats, Ints]:
    """How much longer each household's gaps were, and until which age they were."""
    badly, chance = state <= OVERDUE, rng.random(len(state))
    rarely = np.where(badly, chance < ALWAYS_RARELY, chance < ONCE_RARELY)
    until = np.where(badly, 0, rng.integers(0, YEAR, len(state)))
    return np.where(rarely, rng.uniform(*RARELY, len(state)), 1.0), until


def _in_vain(household: Ints, age: Ints, state: Ints, rng: Rng) -> tuple[Ints, Ints]:
    """Visits at which nobody was met: some days before a visit, of late at badly visited and empty houses."""
    before = np.flatnonzero((rng.random(len(age)) < FAILED_BEFORE_A_VISIT) & (age < YEAR - 5))
    badly = (state <= LONG) | (state == EXEMPT)
    lately = np.flatnonzero((rng.random(len(state)) < FAILED_ATTEMPT) & badly)
    return (
        np.r_[household[before], lately],
        np.r_[age[before] + rng.integers(1, 6, len(before)), rng.integers(1, 60, len(lately))],
    )


def _thinned(household: Ints, age: Ints, room: int, rng: Rng) -> Ints:
    """Positions of the visits of which there is room for so many within the year: never the youngest of a household."""
    youngest = np.r_[True, np.zeros(len(household) - 1, bool)]
    _homes, first = np.unique(household, return_index=True)
    youngest[first] = True
    earlier = np.flatnonzero(~youngest & (age <= YEAR))
    surplus = max(int((age <= YEAR).sum()) - room, 0)
    gone = rng.choice(earlier, min(surplus, len(earlier)), replace=False)
    return np.setdiff1d(np.arange(len(age)), gone)


def _calls(household: Ints, age: Ints, number: int, rng: Rng) -> tuple[Ints, Ints]:
    """So many talks by phone or video: some days before somebody came."""
    before = np.flatnonzero(age < YEAR - CALLED_BEFORE)
    chosen = rng.choice(before, max(number, 0))
    return household[chosen], age[chosen] + rng.integers(1, CALLED_BEFORE, len(chosen))


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


def _described(household: Ints, age: Ints, kind: Ints, who: Companions, rng: Rng) -> Visits:
    count, met = len(household), kind != IN_VAIN
    late = np.where(rng.random(count) < 0.2, rng.integers(1, 4, count), 0)
    mode = np.where(
        kind == CALLED,
        rng.choice(CALLS, count, p=CALL_ODDS),
        np.where(rng.random(count) < BY_CHANCE, CHANCE, 0),
    )
    return Visits(
        household=household,
        age=age,
        entered_after=np.minimum(late, age - 1),
        minute=rng.integers(8 * 60, 20 * 60, count),
        # The last met one of its household sets the state: at the door, which always counts.
        mode=np.where(met & ~_last_of(household, met), mode, 0),
        outcome=np.where(met, 0, rng.choice([1, 2, 3], count, p=[0.7, 0.25, 0.05])),
        brought=np.where(met, rng.choice(len(BROUGHT), count, p=BROUGHT_ODDS), 0),
        note=np.where(met & (rng.random(count) < WITH_NOTE), rng.integers(0, len(NOTES), count), -1),
        visitors=_visitors(household, who, rng),
        client=opaque(count, rng),
    )


def _last_of(household: Ints, met: Flags) -> Flags:
    """Which visit is the last met one of its household."""
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
