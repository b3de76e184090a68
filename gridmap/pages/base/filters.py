"""The filters of a list: a page names them once as a form, and components/filters.html draws controls and chips.

The address alone decides what a list shows, so it can be sent and printed, and a question has one address. Where scripts run
htmx asks for every change at once and is answered with the main part of the page (`frame`); else a button sends the form.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django import forms
from django.db.models import Model, Q, QuerySet
from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.base.errors import NotFound
from geodata.base.scope import Scope
from geodata.territory import codes
from geodata.territory.models import Area, AreaQuerySet
from gridmap.middleware import ScopedRequest, in_part
from gridmap.pages.base.typed import Form

FORMER: Mapping[str, Mapping[str, str]] = {
    name: {"unlinked": "no_contact"} for name in ("metric", "gap", "sort")
}
"""What addresses of former days call something, by parameter: they lead to the present one."""
RENAMED = {"village": "area"}
"""Parameters of former days."""
Found = TypeVar("Found", bound=Model)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set: what it is called, to what, and the address without it."""

    label: Promise | str
    value: Promise | str
    address: str


Row = tuple[str, str, str, str | None]
"""An area as it is offered: code, level, name, the code above."""


@dataclass(frozen=True, slots=True)
class Places:
    """Areas to choose one from, the level below one or the reader's own; "" is all of them."""

    label: Promise | str
    options: Sequence[tuple[str, str]]
    chosen: str

    @classmethod
    def of(cls, rows: Sequence[Row], path: Sequence[str]) -> "Places":
        """`path`: the codes of the area that is chosen and of those above it."""
        levels = {level for _code, level, _name, _parent in rows}
        options = [(code, name) for code, _level, name, _parent in rows]
        chosen = next((code for code in path if code in dict(options)), "")
        return cls(Area.Level(levels.pop()).label if len(levels) == 1 else _("Area"), options, chosen)

    @property
    def name(self) -> str:
        """What is chosen, in words."""
        return dict(self.options).get(self.chosen, "")


class Filters(Form):
    """Every visible field is a control, and a chip where it is not as `usual`. What is not valid is told beside its field,
    and the usual value is taken instead.
    """

    sorts: Mapping[str, Sequence[str]] = {}
    """By what the list may be sorted, and the columns of each: only what stays exact and quick."""

    area = forms.RegexField("^[0-9]{2,15}$", required=False, widget=forms.HiddenInput)
    sort = forms.CharField(required=False, max_length=31, widget=forms.HiddenInput)

    def __init__(self, parameters: QueryDict, *, usual: Mapping[str, str] | None = None) -> None:
        self.usual = usual or {}
        self.places: list[Places] = []
        self.given = {
            name: parameters[name] for name in parameters if name in self.base_fields and parameters[name]
        }
        super().__init__({**self.usual, **self.given})

    def told(self) -> dict[str, str]:
        """What is valid; of the rest the usual."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name) or self.usual.get(name, "")) for name in self.fields}

    def address(self, **changes: str) -> str:
        """The query string of this question with these changes: nothing that is empty stands in it."""
        asked = self.given | changes
        return urlencode({name: value for name, value in asked.items() if value})

    # -- Chips --------------------------------------------------------------------------------------------------------
    def chips(self) -> Iterator[Chip]:
        """What is set, in the order of the fields; the area first."""
        if chosen := [place for place in self.places if place.chosen]:
            place = chosen[-1]
            yield Chip(place.label, place.name, self.address(area=""))
        told = self.told()
        for field in self.visible_fields():
            value = told[field.name]
            if value and value != self.usual.get(field.name, ""):
                yield Chip(field.label, self._words(field.name, value), self.address(**{field.name: ""}))

    def _words(self, name: str, value: str) -> Promise | str:
        choices = getattr(self.fields[name].widget, "choices", ())
        return next((label for key, label in choices if str(key) == value), value)

    def clear(self) -> str:
        """The address of the list as it usually is, sorted as it is."""
        return urlencode({"sort": self.given["sort"]} if "sort" in self.given else {})

    # -- Areas --------------------------------------------------------------------------------------------------------
    def pick(self, area: str, scope: Scope, *, on: dt.date, down_to: str = "grid") -> None:
        """Let an area of the scope be chosen instead of that one ("": all of it). One query; NotFound for one beyond it."""
        self.pick_of(area, Area.objects.within(scope), tops=scope.codes, on=on, down_to=down_to)

    def pick_of(
        self, area: str, areas: AreaQuerySet, *, tops: Sequence[str], on: dt.date, down_to: str = "grid"
    ) -> None:
        """The same of any areas, level by level below the `tops`; none: below the country."""
        path = [*codes.ancestors(area), area] if area else []
        path = [code for code in path if not tops or code.startswith(tuple(tops))]
        above = path or list(tops[:1] if len(tops) == 1 else ())
        first = Q(code__in=tops) if tops else Q(parent=None)
        found = areas.on(on).filter(first | Q(parent__code__in=above), level__in=_down_to(down_to))
        rows = list(found.order_by("code").values_list("code", "level", "name", "parent__code"))
        # One that has ended, or is smaller than what is offered, stands in no row.
        if area and all(row[0] != area for row in rows) and not areas.filter(code=area).exists():
            raise NotFound(area, field="area", value=area)
        own = [row for row in rows if (row[0] in tops if tops else row[3] is None)]
        below = [[row for row in rows if row[3] == code] for code in above]
        groups = below if len(tops) == 1 else [own, *below]
        self.places = [Places.of(group, path) for group in groups if group]

    # -- Order --------------------------------------------------------------------------------------------------------
    def sorted_by(self) -> tuple[str, bool]:
        """What the list is sorted by ("": as usual), and whether the last comes first."""
        asked = self.data.get("sort", "")
        name = asked.removeprefix("-")
        return (name, asked.startswith("-")) if name in self.sorts else ("", False)

    def ordered(self, found: QuerySet[Found]) -> QuerySet[Found]:
        """The rows in the order that is asked for."""
        name, backwards = self.sorted_by()
        if not name:
            return found
        columns = self.sorts[name]
        return found.order_by(*([_turned(column) for column in columns] if backwards else columns))


def _down_to(level: str) -> Sequence[str]:
    return codes.LEVELS[: codes.LEVELS.index(level) + 1]


def _turned(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


View = Callable[..., HttpResponseBase]


def answers_at_once(view: View) -> View:
    """A list: former and roundabout addresses lead to the one of the question, and htmx is told that address."""

    @wraps(view)
    def answer(request: ScopedRequest, *args: Any, **more: Any) -> HttpResponseBase:
        asked = _present(request.GET)
        here = f"{request.path}?{asked.urlencode()}" if asked else request.path
        if in_part(request):
            request.GET = asked  # type: ignore[assignment]  # read only from here on
            response = view(request, *args, **more)
            response["HX-Push-Url"] = here
            return response
        if request.method in ("GET", "HEAD") and _is_roundabout(request.GET, asked):
            return redirect(here)
        return view(request, *args, **more)

    return answer


def _present(given: QueryDict) -> QueryDict:
    """The question under its present names, with one area, and without what is empty."""
    asked = QueryDict(mutable=True)
    for name, values in given.lists():
        name = RENAMED.get(name, name)
        told = [_innermost(values)] if name == "area" else values
        if told := [FORMER.get(name, {}).get(one, one) for one in told if one]:
            asked.setlist(name, told)
    return asked


def _is_roundabout(given: QueryDict, asked: QueryDict) -> bool:
    """Is there more to it than that something is left empty?"""
    if len(given.getlist("area")) > 1 or not RENAMED.keys().isdisjoint(given):
        return True
    return any(one in FORMER[name] for name in FORMER for one in given.getlist(name))


def _innermost(chosen: Sequence[str]) -> str:
    """Of one area a level, as the form sends them: a choice further up leaves those below behind."""
    inner = ""
    for code in chosen:
        if not code.startswith(inner) or not code:
            break
        inner = code
    return inner
