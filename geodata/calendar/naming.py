"""What a day of the calendar is called, in the reader's language: published names are Chinese."""

import datetime as dt
import re

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import wording
from geodata.calendar.published import MADE_UP

HOLIDAYS: dict[str, Promise] = {
    "元旦": gettext_lazy("New Year’s Day"),
    "农历除夕": gettext_lazy("Chinese New Year’s Eve"),
    "春节": gettext_lazy("Spring Festival"),
    "清明节": gettext_lazy("Tomb-Sweeping Day"),
    "劳动节": gettext_lazy("Labour Day"),
    "端午节": gettext_lazy("Dragon Boat Festival"),
    "中秋节": gettext_lazy("Mid-Autumn Festival"),
    "国庆节": gettext_lazy("National Day"),
    "国庆节、中秋节": gettext_lazy("National Day and Mid-Autumn Festival"),
    MADE_UP: gettext_lazy("worked to make up for a holiday"),
}
OFF_FOR = re.compile(r"休息日（由 (\d{4}-\d\d-\d\d) 调休）")
MOVED = "（补假）"


def called(name: str) -> str:
    """The name of a day as it is published; another, which an office has written, stays as it is."""
    if match := OFF_FOR.fullmatch(name):
        return _("day off, worked on %(day)s instead") % {"day": wording.day(dt.date.fromisoformat(match[1]))}
    if name.endswith(MOVED) and (known := HOLIDAYS.get(name.removesuffix(MOVED))):
        return _("%(holiday)s (moved)") % {"holiday": known}
    return str(HOLIDAYS.get(name, name))
