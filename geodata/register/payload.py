"""What a change says: fields declared once by each kind, read the same way whatever door they come by. Pure.

Values stay what JSON holds, so that a payload is stored as it was read.
"""

import datetime as dt
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from geodata.base import phones, texts
from geodata.base.errors import BadInput
from geodata.base.id_numbers import refuse_id_numbers
from geodata.base.wording import figure, listed

MOST_PHONES = 5
MOST_KEY = 2**62
Take = Callable[[Any], Any]
"""What of a value is kept; None where it cannot be taken."""


class Shape(StrEnum):
    """Of which form a value is: what a form or a phone asks for it with."""

    TEXT = "text"
    NAME = "name"
    WHOLE = "whole"
    KEY = "key"
    KEYS = "keys"
    CHOICE = "choice"
    DAY = "day"
    PHONE = "phone"
    PHONES = "phones"
    POINT = "point"


@dataclass(frozen=True)
class Field:
    """`take` reads it, `form` says in words what it takes; a text has at most `most` characters, a choice its `names`."""

    take: Take
    form: Callable[[], str]
    required: bool = False
    shape: Shape = Shape.TEXT
    least: int = 0
    most: int = 0
    names: Sequence[str] = ()


def read(fields: Mapping[str, Field], sent: Mapping[str, Any]) -> dict[str, Any]:
    """The values of these fields, without what is empty. Raises BadInput for what is unknown, missing or not of its form."""
    if unknown := [name for name in sent if name not in fields]:
        raise BadInput(
            _("“%(name)s” is not recognised here.") % {"name": str(unknown[0])[:40]},
            field="payload",
            remedy=_("Accepted: %(names)s.") % {"names": listed(fields) or "–"},
        )
    values = {name: _value(name, field, sent.get(name)) for name, field in fields.items()}
    return {name: value for name, value in values.items() if value not in (None, "")}


def _value(name: str, field: Field, sent: Any) -> Any:
    if sent is None or sent == "":
        if field.required:
            raise BadInput(_("This has to be said."), field=f"payload.{name}", remedy=field.form())
        return None
    value = field.take(sent)
    if value is None:
        raise BadInput(_("This cannot be taken."), field=f"payload.{name}", remedy=field.form())
    if isinstance(value, str):
        refuse_id_numbers([value], field=f"payload.{name}")
    return value


def _text(even: Callable[[str], str], most: int, sent: Any) -> str | None:
    value = even(sent) if isinstance(sent, str) else ""
    return value if 0 < len(value) <= most else None


def _whole(least: int, most: int, sent: Any) -> int | None:
    plain = isinstance(sent, int) and not isinstance(sent, bool)
    return sent if plain and least <= sent <= most else None


def _phones(sent: Any) -> list[str] | None:
    """An empty list says that there is none."""
    cells = sent if isinstance(sent, list) and all(isinstance(one, str) for one in sent) else None
    if cells is None or len(cells) > MOST_PHONES:
        return None
    numbers = [phones.numbers(cell) for cell in cells]
    return None if None in numbers else list(dict.fromkeys(one for some in numbers for one in some or ()))


def _phone(sent: Any) -> str | None:
    numbers = _phones([sent])
    return numbers[0] if numbers and len(numbers) == 1 else None


def _day(sent: Any) -> str | None:
    try:
        return dt.date.fromisoformat(sent).isoformat() if isinstance(sent, str) else None
    except ValueError:
        return None


def _keys(sent: Any) -> list[int] | None:
    whole = isinstance(sent, list) and sent and all(_whole(1, MOST_KEY, one) for one in sent)
    return sorted(set(sent)) if whole else None


def _point(qualities: Sequence[str], sent: Any) -> dict[str, Any] | None:
    """Longitude and latitude in WGS 84, and how it was found."""
    if not isinstance(sent, dict) or set(sent) != {"lon", "lat", "quality"}:
        return None
    axes = [sent["lon"], sent["lat"]]
    plain = all(isinstance(axis, int | float) and not isinstance(axis, bool) for axis in axes)
    inside = plain and all(map(math.isfinite, axes)) and abs(axes[0]) <= 180 and abs(axes[1]) <= 90
    return sent if inside and sent["quality"] in qualities else None


def text(
    most: int,
    *,
    even: Callable[[str], str] = texts.line,
    required: bool = False,
    shape: Shape = Shape.TEXT,
) -> Field:
    def form() -> str:
        return _("Write at most %(most)s characters.") % {"most": figure(most)}

    return Field(partial(_text, even, most), form, required, shape, most=most)


def person(*, required: bool = False) -> Field:
    return text(60, even=texts.name, required=required, shape=Shape.NAME)


def whole(least: int, most: int) -> Field:
    def form() -> str:
        return _("Write a whole number from %(least)s to %(most)s.") % {
            "least": least,
            "most": most,
        }

    return Field(partial(_whole, least, most), form, shape=Shape.WHOLE, least=least, most=most)


def key(*, required: bool = False) -> Field:
    return Field(
        partial(_whole, 1, MOST_KEY), lambda: _("Choose one from the list."), required, shape=Shape.KEY
    )


def keys() -> Field:
    return Field(_keys, lambda: _("Choose some of the list."), shape=Shape.KEYS)


def choice(names: Sequence[str], *, required: bool = False) -> Field:
    def form() -> str:
        return _("Choose one of: %(names)s.") % {"names": listed(names)}

    return Field(
        lambda sent: sent if sent in names else None, form, required, shape=Shape.CHOICE, names=names
    )


def day(*, required: bool = False) -> Field:
    return Field(_day, lambda: _("Enter it as YYYY-MM-DD."), required, shape=Shape.DAY)


def phone() -> Field:
    return Field(_phone, lambda: _("Write one phone number."), shape=Shape.PHONE)


def phone_list() -> Field:
    return Field(
        _phones,
        lambda: _("Give a list of phone numbers, %(most)s at most.") % {"most": figure(MOST_PHONES)},
        shape=Shape.PHONES,
    )


def point(qualities: Sequence[str]) -> Field:
    def form() -> str:
        return _("Give “lon”, “lat” and “quality”, which is one of: %(names)s.") % {
            "names": listed(qualities)
        }

    return Field(partial(_point, qualities), form, shape=Shape.POINT, names=qualities)
