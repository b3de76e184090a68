"""What is asked of the items of a collection, read from the parameters of an address."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers
from rest_framework.request import Request

from api.base.fields import CodeField
from api.base.serializers import Query
from api.ogc.collections import Collection
from api.ogc.filtering import condition_of
from api.ogc.literals import day_of
from api.ogc.parsing import LANGUAGES, TEXT
from api.ogc.systems import CRS84, System, checked, system_of
from api.ogc.told import Asked
from geodata.base.errors import BadInput
from geodata.base.scope import Scope
from geodata.base.wording import figure

USUAL, MOST = 1_000, 10_000
"""Features of a page; who asks for more than the most gets the most, as the standard has it."""
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,9}(\.\d{1,20})?", re.ASCII)
_KEY = re.compile(r"[\w.~-]{1,80}", re.ASCII)
OPEN_END = ("", "..")


class AnyQuery(Query):
    f = serializers.ChoiceField(["json"], required=False, help_text=gettext_lazy("The only form there is."))


class ItemQuery(AnyQuery):
    crs = serializers.CharField(required=False, max_length=200)
    datetime = serializers.CharField(required=False, max_length=100)


def items_query(collection: Collection) -> type[Query]:
    """Its parameters, with one for each property."""
    own = {
        name: serializers.CharField(required=False, max_length=200)
        for name in collection.properties
        if name not in FIXED
    }
    return type("ItemsQuery", (ItemQuery,), FIXED | own)


FIXED: dict[str, serializers.Field[Any, Any, Any, Any]] = {
    "f": serializers.ChoiceField(["json", "csv"], required=False),
    "limit": serializers.CharField(required=False, max_length=20),
    "after": serializers.RegexField(_KEY, required=False),
    "area": CodeField(required=False),
    "bbox": serializers.CharField(required=False, max_length=400),
    "bbox-crs": serializers.CharField(required=False, max_length=200),
    "filter": serializers.CharField(required=False, max_length=20_000),
    "filter-lang": serializers.ChoiceField(LANGUAGES, required=False),
    "filter-crs": serializers.CharField(required=False, max_length=200),
}


@dataclass(frozen=True)
class ItemsAsked:
    """The parameters of one request, each checked where it is taken."""

    collection: Collection
    values: Mapping[str, Any]

    @classmethod
    def read(cls, request: Request, collection: Collection) -> "ItemsAsked":
        return cls(collection, items_query(collection).read(request))

    def about(self, scope: Scope) -> Asked:
        first, last = days_of(self.values.get("datetime", ""))
        return Asked(scope, self.values.get("area", ""), first, last)

    @cached_property
    def system(self) -> System:
        return self._system("crs")

    def _system(self, name: str) -> System:
        return system_of(self.values.get(name, CRS84.uri), field=name)

    @cached_property
    def limit(self) -> int:
        text = self.values.get("limit", str(USUAL))
        if not _WHOLE.fullmatch(text) or not int(text):
            raise BadInput(
                _("This is not a whole number from %(least)s to %(most)s.")
                % {"least": figure(1), "most": figure(MOST)},
                field="limit",
                value=text,
                remedy=_("Enter it in digits."),
            )
        return min(int(text), MOST)

    @cached_property
    def conditions(self) -> tuple[str, dict[str, Any]]:
        """SQL over what is told, "" where nothing is asked, and its parameters."""
        parts: list[str] = []
        parameters: dict[str, Any] = {}
        if text := self.values.get("filter"):
            language = self.values.get("filter-lang", TEXT)
            written, told = condition_of(text, language, self.collection.kinds, self._system("filter-crs"))
            parts.append(written)
            parameters |= told
        for name, one in self.collection.properties.items():
            if name in self.values and name not in FIXED:
                parts.append(f'"{name}" = %(p_{name})s')
                parameters[f"p_{name}"] = value_of(self.values[name], one.kind, name)
        if text := self.values.get("bbox"):
            system = self._system("bbox-crs")
            written, told = system.asked(box_in(text, system))
            parts.append(f"ST_Intersects(geom, {written.replace('%(shape)s', '%(box)s')})")
            parameters["box"] = told["shape"]
        return " AND ".join(parts), parameters


def value_of(text: str, kind: str, field: str) -> Any:
    """A plain value of a property that has to be equal to it. Raises BadInput."""
    try:
        match kind:
            case "integer" if re.fullmatch(r"-?\d{1,9}", text, re.ASCII):
                return int(text)
            case "boolean" if text in ("true", "false"):
                return text == "true"
            case "date":
                return day_of(text)
            case "string" if "\x00" not in text:
                return text
    except ValueError:
        pass
    raise BadInput(
        _("This is no value of that property."),
        field=field,
        value=text,
        remedy=_("See the queryables of the collection."),
    )


def box_in(text: str, system: System) -> shapely.Geometry:
    """Four numbers, or six with heights that are passed over, in the order of the coordinate system. Raises BadInput."""
    parts = [part.strip() for part in text.split(",")]
    if len(parts) not in (4, 6) or not all(_NUMBER.fullmatch(part) for part in parts):
        raise BadInput(
            _("A bbox has four numbers."),
            field="bbox",
            value=text,
            remedy=_("Write west,south,east,north in degrees, such as 112.1,27.6,112.6,28.1."),
        )
    numbers = [float(part) for part in parts]
    first, second, third, fourth = numbers if len(numbers) == 4 else (*numbers[:2], *numbers[3:5])
    if first >= third or second >= fourth:
        raise BadInput(
            _("The box ends before it begins."),
            field="bbox",
            value=text,
            remedy=_("Write west,south,east,north: west below east, south below north."),
        )
    return checked(shapely.box(first, second, third, fourth), system, field="bbox")


def days_of(text: str) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of a moment or interval; None: open. Raises BadInput."""
    begin, slash, end = text.partition("/")
    try:
        first, last = (None if each in OPEN_END else day_of(each) for each in (begin, end))
    except ValueError as error:
        raise _no_time(text) from error
    if not slash:
        last = first
    if first and last and first > last:
        raise _no_time(text)
    return first, last


def _no_time(text: str) -> BadInput:
    return BadInput(
        _("This is not a valid day or interval."),
        field="datetime",
        value=text,
        remedy=_("Write 2026-11-30, 2026-11-01/2026-11-30 or ../2026-11-30."),
    )
