"""What a pairing is asked, and what each pair costs: whole numbers, so that a run repeats to the last one.

The cost of a pair is weight × (metres + extra for another grid + extra for another village + …). Distances are taken
between coordinates rounded to 0.1 m, and are rounded to 1 m. A household or member without a point stands in the
middle of the known points of its grid, else village, else township, else of all; such a pair costs `no_point` more.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

NOBODY = -1
NEVER = 2**40
"""Dearer than any pair."""


@dataclass(frozen=True)
class Rules:
    """Weights in metres. `radius`: metres at most; 0: any distance.

    `load`: nobody is given more households than this, who has more keeps them; 0: up to each member's own capacity.
    `gap`: the search stops when the proven gap is at most this share of the cost; 0 goes on to the optimum.
    """

    other_grid: int = 200
    other_village: int = 1_000
    other_township: int = 0
    no_point: int = 500
    special_weight: int = 3
    radius: int = 0
    load: int = 0
    gap: float = 0.0


@dataclass(frozen=True)
class Places:
    """Points in metres (NaN: none) in one projected system, and ids of grid, village and township (-1: unknown)."""

    x: Floats
    y: Floats
    grid: Ints
    village: Ints
    township: Ints

    def __len__(self) -> int:
        return len(self.x)

    @cached_property
    def known(self) -> Flags:
        """Which have a point."""
        return np.isfinite(self.x) & np.isfinite(self.y)

    def __getitem__(self, chosen: Ints) -> "Places":
        return Places(*(getattr(self, name)[chosen] for name in ("x", "y", "grid", "village", "township")))


@dataclass(frozen=True)
class Households:
    """`member[i]`: index of the present first contact; -1: none, or one who is not among the members.

    `barred`: pairs (household, member) that may not be, in rows: the member is already the second contact.
    """

    at: Places
    special: Flags
    member: Ints
    barred: Ints

    def __len__(self) -> int:
        return len(self.at)


@dataclass(frozen=True)
class Members:
    """`capacity[j]`: how many of these households member j may look after; one who is not able gets none."""

    at: Places
    able: Flags
    capacity: Ints

    def __len__(self) -> int:
        return len(self.at)

    @cached_property
    def places(self) -> Ints:
        """Households that each may look after."""
        return np.where(self.able, np.maximum(self.capacity, 0), 0)


@dataclass(frozen=True)
class Problem:
    """The same as numbers: places with a stand-in for every missing point, in decimetres, and what counts how much.

    `kept[i]`: the member who keeps the household (-1: free); giving it to another costs `stay`. `left_out[i]`: the
    cost of no contact. `room_for_all`: a pairing of all is known, so that nobody is left out. `barred`: sorted keys
    household × members + member.
    """

    homes: Places
    helpers: Places
    home_known: Flags
    helper_known: Flags
    special: Flags
    weight: Ints
    kept: Ints
    room: Ints
    barred: Ints
    rules: Rules
    stay: int = 0
    left_out: Ints | None = None
    room_for_all: bool = False

    @property
    def households(self) -> int:
        return len(self.weight)

    @property
    def members(self) -> int:
        return len(self.room)

    def metres(self, i: Ints, j: Ints) -> Floats:
        """Whole metres between households and members; i and j broadcast."""
        away, north = self.homes.x[i] - self.helpers.x[j], self.homes.y[i] - self.helpers.y[j]
        # In place: this is where most of the time goes. Squares of whole decimetres are exact, and so is the root.
        away *= away
        north *= north
        away += north
        np.sqrt(away, out=away)
        away /= 10
        return np.rint(away, out=away)

    def cost(self, i: Ints, j: Ints) -> Floats:
        """Cost of pairs, whole; infinite where the pair may not be."""
        cost = self.metres(i, j)
        far = cost > self.rules.radius if self.rules.radius else None
        cost += self._extras(i, j)
        cost *= self.weight[i]
        if self.stay:
            cost += np.where((self.kept[i] >= 0) & (self.kept[i] != j), self.stay, 0)
        if far is not None:
            cost[far] = np.inf
        if len(self.barred):
            cost[self._is_barred(i, j)] = np.inf
        return cost

    def _extras(self, i: Ints, j: Ints) -> Floats:
        homes, helpers, rules = self.homes, self.helpers, self.rules
        extra: Floats = (homes.village[i] != helpers.village[j]) * float(rules.other_village)
        extra += (homes.grid[i] != helpers.grid[j]) * float(rules.other_grid)
        if rules.other_township:
            extra += (homes.township[i] != helpers.township[j]) * float(rules.other_township)
        if not self._all_known:
            extra += ~(self.home_known[i] & self.helper_known[j]) * float(rules.no_point)
        return extra

    @cached_property
    def _all_known(self) -> bool:
        return bool(self.home_known.all() and self.helper_known.all())

    def _is_barred(self, i: Ints, j: Ints) -> Flags:
        keys = i * self.members + j
        at = np.minimum(np.searchsorted(self.barred, keys), len(self.barred) - 1)
        return np.asarray(self.barred[at] == keys)

    @property
    def dearest(self) -> int:
        """No pair costs more."""
        rules = self.rules
        across = np.hypot(*(np.ptp(np.r_[a, b]) / 10 for a, b in self._axes())) if self.members else 0.0
        reach = min(rules.radius, int(across) + 1) if rules.radius else int(across) + 1
        extras = rules.other_grid + rules.other_village + rules.other_township + rules.no_point
        return int(self.weight.max(initial=1)) * (reach + extras)

    def _axes(self) -> list[tuple[Floats, Floats]]:
        return [(self.homes.x, self.helpers.x), (self.homes.y, self.helpers.y)]

    def with_prices(self, unit: int, chain: int) -> "Problem":
        """Prices of leaving out and of moving, so that no saving in travel of up to `unit` a pair outweighs them.

        One more household left out outweighs `chain` pairs made dearer; a kept pair moved outweighs one left out;
        a special household left out outweighs `chain` kept pairs moved.
        """
        normal = chain * unit
        stay = 4 * normal if np.any(self.kept >= 0) else 0
        special = (chain + 1) * max(stay, normal)
        left_out = np.where(self.special, special, normal) + np.where(self.kept >= 0, stay, 0)
        if self.room_for_all:
            left_out[:] = NEVER
        return replace(self, stay=stay, left_out=left_out)
