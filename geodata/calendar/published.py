"""What the State Council has published, as the library `holidays` knows it.

A year that is not published yet has its statutory days in it, without the days that make up for them. The library gives
neighbouring years along, and days that make up for New Year may lie in the year before: so two years are asked for,
and of the answer the days of the one that was meant are taken.
"""

import datetime as dt
from typing import NamedTuple

MADE_UP = "调休上班"
LONGEST = 60


class Told(NamedTuple):
    """A day that is a holiday, or worked although it is a weekend."""

    day: dt.date
    works: bool
    name: str


def days_of(year: int) -> list[Told]:
    """In order. ImportError is not expected: the library is locked."""
    # Imported when it is needed: it knows all countries, and takes half a second.
    from holidays.countries.china import China

    found = China(years=[year, year + 1], language="zh_CN")  # type: ignore[no-untyped-call]  # the library has no types
    free = [Told(day, False, str(name)[:LONGEST]) for day, name in found.items() if day.year == year]
    worked = [Told(day, True, MADE_UP) for day in found.weekend_workdays if day.year == year]
    return sorted(free + worked)


def is_published(year: int) -> bool:
    """Are the adjusted days of that year known to the library?"""
    from holidays.countries.china import ChinaStaticHolidays

    return year <= max(ChinaStaticHolidays.special_public_holidays)
