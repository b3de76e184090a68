"""A county's year: when people find time to visit, and when not.

An age is a number of days before the day of the demo. Time is told by two clocks: an ordinary one, and one that goes on faster
in weeks in which much is visited. Visits are even on the second; so each season has its own pace, and nobody's rhythm is lost.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import holidays
import numpy as np

from geodata.demo.arrays import Floats, Ints

SPAN = 1_500
"""Days back that the clocks know."""
QUIET: tuple[tuple[str, str, float], ...] = (("07-12", "07-31", 0.82), ("09-14", "10-20", 0.78))
"""First and last day, and how much is visited beside other weeks: the two harvests."""
BUSY: tuple[tuple[str, str, float], ...] = (("03-05", "04-05", 1.08), ("10-26", "12-10", 1.1))
"""Spring ploughing brings the cadres out; after the harvest what was left is caught up on."""
COLD_WAVE = ("12-14", "12-23", 2.3)
"""Everybody goes out to see who has coal and quilts; whoever needs care first."""
BEFORE_THE_FESTIVAL, FESTIVAL = (21, 5, 1.35), (3, -13, 0.5)
"""Days before the first day of spring festival: from, to, how much. Greetings first, then families are among themselves."""
OF_SPECIAL = 0.45
"""How much of the quiet of a season those who need care feel: somebody goes there nevertheless."""


@dataclass(frozen=True)
class Seasons:
    """Of the years before `day`."""

    day: dt.date

    @cached_property
    def activity(self) -> Floats:
        """How much is visited on the day of each age, beside an ordinary day."""
        days = [self.day - dt.timedelta(days=age) for age in range(SPAN + 1)]
        festivals = _festivals({day.year for day in days})
        return np.array([_activity(day, festivals) for day in days])

    @cached_property
    def usual(self) -> "Clock":
        return Clock(np.cumsum(self.activity))

    @cached_property
    def special(self) -> "Clock":
        """Of those who need care."""
        felt = np.where(self.activity < 1, 1 - OF_SPECIAL * (1 - self.activity), self.activity)
        return Clock(np.cumsum(felt))


@dataclass(frozen=True)
class Clock:
    """What it shows by age; it goes back."""

    shown: Floats

    def before(self, age: Ints, time: Floats) -> Ints:
        """The age so much of this clock's time before the given age, at least a day."""
        there = np.interp(self.shown[np.minimum(age, SPAN)] + time, self.shown, np.arange(SPAN + 1))
        return np.maximum(np.rint(there).astype(np.int64), age + 1)

    def between(self, lowest: Ints, highest: Ints, chance: Floats) -> Ints:
        """An age from the lowest to the highest, likelier where the clock goes fast; `chance` is from 0 to 1."""
        first, last = self.shown[lowest - 1], self.shown[highest]
        there = np.searchsorted(self.shown, first + chance * (last - first), side="left")
        return np.clip(there, lowest, highest)


def _festivals(years: set[int]) -> list[dt.date]:
    """The first day of each spring festival."""
    named = holidays.country_holidays("CN", years=years, language="en_US")
    found: dict[int, dt.date] = {}
    for day, name in sorted(named.items()):
        if "Spring Festival" in name:
            found.setdefault(day.year, day)
    return sorted(found.values())


def _activity(day: dt.date, festivals: list[dt.date]) -> float:
    within = f"{day:%m-%d}"
    for first, last, share in (COLD_WAVE, *QUIET, *BUSY):
        if first <= within <= last:
            return share
    for first_before, last_before, share in (BEFORE_THE_FESTIVAL, FESTIVAL):
        if any(last_before <= (festival - day).days <= first_before for festival in festivals):
            return share
    return 1.0
