"""/needs/: the ledger of needs, page by page; its address says what is asked for."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from geodata.base import keyset, periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.coverage.households import COUNTED
from geodata.exports.lists_of_needs import may_take
from geodata.jobs.at_once import counted_together
from geodata.needs.finding import key_of, late, page
from geodata.needs.models import told_whole
from geodata.needs.parts import may_record
from geodata.needs.words import OPEN
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import answers_at_once
from gridmap.pages.base.lists import trail
from gridmap.pages.needs.filters import SWITCHES, NeedFilters
from gridmap.pages.needs.lines import lines_of

PAGE = 100
TABS: tuple[tuple[str, Promise], ...] = (
    ("", _("All needs")),
    ("open", _("Not settled yet")),
    ("late", _("Late")),
    ("mine", _("Recorded by me")),
)


@answers_at_once
@require_safe
def ledger_page(request: ScopedRequest) -> HttpResponse:
    """100 to a page, the newest first or the first due. Nine queries at most, whatever the number."""
    require(request.scope, Right.NEED)
    scope, on, now = request.scope.to(Right.NEED), periods.today(), timezone.now()
    filters = NeedFilters(request.GET)
    area = filters.place(scope, on=on)
    asked = filters.filter(area)
    after = keyset.moment_or_number(request.GET.get("after", ""))
    found = page(
        asked.of(by=request.user, scope=request.scope, at=now), order=asked.order, after=after, limit=PAGE + 1
    )
    more = key_of(found[PAGE - 1], order=asked.order) if len(found) > PAGE else None
    context = {
        "filters": filters,
        "area": area,
        "lines": lines_of(found[:PAGE], by=request.user, scope=request.scope, at=now),
        "first": after is None,
        "next": keyset.moment_and_number(*more) if more else "",
        "by_due": asked.order == "due",
        "newest_address": filters.address(sort=""),
        "due_address": filters.address(sort="due"),
        "trail": trail(area, scope, on=on) if area else [],
        "without_area": filters.address(area=""),
        "may_record": may_record(request.scope),
        "may_export": may_take(request.scope, area),
        **_counted(request, filters, area, now=now),
    }
    return render(request, "needs/ledger.html", context)


def _counted(
    request: ScopedRequest, filters: NeedFilters, area: Area | None, *, now: dt.datetime
) -> dict[str, Any]:
    """How many there are under each tab, and under what is set; of many only that there are more. One query."""
    every = filters.filter(area, **dict.fromkeys(SWITCHES, False))
    needs = every.of(by=request.user, scope=request.scope, at=now)
    is_set = {name: bool(filters.cleaned_data.get(name)) for name in SWITCHES}
    parts = {
        "open": Q(state__in=OPEN),
        "late": late(now) & told_whole(request.scope),
        "mine": Q(by=request.user),
    }
    lists = {"": needs, **{name: needs.filter(part) for name, part in parts.items()}}
    chosen = [name for name in SWITCHES if is_set[name]]
    shown = chosen[0] if len(chosen) == 1 else " ".join(chosen)
    lists.setdefault(shown, needs.filter(*(parts[name] for name in chosen)))
    numbers = counted_together(lists, most=COUNTED)
    return {"shown": numbers[shown], "tabs": list(_tabs(filters, is_set, numbers))}


@dataclass(frozen=True, slots=True)
class Tab:
    label: Promise
    number: int
    address: str
    here: bool


def _tabs(filters: NeedFilters, is_set: dict[str, bool], numbers: dict[str, int]) -> Iterator[Tab]:
    for name, label in TABS:
        only = {each: each == name for each in SWITCHES}
        address = filters.address(**{each: "1" if here else "" for each, here in only.items()})
        yield Tab(label, numbers[name], address, is_set == only)
