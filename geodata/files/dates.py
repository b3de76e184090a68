"""Days as offices write them: 2024-05-01, 2024.5.1, 2024年5月1日, 二〇二四年五月一日, 20240501, and serial numbers of spreadsheets."""

import datetime as dt
import re
import unicodedata

from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.files.columns import chinese

FIRST, LAST = dt.date(1990, 1, 1), dt.date(2099, 12, 31)
"""Days outside are a slip of the pen."""
ZERO = dt.date(1899, 12, 30)
"""Day 0 of spreadsheets: they count a 29 February 1900 that never was, so it fits from March 1900 on."""

_WRITTEN = re.compile(
    r"(\d{4})(?:年|[-./、])(\d{1,2})(?:月|[-./、])(\d{1,2})[日号]?\.?"
    r"(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?(?:[T ]?(?:[上下中]午|早上|晚上)?(?:\d{1,2}[:时点].*)?)?"
)
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6}|\.0+)?")
_IN_SIGNS = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]"
)
_SIGNS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_ZONED = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*"
    r"(?:Z|UTC|GMT|([+-]\d{1,2}):?(\d{2})?)",
    re.ASCII | re.IGNORECASE,
)
_DASHES = re.compile("[‐‑‒–—―−]+")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")


def day(text: str, *, first: dt.date = FIRST, last: dt.date = LAST) -> dt.date:
    """The day that is meant. BadInput: none, one without a year, or one outside the two days."""
    even = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip()
    plain = _here(text) or re.sub(r"\s*([年月日./-])\s*", r"\1", even)
    date = _serial(plain) or _written(plain)
    if date is None or not first <= date <= LAST:
        raise BadInput(
            _("This is not a valid date."), remedy=_("Enter it as 2024-05-01, with year, month and day.")
        )
    if date > last:
        raise BadInput(_("This day is in the future."), remedy=_("Check the year."))
    return date


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
    signs = _IN_SIGNS.fullmatch(text)
    try:
        if signs:
            return dt.date(int(signs[1].translate(_SIGNS)), chinese(signs[2]) or 0, chinese(signs[3]) or 0)
        return dt.date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
