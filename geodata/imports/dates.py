"""Days as offices write them: 2024-05-01, 2024.5.1, 2024年5月1日, 20240501, and the serial numbers of spreadsheets."""

import datetime as dt
import re
import unicodedata

from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.errors import BadInput

FIRST, LAST = dt.date(1990, 1, 1), dt.date(2099, 12, 31)
"""Days outside are a slip of the pen."""
ZERO = dt.date(1899, 12, 30)
"""Day 0 of spreadsheets: they count a 29 February 1900 that never was, so it fits from March 1900 on."""

_WRITTEN = re.compile(r"(\d{4})(?:年|[-./])(\d{1,2})(?:月|[-./])(\d{1,2})日?(?:[T ]?\d{1,2}[:时].*)?")
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ZONED = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*"
    r"(?:Z|UTC|GMT|([+-]\d{1,2}):?(\d{2})?)",
    re.ASCII | re.IGNORECASE,
)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")


def day(text: str, *, first: dt.date = FIRST, last: dt.date = LAST) -> dt.date:
    """The day that is meant. BadInput: none, one without a year, or one outside the two days."""
    plain = _here(text) or re.sub(r"\s*([年月日./-])\s*", r"\1", unicodedata.normalize("NFKC", text).strip())
    found = _serial(plain) or _written(plain)
    if found is None or not first <= found <= LAST:
        raise BadInput(_("This is not a day."), remedy=_("Write it as 2024-05-01, with year, month and day."))
    if found > last:
        raise BadInput(_("This day lies ahead."), remedy=_("Check the year."))
    return found


def _here(text: str) -> str:
    """Of a time with its zone the day on our own clocks: 16:00 in Greenwich is the next day. "" where no zone is said."""
    match = _ZONED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return ""
    *when, hours, minutes = match.groups()
    sign = -1 if hours and hours.startswith("-") else 1
    offset = dt.timedelta(hours=abs(int(hours or 0)), minutes=int(minutes or 0)) * sign
    year, month, on, hour, minute, second = (int(one or 0) for one in when)
    try:
        then = dt.datetime(year, month, on, hour, minute, second, tzinfo=dt.timezone(offset))
    except ValueError:
        return ""
    return then.astimezone(timezone.get_default_timezone()).date().isoformat()


def _serial(text: str) -> dt.date | None:
    match = _SERIAL.fullmatch(text)
    return ZERO + dt.timedelta(days=int(match[1])) if match else None


def _written(text: str) -> dt.date | None:
    match = _WRITTEN.fullmatch(text) or _TOGETHER.fullmatch(text)
    try:
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
