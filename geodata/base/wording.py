"""How texts are put together, each language in its way."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.dateformat import format as in_letters
from django.utils.translation import pgettext


def day(on: dt.date) -> str:
    """A day as a sentence says it: 2026年11月30日, 30 Nov 2026. Tables, files and what is typed keep 2026-11-30."""
    return in_letters(_local(on), pgettext("letters of a day in a sentence", "j M Y"))


def month(on: dt.date) -> str:
    """The month of a day as a sentence says it: 2026年11月, Nov 2026."""
    return in_letters(on, pgettext("letters of a month in a sentence", "M Y"))


def day_of_year(text: str) -> str:
    """A month and day of each year, kept as 03-01: 3月1日, 1 Mar. In a leap year, so that 02-29 is one."""
    on = dt.date.fromisoformat(f"2024-{text}")
    return in_letters(on, pgettext("letters of a day of each year", "j M"))


def moment(at: dt.datetime) -> str:
    """A day and time of ours as a sentence says it: 2026年11月30日 14:05, 30 Nov 2026, 14:05."""
    return in_letters(_local(at), pgettext("letters of a moment in a sentence", "j M Y, H:i"))


class Figure(int):
    """A count that reads as 22,000 where it becomes text, and is a number to all else: plural forms, comparisons."""

    def __str__(self) -> str:
        return f"{int(self):,}"


class OrMore(Figure):
    """A count of which is only known that there are more: 1,000+."""

    def __str__(self) -> str:
        return f"{super().__str__()}+"


def figure(count: int) -> Figure:
    """A count as a text shows it, by `%(n)s`: `%(n)s` would leave its separator out."""
    return Figure(count)


def _local(at: dt.date) -> dt.date:
    return timezone.localtime(at) if isinstance(at, dt.datetime) and timezone.is_aware(at) else at


def listed(items: Iterable[object]) -> str:
    """The items as one text."""
    return between().join(map(str, items))


def between() -> str:
    """What stands between the items of a list, in the language of the moment."""
    return pgettext("list", ", ")


_ENGLISH = {
    "household_no": "Household number",
    "head_name": "Head of household",
    "lon": "Longitude",
    "lat": "Latitude",
    "birth_year": "Year of birth",
    "person_code": "Login name",
    "person_name": "Name of the person",
    "person_phone": "Phone of the person",
    "member_code": "Login name of the member",
    "member_name": "Contact member",
    "member_phone": "Phone of the member",
}


def in_english(field: str) -> str:
    """A field of a file as a heading in English: "village_code" is "Village code"."""
    return _ENGLISH.get(field, field.replace("_", " ").capitalize())
