"""Periods of days: half open, `[first day, first day after)`; an open end is None."""

import datetime as dt

from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

__all__ = [
    "DateRange",
    "DateRangeField",
    "RangeBoundary",
    "RangeOperators",
    "covers",
    "in_words",
    "is_open",
]


def today() -> dt.date:
    """The day by the clock of the installation. Read once, at the door; everything inside takes `on=`."""
    return timezone.localdate()


def since(day: dt.date | None) -> DateRange:
    """From that day (or ever) on, without end."""
    return DateRange(day, None)


def between(first: dt.date | None, after: dt.date | None) -> DateRange:
    """From the first day up to, not including, `after`."""
    return DateRange(first, after)


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
    first, after = period.lower, period.upper
    if after is None:
        return _("since %(first)s") % {"first": first or "–"}
    return _("from %(first)s, until %(after)s") % {"first": first or "–", "after": after}
