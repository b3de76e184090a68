"""Days of the demo as PostgreSQL reads them: an age is a number of days before the day of the demo."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from geodata.demo.arrays import Ints

OLDEST = 2_000


@dataclass(frozen=True)
class Calendar:
    day: dt.date

    @cached_property
    def _texts(self) -> list[str]:
        return [(self.day - dt.timedelta(days=age)).isoformat() for age in range(OLDEST + 1)]

    def text(self, age: int) -> str:
        return self._texts[age]

    def texts(self, ages: Ints) -> list[str]:
        """ISO dates."""
        return [self._texts[age] for age in ages.tolist()]

    def since(self, ages: Ints) -> list[str]:
        """Periods without end."""
        return [f"[{self._texts[age]},)" for age in ages.tolist()]

    def between(self, since: Ints, until: Ints) -> list[str]:
        """Half-open periods; an `until` of -1 is no end."""
        return [
            f"[{self._texts[first]},{self._texts[after] if after >= 0 else ''})"
            for first, after in zip(since.tolist(), until.tolist(), strict=True)
        ]
