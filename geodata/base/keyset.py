"""Where a page of a list ended, as the address of the next one says it: two keys with a dot between.

Pages and API read it here alone; for anything that is none there is None, and each door says so in its own way.
"""

import datetime as dt
import re
import uuid

_NUMBERS = re.compile(r"(\d{1,18})\.(\d{1,18})", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})", re.ASCII)


def numbers(text: str) -> tuple[int, int] | None:
    """village.household, both by their keys."""
    match = _NUMBERS.fullmatch(text)
    return (int(match[1]), int(match[2])) if match else None


def day_and_number(text: str) -> tuple[dt.date, int] | None:
    """day.visit"""
    if (match := _DAY.fullmatch(text)) is None:
        return None
    try:
        return dt.date.fromisoformat(match[1]), int(match[2])
    except ValueError:
        return None


def moment_and_id(text: str) -> tuple[dt.datetime, uuid.UUID] | None:
    """time.entry: a time without its zone is none."""
    moment, _dot, name = text.rpartition(".")
    try:
        key = dt.datetime.fromisoformat(moment), uuid.UUID(name)
    except ValueError:
        return None
    return key if key[0].tzinfo is not None else None


def moment_or_number(text: str) -> tuple[dt.datetime | None, int] | None:
    """moment.number, or a number alone."""
    moment, dot, number = text.rpartition(".")
    if not re.fullmatch(r"\d{1,18}", number, re.ASCII):
        return None
    if not dot:
        return None, int(number)
    try:
        key = dt.datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (key, int(number)) if key.tzinfo is not None else None


def moment_and_number(moment: dt.datetime | None, number: int) -> str:
    """The same, as the next page's address says it."""
    return joined(moment.isoformat(), number) if moment else str(number)


def joined(first: object, second: object) -> str:
    """As the next page's address says it."""
    return f"{first}.{second}"
