"""Small pairings on squared paper, and their best pairing by trying all of them: nothing shared with the code."""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st

from geodata.pairing.solver.solve import Households, Members, Places, Proposal, Rules, propose


@dataclass(frozen=True)
class Home:
    x: float = 0
    y: float = 0
    grid: int = 1
    village: int = 1
    special: bool = False
    member: int = -1


@dataclass(frozen=True)
class Helper:
    x: float = 0
    y: float = 0
    grid: int = 1
    village: int = 1
    able: bool = True
    capacity: int = 20


def places(spots: Sequence[Home] | Sequence[Helper]) -> Places:
    return Places(
        x=np.array([spot.x for spot in spots], float),
        y=np.array([spot.y for spot in spots], float),
        grid=np.array([spot.grid for spot in spots], np.int64),
        village=np.array([spot.village for spot in spots], np.int64),
        township=np.ones(len(spots), np.int64),
    )


def households(homes: Sequence[Home], barred: Iterable[tuple[int, int]] = ()) -> Households:
    return Households(
        at=places(homes),
        special=np.array([home.special for home in homes], bool),
        member=np.array([home.member for home in homes], np.int64),
        barred=np.array(list(barred), np.int64).reshape(-1, 2),
    )


def members(helpers: Sequence[Helper]) -> Members:
    return Members(
        at=places(helpers),
        able=np.array([helper.able for helper in helpers], bool),
        capacity=np.array([helper.capacity for helper in helpers], np.int64),
    )


def pair(
    homes: Sequence[Home],
    helpers: Sequence[Helper],
    rules: Rules | None = None,
    *,
    barred: Iterable[tuple[int, int]] = (),
    from_scratch: bool = False,
) -> Proposal:
    return propose(households(homes, barred), members(helpers), rules, from_scratch=from_scratch)


def cost(home: Home, helper: Helper) -> int:
    """Weighted metres of a pair whose points are known."""
    metres = round(math.sqrt((home.x - helper.x) ** 2 + (home.y - helper.y) ** 2))
    metres += 200 * (home.grid != helper.grid) + 1_000 * (home.village != helper.village)
    return metres * (3 if home.special else 1)


@dataclass(frozen=True)
class Case:
    homes: list[Home]
    helpers: list[Helper]
    radius: int
    barred: frozenset[tuple[int, int]]

    def may(self, i: int, j: int) -> bool:
        home, helper = self.homes[i], self.helpers[j]
        near = not self.radius or math.dist((home.x, home.y), (helper.x, helper.y)) <= self.radius
        return helper.able and near and (i, j) not in self.barred

    def keeps(self) -> dict[int, int]:
        """Present pairs that may stay: of a member with too many, the special ones first, the nearest next."""
        kept: dict[int, int] = {}
        for j, helper in enumerate(self.helpers):
            own = [i for i, home in enumerate(self.homes) if home.member == j and self.may(i, j)]
            own.sort(key=lambda i: (not self.homes[i].special, cost(self.homes[i], self.helpers[j]), i))
            kept |= dict.fromkeys(own[: helper.capacity], j)
        return kept

    def worth(self, choice: Sequence[int], kept: dict[int, int]) -> tuple[int, int, int, int] | None:
        """Special households left out, kept pairs moved, others left out, cost; None where it may not be."""
        paired = [(i, j) for i, j in enumerate(choice) if j >= 0]
        if any(not self.may(i, j) for i, j in paired):
            return None
        if any(list(choice).count(j) > helper.capacity for j, helper in enumerate(self.helpers)):
            return None
        out = [home for home, j in zip(self.homes, choice, strict=True) if j < 0]
        return (
            sum(home.special for home in out),
            sum(choice[i] != j for i, j in kept.items()),
            sum(not home.special for home in out),
            sum(cost(self.homes[i], self.helpers[j]) for i, j in paired),
        )

    def best(self, kept: dict[int, int]) -> tuple[int, int, int, int]:
        every = itertools.product(range(-1, len(self.helpers)), repeat=len(self.homes))
        return min(worth for choice in every if (worth := self.worth(choice, kept)) is not None)

    def proposed(self, *, from_scratch: bool) -> Proposal:
        rules = replace(Rules(), radius=self.radius)
        return pair(self.homes, self.helpers, rules, barred=sorted(self.barred), from_scratch=from_scratch)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Up to five households and three members within 1.2 km, two grids in each of two villages."""
    spot = {"x": st.integers(0, 1200), "y": st.integers(0, 1200), "village": st.integers(1, 2)}
    helper = st.builds(Helper, **spot, grid=st.integers(1, 4), able=st.booleans(), capacity=st.integers(0, 3))
    helpers = draw(st.lists(helper, max_size=3))
    present = st.integers(-1, len(helpers) - 1)
    home = st.builds(Home, **spot, grid=st.integers(1, 4), special=st.booleans(), member=present)
    homes = draw(st.lists(home, max_size=5))
    every = [
        (i, j) for i, j in itertools.product(range(len(homes)), range(len(helpers))) if homes[i].member != j
    ]
    barred = draw(st.frozensets(st.sampled_from(every), max_size=2)) if every else frozenset()
    return Case(homes, helpers, draw(st.sampled_from([0, 0, 300, 600])), barred)
