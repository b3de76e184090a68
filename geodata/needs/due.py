"""By when a need is settled. Arithmetic: values in, values out."""

import datetime as dt
from typing import NamedTuple, Protocol

from geodata.calendar.workdays import Calendar
from geodata.needs.settings_models import DeadlineUnit


class Term(Protocol):
    """So much time, and how long before its end somebody is reminded."""

    amount: int
    unit: str
    remind: int


class Deadline(NamedTuple):
    """When it is due, and when its holder is reminded; None: not at all."""

    due_at: dt.datetime
    remind_at: dt.datetime | None


def deadline(term: Term, *, start: dt.datetime, calendar: Calendar) -> Deadline:
    """Hours and days run through nights and holidays; working days end with their last second (`Calendar.add`)."""
    at = _after(term.unit, term.amount, start, calendar)
    remind = _after(term.unit, term.amount - term.remind, start, calendar) if term.remind else None
    return Deadline(at, remind)


def _after(unit: str, amount: int, start: dt.datetime, calendar: Calendar) -> dt.datetime:
    if unit == DeadlineUnit.WORKDAYS:
        return calendar.add(start, amount)
    return start + (dt.timedelta(hours=amount) if unit == DeadlineUnit.HOURS else dt.timedelta(days=amount))
