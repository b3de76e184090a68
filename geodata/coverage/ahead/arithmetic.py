"""Due visits as arrays, an element a household; no database and no clock.

Assumptions: today's rules, contacts and care go on; whoever is exempt is left out before; a household that was never
visited is owed a visit from the first day on; days are whole, and "in 7 days" looks at the seventh day from today.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Shares = NDArray[np.float64]
NEVER = -1


@dataclass(frozen=True, slots=True)
class Homes:
    """Households on a day. All arrays are of one length."""

    interval: Whole
    """Days from one visit to the next, at most."""
    since: Whole
    """Days since the last meeting; NEVER without one."""
    special: Flags
    linked: Flags
    """Has a first contact."""
    place: Whole
    """Number of the area in which it is counted."""

    def __len__(self) -> int:
        return len(self.interval)

    def only(self, chosen: Flags | Whole | slice) -> Self:
        return type(self)(*(getattr(self, field.name)[chosen] for field in fields(self)))

    @property
    def never(self) -> Flags:
        never: Flags = self.since == NEVER
        return never


def overdue(homes: Homes, *, in_days: int = 0) -> Flags:
    """Owed on that day if nobody goes there until then; those never visited are."""
    return homes.never | (homes.since + in_days > homes.interval)


def falls_due(homes: Homes, days: int) -> Flags:
    """Not owed today, but owed in so many days if nobody goes there."""
    return overdue(homes, in_days=days) & ~overdue(homes)


def first_useful(homes: Homes, days: int) -> Whole:
    """The first of the coming days (1 to `days`) on which a visit keeps the household from being owed on the last one;
    0 where none is needed.
    """
    earliest = np.maximum(1, days - homes.interval)
    return np.where(overdue(homes, in_days=days), earliest, 0)


def pace_needed(homes: Homes, days: int) -> float:
    """Fewest visits a day, the same each day, with which nobody is owed on the last of the `days`.

    A visit too early is owed again by then, so what can only be done in the last t days must fit into them: the densest
    end decides (earliest deadline first is best, Liu and Layland 1973).
    """
    starts = np.bincount(first_useful(homes, days), minlength=days + 1)[1:]
    to_do = np.cumsum(starts[::-1])
    return float(np.max(to_do / np.arange(1, days + 1))) if len(homes) else 0.0


def places_that_cannot(homes: Homes, possible: Shares, days: int) -> list[int]:
    """Areas whose needed pace is more than the visits a day that are possible there."""
    order = np.argsort(homes.place, kind="stable")
    bounds = np.searchsorted(homes.place[order], np.arange(len(possible) + 1))
    spans: Iterable[tuple[int, int, int]] = zip(range(len(possible)), bounds[:-1], bounds[1:], strict=True)
    return [
        place
        for place, start, end in spans
        if pace_needed(homes.only(order[start:end]), days) > possible[place] + 1e-9
    ]
