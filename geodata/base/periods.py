"""Periods of days: half open, `[first day, first day after)`; an open end is None."""

import datetime as dt

from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.base import wording
from geodata.base.errors import BadInput

__all__ = [
    "DateRange",
    "DateRangeField",
    "RangeBoundary",
    "RangeOperators",
    "covers",
    "in_words",
    "is_open",
]


FIRST_DAY = dt.date(2000, 1, 1)
"""No record is older: an earlier day is a slip of the pen."""


def today() -> dt.date:
    """The day by the clock of the installation. Read once, at the door; everything inside takes `on=`."""
    return timezone.localdate()


def midnight(day: dt.date) -> dt.datetime:
    """The moment at which a day begins here; of a day in SQL see geodata/base/figures.py."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def check_past(day: dt.date, *, field: str = "on") -> None:
    """Raises BadInput for a day that is still to come: nothing is known of it, and figures of it would be made up."""
    if day > today():
        raise BadInput(
            _("This day is in the future."),
            field=field,
            value=day.isoformat(),
            remedy=_("Choose today or an earlier day."),
        )


def since(day: dt.date | None) -> DateRange:
    """From that day (or ever) on, without end."""
    return DateRange(day, None)


def between(first: dt.date | None, after: dt.date | None) -> DateRange:
    """From the first day up to, not including, `after`."""
    return DateRange(first, after)


def overlap(one: DateRange, other: DateRange) -> bool:
    """Is there a day in both?"""
    return _before_end(one.lower, other.upper) and _before_end(other.lower, one.upper)


def _before_end(first: dt.date | None, after: dt.date | None) -> bool:
    return first is None or after is None or first < after


def ended(period: DateRange, on: dt.date) -> DateRange:
    """`on` is the first day after it; what began later holds for its first day."""
    first = period.lower
    return between(first, on if first is None or first < on else first + dt.timedelta(days=1))


def covers(day: dt.date, field: str = "period") -> Q:
    """Rows whose period holds that day."""
    return Q(**{f"{field}__contains": day})


def is_open(field: str = "period") -> Q:
    """Rows without an end."""
    return Q(**{f"{field}__upper_inf": True})


def not_empty(field: str = "period") -> Q:
    """A law: the period holds at least one day."""
    return Q(**{f"{field}__isempty": False})


def in_words(period: DateRange) -> str:
    """From the first day on, until the first day after."""
    days = {"first": wording.day(period.lower) if period.lower else "–"}
    if period.upper is None:
        return _("since %(first)s") % days
    return _("from %(first)s, until %(after)s") % (days | {"after": wording.day(period.upper)})
