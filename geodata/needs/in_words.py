"""What columns about a need say in words, where the column by itself tells a code or a key."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.base import wording
from geodata.needs.beside_models import Assignment
from geodata.needs.settings_models import NeedCategory
from geodata.needs.words import Answer, Declined, How, Level, Move


def level(row: Any) -> str:
    return str(Level(row.level).label)


def level_after(row: Any) -> str:
    return str(Level(row.level_after).label)


def move(row: Any) -> str:
    return str(Move(row.move).label)


def least_level(row: Any) -> str:
    return str(Level(row.least_level).label)


def category(row: Any) -> str:
    found = NeedCategory.objects.filter(code=row.category).first()
    return str(found or row.category)


def _number(key: int) -> str:
    found = Assignment.objects.filter(pk=key).values_list("number", flat=True).first()
    return found or ""


def _moment(said: str) -> str:
    return wording.moment(dt.datetime.fromisoformat(said))


DETAILS: Mapping[str, tuple[Promise | str, Callable[[Any], object]]] = {
    "assignment": (_("assignment"), _number),
    "until": (pgettext_lazy("need", "asked until"), _moment),
    "why": (_("why declined"), lambda code: Declined(code).label),
    "into": (_("merged into"), str),
    "answer": (_("answer"), lambda code: Answer(code).label if code else ""),
    "how": (pgettext_lazy("need", "how settled"), lambda code: How(code).label if code else ""),
    "reason": (_("reason"), str),
}
"""What the details of a step are called, and how each is said."""


def details(row: Any) -> str:
    """Of a need that is not sensitive: what lies sealed is told by its own concept alone."""
    told = [(name, row.payload[name]) for name in row.payload if name in DETAILS]
    said = [(label, read(value)) for name, value in told for label, read in [DETAILS[name]]]
    return wording.listed(f"{label} {value}" for label, value in said if value)
