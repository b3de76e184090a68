"""On which days areas meet. Pure: a rhythm and a day in, days out."""

import calendar
import datetime as dt
from dataclasses import dataclass

FRIDAY, THURSDAY, LAST = 5, 4, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Every week on a day, or on the `nth` (5: the last) such day of each month."""

    weekday: int
    nth: int | None = None
    time: dt.time = dt.time(15)
    place: str = ""
    due_days: int = 7

    def next(self, day: dt.date) -> dt.date:
        """The first day of meeting from that day on."""
        if self.nth is None:
            return day + dt.timedelta(days=(self.weekday - day.isoweekday()) % 7)
        here = _nth(day.year, day.month, self.weekday, self.nth)
        return here if here >= day else _nth(*_month_after(day), self.weekday, self.nth)

    def last(self, day: dt.date) -> dt.date:
        """The last day of meeting before that day."""
        if self.nth is None:
            return self.next(day - dt.timedelta(days=7))
        here = _nth(day.year, day.month, self.weekday, self.nth)
        return here if here < day else _nth(*_month_before(day), self.weekday, self.nth)


USUAL = {
    "village": Rhythm(weekday=FRIDAY),
    "township": Rhythm(weekday=THURSDAY, nth=LAST, time=dt.time(9), due_days=31),
}
"""Where nothing else is said. The county meets when it is called."""


def _nth(year: int, month: int, weekday: int, nth: int) -> dt.date:
    first, days = calendar.monthrange(year, month)
    day = 1 + (weekday - 1 - first) % 7 + 7 * (nth - 1)
    return dt.date(year, month, day if day <= days else day - 7)


def _month_after(day: dt.date) -> tuple[int, int]:
    return (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)


def _month_before(day: dt.date) -> tuple[int, int]:
    return (day.year - 1, 12) if day.month == 1 else (day.year, day.month - 1)
