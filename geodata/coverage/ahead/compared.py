"""What a change of borders or of contacts would change in what is ahead, grid by grid; no database and no clock.

Of a redraw each household has a place before and one after, and keeps its contact. Of a proposal of contacts it keeps
its place, and has another member: a member's time is shared evenly over all households that he or she is to look after,
wherever they are. The assumptions are those of the arithmetic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from geodata.coverage.ahead.arithmetic import Flags, Homes, Shares, Whole, falls_due, pace_needed
from geodata.visits.figures import AHEAD

DAYS = 30
"""Days ahead by which nobody is to be owed a visit."""
VISITS_A_DAY = 2.0
"""What a member is taken to manage beside other work: an assumption about days, and nothing anybody is measured by."""
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Looked:
    """Households and who looks after them. All arrays are of one length, but `burden` goes by member."""

    ids: Whole
    homes: Homes
    visited: Flags
    """False: exempt, or not to be found on the day."""
    member: Whole
    """Its first contact, by id; NOBODY without one."""
    burden: Mapping[int, int]
    """Of each member the first contacts that he or she has in all, here and elsewhere."""

    def among(self, ids: Whole) -> Self:
        """These households, in this order; of those that are not known nothing is to be visited."""
        order = np.argsort(self.ids, kind="stable")
        place = np.minimum(np.searchsorted(self.ids[order], ids), max(0, len(self.ids) - 1))
        if not len(self.ids):
            return replace(self, **_nothing(ids))
        row = order[place]
        known = self.ids[row] == ids
        return replace(
            self,
            ids=ids,
            homes=self.homes.only(row),
            visited=self.visited[row] & known,
            member=np.where(known, self.member[row], NOBODY),
        )

    def paired(self, changes: Mapping[int, int]) -> Self:
        """With other first contacts: the member of each of these households, both by id."""
        member, burden = self.member.copy(), dict(self.burden)
        for place, household in enumerate(self.ids.tolist()):
            if household not in changes:
                continue
            before, after = int(member[place]), changes[household]
            if before != NOBODY:
                burden[before] -= 1
            burden[after] = burden.get(after, 0) + 1
            member[place] = after
        return replace(self, member=member, burden=burden)

    @property
    def time(self) -> Shares:
        """Of each household the part of its member's time that is its own."""
        return np.array([1 / self.burden[each] if each != NOBODY else 0.0 for each in self.member.tolist()])


def _nothing(ids: Whole) -> dict[str, Any]:
    zeros, none = np.zeros(len(ids), np.int64), np.zeros(len(ids), np.bool_)
    return {
        "ids": ids,
        "homes": Homes(zeros + 1, zeros, none, none, zeros),
        "visited": none,
        "member": np.full(len(ids), NOBODY),
    }


@dataclass(frozen=True, slots=True)
class GridAhead:
    """One grid. `due`: households that will be owed in so many days, and are not today, if nobody goes there."""

    code: str
    name: str
    households: int
    due: Mapping[int, int]
    pace_needed: float
    possible: float

    @property
    def cannot(self) -> bool:
        return self.pace_needed > self.possible + 1e-9

    @property
    def lists(self) -> list[tuple[str, int]]:
        """The name of each list, and its length."""
        return [(f"due_in_{days}", count) for days, count in self.due.items()]


@dataclass(frozen=True, slots=True)
class Compared:
    """Grids before and after, in the order in which they were given."""

    days: int
    before: list[GridAhead]
    after: list[GridAhead]

    ahead = AHEAD

    @property
    def cannot_before(self) -> list[GridAhead]:
        return [grid for grid in self.before if grid.cannot]

    @property
    def cannot_after(self) -> list[GridAhead]:
        return [grid for grid in self.after if grid.cannot]

    @property
    def relieved(self) -> list[GridAhead]:
        """Grids as they are after it, that could not before and can then."""
        could_not = {grid.code for grid in self.cannot_before}
        return [grid for grid in self.after if not grid.cannot and grid.code in could_not]

    def __add__(self, other: "Compared") -> "Compared":
        return Compared(self.days, self.before + other.before, self.after + other.after)


Named = Sequence[tuple[str, str]]
"""Code and name of each place."""


def redrawn(
    looked: Looked, before: Whole, after: Whole, named: tuple[Named, Named], days: int = DAYS
) -> Compared:
    """Places of the households before and after as numbers of the named; below 0: in none of them."""
    was, will = named
    return Compared(days, grids_ahead(looked, before, was, days), grids_ahead(looked, after, will, days))


def paired(
    looked: Looked, changes: Mapping[int, int], place: Whole, named: Named, days: int = DAYS
) -> Compared:
    """The same places with other first contacts."""
    return Compared(
        days,
        grids_ahead(looked, place, named, days),
        grids_ahead(looked.paired(changes), place, named, days),
    )


def grids_ahead(
    looked: Looked, place: Whole, named: Named, days: int, visits_a_day: float = VISITS_A_DAY
) -> list[GridAhead]:
    inside = place >= 0
    possible = np.bincount(place[inside], weights=looked.time[inside], minlength=len(named)) * visits_a_day
    found = []
    for number, (code, name) in enumerate(named):
        homes = looked.homes.only(looked.visited & (place == number))
        found.append(
            GridAhead(
                code,
                name,
                len(homes),
                {ahead: int(falls_due(homes, ahead).sum()) for ahead in AHEAD},
                pace_needed(homes, days),
                float(possible[number]),
            )
        )
    return found
