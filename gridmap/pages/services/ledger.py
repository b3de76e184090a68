"""/orders/: the ledger of orders, page by page; its address says what is asked for."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from api.web.access import visible_area
from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right, Scope
from geodata.coverage.households import COUNTED
from geodata.jobs.at_once import counted_together
from geodata.people.models import Household
from geodata.services.finding import Filter, home_of, is_late, page
from geodata.services.models import ServiceOrder
from geodata.services.parts import may_order
from geodata.services.words import Field, State
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.lists import trail

PAGE = 100
SWITCHES = ("mine", "untaken", "late", "wish")
TABS: tuple[tuple[str, Promise], ...] = (
    ("", _("All orders")),
    ("mine", _("For me")),
    ("untaken", pgettext_lazy("orders", "Not taken")),
    ("late", pgettext_lazy("orders", "Late")),
    ("wish", _("Wishes")),
)


class OrderFilters(Filters):
    """What is not valid is told beside its field, and all are shown instead."""

    mine = forms.BooleanField(required=False, widget=forms.HiddenInput)
    untaken = forms.BooleanField(required=False, widget=forms.HiddenInput)
    late = forms.BooleanField(required=False, widget=forms.HiddenInput)
    wish = forms.BooleanField(required=False, widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *State.choices]
    )
    field = forms.ChoiceField(
        label=pgettext_lazy("of a service", "field"),
        required=False,
        choices=[("", _("All fields")), *Field.choices],
    )

    def place(self, scope: Scope, *, on: dt.date) -> Area | None:
        """Raises NotFound for one beyond the scope."""
        self.is_valid()
        code = self.cleaned_data.get("area") or ""
        self.pick(code, scope, on=on)
        return visible_area(scope, code, on=on, field="area") if code else None

    def filter(self, area: Area | None, **switches: bool) -> Filter:
        """With these switches in place of those that are set."""
        self.is_valid()
        said = self.cleaned_data
        set_now: dict[str, Any] = switches or {name: bool(said.get(name)) for name in SWITCHES}
        return Filter(area=area, state=said.get("state", ""), field=said.get("field", ""), **set_now)


@dataclass(frozen=True, slots=True)
class Line:
    """An order in a list; `home` only where the reader sees the household's details, and of no wish."""

    order: ServiceOrder
    late: bool
    home: Household | None


def lines_of(orders: Iterable[ServiceOrder], *, scope: Scope, at: dt.datetime) -> list[Line]:
    """No query, where the orders came with what is listed of them."""
    return [Line(order, is_late(order, at=at), home_of(order, scope=scope)) for order in orders]


@dataclass(frozen=True, slots=True)
class Tab:
    label: Promise
    number: int
    address: str
    here: bool


@answers_at_once
@require_safe
def ledger_page(request: ScopedRequest) -> HttpResponse:
    """100 to a page, the newest first."""
    require(request.scope, Right.SERVE)
    scope, on, now = request.scope.to(Right.SERVE), periods.today(), timezone.now()
    filters = OrderFilters(request.GET)
    area = filters.place(scope, on=on)
    by = request.user
    orders = filters.filter(area).of(by=by, scope=request.scope, at=now)
    after = request.GET.get("after", "")
    found = page(orders, after=int(after) if after.isdigit() and len(after) < 16 else None, limit=PAGE + 1)
    context = {
        "filters": filters,
        "area": area,
        "lines": lines_of(found[:PAGE], scope=request.scope, at=now),
        "first": not after,
        "next": str(found[PAGE - 1].pk) if len(found) > PAGE else "",
        "trail": trail(area, scope, on=on) if area else [],
        "without_area": filters.address(area=""),
        "may_order": may_order(request.scope),
        **_counted(request, filters, area, now=now),
    }
    return render(request, "services/ledger.html", context)


def _counted(
    request: ScopedRequest, filters: OrderFilters, area: Area | None, *, now: dt.datetime
) -> dict[str, Any]:
    """How many there are under each tab. One query."""
    none = dict.fromkeys(SWITCHES, False)
    lists = {
        name: filters.filter(area, **none | ({name: True} if name else {})).of(
            by=request.user, scope=request.scope, at=now
        )
        for name, _label in TABS
    }
    numbers = counted_together(lists, most=COUNTED)
    is_set = [name for name in SWITCHES if filters.cleaned_data.get(name)]
    return {"tabs": list(_tabs(filters, is_set, numbers)), "shown": numbers[is_set[0] if is_set else ""]}


def _tabs(filters: OrderFilters, is_set: list[str], numbers: dict[str, int]) -> Iterator[Tab]:
    for name, label in TABS:
        address = filters.address(**{each: "1" if each == name else "" for each in SWITCHES})
        yield Tab(label, numbers[name], address, is_set == ([name] if name else []))
