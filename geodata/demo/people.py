"""Invented households: heads, addresses, occupancy, points that are known or not, care records and livelihoods.

All ages are in days before the day of the demo. Nobody here exists.
"""

from dataclasses import dataclass

import numpy as np

from geodata.demo.arrays import Flags, Floats, Ints, Rng, positions_within
from geodata.demo.names import birth_years, invent_names, invent_phones, opaque_letters
from geodata.demo.settlements import Homes
from geodata.demo.terrain import Grids

OCCUPANCIES = ("lived_in", "seasonal", "empty", "moved_away", "dissolved")
OCCUPANCY_ODDS = (0.915, 0.06, 0.0135, 0.01, 0.0015)
EXEMPT = 2
"""Occupancies from here on have nobody to visit."""
QUALITIES = ("surveyed", "phone", "map", "centroid")
QUALITY_ODDS = (0.62, 0.24, 0.11, 0.03)

REGISTER_AGE = 1_000
"""The register of households was made so long ago."""
WITHOUT_POINT = 0.01
IN_NO_GRID = 1 / 4_000
POINT_IN_ANOTHER_GRID = 1 / 1_800
"""Points that disagree with the recorded grid: listed by the service, never moved silently."""
REDRAWN = 0.01
"""Households that belonged to another grid of the village before the last redraw."""
REDRAW_AGE = 200

CARE_ODDS = {
    "low_income": 0.035,
    "destitute": 0.015,
    "serious_illness": 0.014,
    "severe_disability": 0.019,
    "lone_elderly": 0.005,
    "empty_nest": 0.023,
    "left_behind_children": 0.014,
    "left_behind_elderly": 0.018,
    "monitored": 0.010,
    "martyr_family": 0.012,
}
CARE_AGES = {
    "serious_illness": (25, 80),
    "severe_disability": (12, 75),
    "lone_elderly": (70, 92),
    "left_behind_children": (3, 15),
    "left_behind_elderly": (62, 88),
}
"""Categories that concern one person, with the ages at which they do."""
CARE_SOURCES = ("民政部门名单", "乡村振兴部门名单", "残联名单", "走访核实", "村民评议")
CARE_ENDED, CARE_OF_THE_YEAR = 0.1, 0.16
"""About as many cases of care ended within the last year as began."""

LIVELIHOODS = (
    ("crop", "水稻", "亩", 1.0, 12.0),
    ("crop", "油菜", "亩", 0.5, 6.0),
    ("crop", "湘莲", "亩", 1.0, 20.0),
    ("crop", "油茶", "亩", 1.0, 30.0),
    ("livestock", "生猪", "头", 1.0, 40.0),
    ("livestock", "土鸡", "羽", 10.0, 300.0),
    ("trade", "农家乐", "桌", 2.0, 12.0),
    ("trade", "小卖部", "间", 1.0, 1.0),
)
WITH_LIVELIHOOD = 0.3


@dataclass(frozen=True)
class Households:
    """One element per household, in the order of `Homes`. `grid` and `old_grid` are -1 for none."""

    token: list[str]
    number: list[str]
    head: list[str]
    group: list[str]
    address: list[str]
    building: list[str]
    entrance: list[str]
    door: list[str]
    phones: list[list[str]]
    size: Ints
    village: Ints
    grid: Ints
    old_grid: Ints
    points: Floats
    has_point: Flags
    quality: Ints
    point_age: Ints
    occupancy: Ints
    occupancy_age: Ints

    @property
    def exempt(self) -> Flags:
        return self.occupancy >= EXEMPT


@dataclass(frozen=True)
class Care:
    """One element per care record; `resident` is a name or empty; `until_age` is -1 while it is open."""

    household: Ints
    category: list[str]
    resident: list[str]
    birth_year: Ints
    since_age: Ints
    until_age: Ints
    verified_age: Ints
    source: list[str]

    @property
    def open(self) -> Flags:
        return self.until_age < 0


@dataclass(frozen=True)
class Livelihoods:
    """One element per livelihood; `what` indexes LIVELIHOODS."""

    household: Ints
    what: Ints
    scale: Floats


def invent_households(homes: Homes, grids: Grids, villages: list[str], town: Flags, rng: Rng) -> Households:
    """A household in every home, its grid by where it lives but for the few documented exceptions."""
    count = len(homes.village)
    grid, old_grid = _recorded_grids(homes, grids, rng)
    building, entrance, door = _flats(town[homes.village], rng)
    serial = positions_within(homes.village * 1_000 + homes.group) + 1
    occupancy = rng.choice(len(OCCUPANCIES), count, p=OCCUPANCY_ODDS)
    return Households(
        token=opaque_letters(count, rng),
        number=[
            f"{group:02d}-{n:04d}" for group, n in zip(homes.group.tolist(), serial.tolist(), strict=True)
        ],
        head=invent_names(count, rng),
        group=[f"第{group}组" for group in homes.group.tolist()],
        address=_addresses(homes, villages, serial, building, entrance, door),
        building=building,
        entrance=entrance,
        door=door,
        phones=_phones(count, rng),
        size=np.minimum(1 + rng.poisson(2.1, count), 9),
        village=homes.village,
        grid=grid,
        old_grid=old_grid,
        points=homes.points,
        has_point=_all_but(WITHOUT_POINT, count, rng),
        quality=rng.choice(len(QUALITIES), count, p=QUALITY_ODDS),
        point_age=rng.integers(20, 900, count),
        occupancy=occupancy,
        occupancy_age=np.where(occupancy > 0, rng.integers(30, 700, count), -1),
    )


def _all_but(share: float, count: int, rng: Rng) -> Flags:
    """True for all but that share, at least one."""
    flags = np.ones(count, dtype=bool)
    flags[rng.choice(count, max(1, round(count * share)), replace=False)] = False
    return flags


def _recorded_grids(homes: Homes, grids: Grids, rng: Rng) -> tuple[Ints, Ints]:
    """The grid on the roster and the one before the last redraw (-1: none)."""
    grid = grids.cell_grid[homes.cell]
    count = len(grid)
    wrong = rng.choice(count, max(1, round(count * POINT_IN_ANOTHER_GRID)), replace=False)
    recorded = grid.copy()
    recorded[wrong] = _next_grid(grids, grid[wrong])
    recorded[rng.choice(count, max(1, round(count * IN_NO_GRID)), replace=False)] = -1
    redrawn = (rng.random(count) < REDRAWN) & (recorded >= 0)
    return recorded, np.where(redrawn, _next_grid(grids, recorded), -1)


def _next_grid(grids: Grids, grid: Ints) -> Ints:
    """Another grid of the same village: the next number, after the last the first."""
    size = np.bincount(grids.village)[grids.village[grid]]
    return grid - grids.number[grid] + 1 + grids.number[grid] % size


def _flats(town: Flags, rng: Rng) -> tuple[list[str], list[str], list[str]]:
    """Building, entrance and door for six in ten households of communities, else empty."""
    flat = town & (rng.random(len(town)) < 0.6)
    numbers = zip(
        flat.tolist(),
        *(rng.integers(1, most, len(town)).tolist() for most in (40, 5, 7, 5)),
        strict=True,
    )
    rows = [
        (f"{b}栋", f"{e}单元", f"{floor}0{d}") if has else ("", "", "") for has, b, e, floor, d in numbers
    ]
    building, entrance, door = zip(*rows, strict=True)
    return list(building), list(entrance), list(door)


def _addresses(
    homes: Homes, villages: list[str], serial: Ints, building: list[str], entrance: list[str], door: list[str]
) -> list[str]:
    """By village and villager group with a house number, or by building."""
    columns = (homes.village.tolist(), homes.group.tolist(), serial.tolist(), building, entrance, door)
    return [
        f"{villages[v]}{b}{e}{d}室" if b else f"{villages[v]}第{g}组{n}号"
        for v, g, n, b, e, d in zip(*columns, strict=True)
    ]


def _phones(count: int, rng: Rng) -> list[list[str]]:
    """One phone mostly, none for 5 %, two for 10 %."""
    how_many = np.searchsorted([0.05, 0.90], rng.random(count)).tolist()
    numbers = iter(invent_phones(int(sum(how_many)), rng))
    return [[next(numbers) for _ in range(some)] for some in how_many]


def invent_care(households: Households, year: int, rng: Rng) -> Care:
    """Dated care records, several in some households, some of them ended."""
    inhabited = ~households.exempt
    chosen = {
        code: np.flatnonzero((rng.random(len(inhabited)) < odds) & inhabited)
        for code, odds in CARE_ODDS.items()
    }
    household = np.concatenate(list(chosen.values()))
    category = [code for code, homes in chosen.items() for _ in homes]
    count = len(household)
    lately = rng.random(count) < CARE_OF_THE_YEAR
    since = np.where(lately, rng.integers(8, 366, count), rng.integers(366, REGISTER_AGE, count))
    ended = rng.random(count) < CARE_ENDED
    until = np.where(ended, (np.minimum(since, 365) * rng.uniform(0.02, 0.95, count)).astype(np.int64), -1)
    resident, birth_year = _persons(category, year, rng)
    return Care(
        household=household,
        category=category,
        resident=resident,
        birth_year=birth_year,
        since_age=since,
        until_age=until,
        verified_age=np.minimum(rng.integers(5, 300, count), since),
        source=[CARE_SOURCES[s] for s in rng.integers(0, len(CARE_SOURCES), count).tolist()],
    )


def _persons(category: list[str], year: int, rng: Rng) -> tuple[list[str], Ints]:
    """Name and year of birth of the person concerned; empty and 0 where the whole household is."""
    names = invent_names(len(category), rng)
    resident = [name if code in CARE_AGES else "" for name, code in zip(names, category, strict=True)]
    ages = np.array([CARE_AGES.get(code, (0, 0)) for code in category]).reshape(-1, 2)
    born = birth_years(year, ages[:, 0], ages[:, 1], rng)
    return resident, np.where(ages[:, 1] > 0, born, 0)


def invent_livelihoods(households: Households, rng: Rng) -> Livelihoods:
    """What three in ten of the inhabited households live on."""
    household = np.flatnonzero((rng.random(len(households.size)) < WITH_LIVELIHOOD) & ~households.exempt)
    what = rng.integers(0, len(LIVELIHOODS), len(household))
    low, high = (np.array([row[column] for row in LIVELIHOODS])[what] for column in (3, 4))
    return Livelihoods(household, what, rng.uniform(low, high).round(1))


def special_households(care: Care, count: int) -> Flags:
    """Households with an open care record."""
    special = np.zeros(count, dtype=bool)
    special[care.household[care.open]] = True
    return special
