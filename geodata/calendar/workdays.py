"""Arithmetic of working days. `Calendar` is a value and asks nothing; `calendar()` reads the one that is in force.

A term begins on the day after the one on which something happened, and ends with the last hour of its last day (Civil
Code, articles 201 and 203). Days of years that are not loaded are worked from Monday to Friday.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from django.db.models import Max
from django.utils import timezone
from numpy.typing import NDArray

from geodata.calendar.models import CalendarVersion, WorkDay

SATURDAY = 5
MOST = 1_000
"""Working days that are added at most: about four years."""
LAST_MOMENT = dt.time(23, 59, 59)
Days = NDArray[np.datetime64]


@dataclass(frozen=True)
class Calendar:
    """Which days are worked."""

    told: Mapping[dt.date, bool]
    """Days that differ from what their weekday says, or are named; True: worked."""
    published: frozenset[int] = frozenset()
    """Years whose adjusted days are published and loaded."""
    version: int = 0

    @property
    def known_until(self) -> dt.date | None:
        """The last day of the last year of which adjusted days are known."""
        return dt.date(max(self.published), 12, 31) if self.published else None

    def works(self, day: dt.date) -> bool:
        return self.told.get(day, day.weekday() < SATURDAY)

    def after(self, day: dt.date, n: int) -> dt.date:
        """The n-th working day after that day; with 0 that day itself, or the next one that is worked."""
        if not 0 <= n <= MOST:
            raise ValueError(f"{n} working days")
        left, step = n, dt.timedelta(days=1)
        while left or not self.works(day):
            day += step
            left -= left > 0 and self.works(day)
        return day

    def add(self, at: dt.datetime, n: int) -> dt.datetime:
        """The last second of the n-th working day after the moment, by the clock of the installation."""
        last = self.after(timezone.localdate(at), n)
        return timezone.make_aware(dt.datetime.combine(last, LAST_MOMENT))

    def after_each(self, days: Days, n: int | NDArray[np.int_]) -> Days:
        """The same as `after` for many days at once; `n`: one for all, or one for each."""
        if not len(days):
            return days
        worked = self._worked(days.min(), days.max(), int(np.max(n)))
        # How many worked days lie before each day, that day included unless n is 0 and it counts itself.
        before = np.where(
            np.asarray(n) == 0, np.searchsorted(worked, days), np.searchsorted(worked, days, side="right") - 1
        )
        last: Days = worked[before + n]
        return last

    def _worked(self, first: np.datetime64, last: np.datetime64, n: int) -> Days:
        """All worked days from well before the first to n worked days after the last; a holiday takes ten days at most."""
        every = np.arange(first - 30, last + 30 + 2 * n, dtype="datetime64[D]")
        works = np.is_busday(every)
        for day, worked in self.told.items():
            place = int((np.datetime64(day, "D") - every[0]).astype(int))
            if 0 <= place < len(every):
                works[place] = worked
        chosen: Days = every[works]
        return chosen


def calendar() -> Calendar:
    """The calendar in force. Two queries."""
    rows = list(WorkDay.objects.values_list("day", "works", "source"))
    return Calendar(
        told={day: works for day, works, _source in rows},
        published=frozenset(day.year for day, _works, source in rows if source == WorkDay.Source.PUBLISHED),
        version=version(),
    )


def version() -> int:
    """The number of the last change; 0: none was loaded yet. What was reckoned by a lower one is to be reckoned again."""
    return CalendarVersion.objects.aggregate(last=Max("pk"))["last"] or 0


def add(at: dt.datetime, n: int) -> dt.datetime:
    """`Calendar.add` by the calendar in force. For many, ask for the calendar once."""
    return calendar().add(at, n)


def known_until() -> dt.date | None:
    """`Calendar.known_until` of the calendar in force."""
    return calendar().known_until
