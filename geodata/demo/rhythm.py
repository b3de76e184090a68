"""How often each household was to be visited at any time of the past: its occupancy and its care then, not today's."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from geodata.demo.arrays import Flags, Ints
from geodata.demo.people import EXEMPT, Care, Households

SEASONAL = 1
"""Among the occupancies."""


@dataclass(frozen=True)
class Rhythm:
    """`rules` are days by category and occupancy. Ages are in days before the day of the demo, one a household."""

    households: Households
    care: Care
    rules: dict[str, int]

    @cached_property
    def _days(self) -> Ints:
        return np.array([self.rules[code] for code in self.care.category], dtype=np.int64)

    def interval(self, age: Ints) -> Ints:
        """Days from one visit to the next, at most, by the shortest of the rules that held then."""
        seasonal = (self.households.occupancy == SEASONAL) & (self.households.occupancy_age >= age)
        interval = np.where(seasonal, self.rules["seasonal"], self.rules["lived_in"])
        care = self.care
        held = (care.since_age >= age[care.household]) & (care.until_age < age[care.household])
        np.minimum.at(interval, care.household[held], self._days[held])
        return interval

    @property
    def usual(self) -> int:
        return self.rules["lived_in"]

    @cached_property
    def now(self) -> Ints:
        return self.interval(np.zeros(len(self.households.size), np.int64))

    def exempt(self, age: int) -> Flags:
        """Who had nobody to visit then."""
        exempt: Flags = (self.households.occupancy >= EXEMPT) & (self.households.occupancy_age >= age)
        return exempt
