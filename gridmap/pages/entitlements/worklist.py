"""/entitlements/: what is to be told, handed in and paid, page by page; what asks for nothing more is said of many at once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from api.web.addresses import TOKEN
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import BadInput, Conflict, NotFound, join
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.coverage.households import COUNTED
from geodata.entitlements import shown
from geodata.entitlements.finding import closing, moves_of, opened, page, unfollowed, unpaid
from geodata.entitlements.models import Entitlement
from geodata.entitlements.moving import TOGETHER, move_together
from geodata.entitlements.words import Move
from geodata.jobs.at_once import counted_together
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.back import back_to_card
from gridmap.pages.base.filters import answers_at_once
from gridmap.pages.base.lists import trail
from gridmap.pages.entitlements.filters import SWITCHES, EntitlementFilters

PAGE = 100
TABS: tuple[tuple[str, Promise], ...] = (
    ("", gettext_lazy("All entitlements")),
    ("open", gettext_lazy("To follow up")),
    ("unfollowed", gettext_lazy("Not followed up for 14 days")),
    ("closing", gettext_lazy("Window closes within 14 days")),
    ("unpaid", gettext_lazy("Granted, not paid for 60 days")),
)


@dataclass(frozen=True, slots=True)
class Line:
    """`home`: may its page be opened? `one`: the move that asks for nothing more, if there is one."""

    row: Entitlement
    home: bool
    one: str

    @property
    def label(self) -> str:
        return str(Move(self.one).label) if self.one else ""


def lines_of(rows: Sequence[Entitlement], request: ScopedRequest) -> list[Line]:
    """No query, where the rows came with what is listed of them."""
    moves, plain = moves_of(rows, by=request.user, scope=request.scope), shown.plain(request.scope)
    return [Line(row, _seen(row, plain), _one(moves[row.pk])) for row in rows]


def _seen(row: Entitlement, plain: Scope) -> bool:
    home = row.household
    return plain.holds_household(pk=home.pk, village=home.village_id, grid=home.grid_id)


def _one(moves: Sequence[str]) -> str:
    return next((str(move) for move in moves if move in TOGETHER), "")


@answers_at_once
@require_safe
def worklist_page(request: ScopedRequest) -> HttpResponse:
    """100 to a page, the newest first."""
    require(request.scope, Right.ENTITLE)
    on, now = periods.today(), timezone.now()
    filters = EntitlementFilters(request.GET)
    area = filters.place(request.scope.to(Right.ENTITLE), on=on)
    after = request.GET.get("after", "")
    rows = filters.filter(area).of(scope=request.scope, on=on, at=now)
    found = page(
        rows,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else None,
        limit=PAGE + 1,
    )
    results = found[:PAGE]
    opened(results, by=request.user, scope=request.scope, at=now)
    lines = lines_of(results, request)
    context = {
        "filters": filters,
        "area": area,
        "lines": lines,
        "together": _together(lines),
        "first": not after,
        "next": results[-1].pk if len(found) > PAGE else "",
        "trail": trail(area, request.scope.to(Right.ENTITLE), on=on) if area else [],
        "without_area": filters.address(area=""),
        "back": request.GET.urlencode(),
        **_counted(request, filters, area),
    }
    return render(request, "entitlements/worklist.html", context)


def _together(lines: Sequence[Line]) -> list[tuple[str, str]]:
    """Moves that the reader may make of some of these, in the order of the life."""
    offered = {line.one for line in lines if line.one}
    return [(str(move), str(move.label)) for move in Move if move in offered]


def _counted(request: ScopedRequest, filters: EntitlementFilters, area: Area | None) -> dict[str, Any]:
    """How many there are under each tab, and under what is set; of many only that there are more. One query."""
    on, now = periods.today(), timezone.now()
    of: dict[str, Any] = {"scope": request.scope, "on": on, "at": now}
    none = dict.fromkeys(SWITCHES, False)
    every = filters.filter(area, **none).of(**of)
    lists = {"": every, "open": filters.filter(area, **none | {"open": True}).of(**of)}
    lists |= {
        "unfollowed": every.filter(unfollowed(now)), "closing": every.filter(closing(on)), "unpaid": every.filter(unpaid(now)),
    }  # fmt: skip
    chosen = [name for name in SWITCHES if filters.cleaned_data.get(name)]
    here = chosen[0] if len(chosen) == 1 else " ".join(chosen)
    lists.setdefault(here, filters.filter(area).of(**of))
    numbers = counted_together(lists, most=COUNTED)
    return {"shown": numbers[here], "tabs": list(_tabs(filters, here, numbers))}


@dataclass(frozen=True, slots=True)
class Tab:
    label: Promise
    number: int
    address: str
    here: bool


def _tabs(filters: EntitlementFilters, here: str, numbers: dict[str, int]) -> Iterator[Tab]:
    for name, label in TABS:
        address = filters.address(**{each: "1" if each == name else "" for each in SWITCHES})
        yield Tab(label, numbers[name], address, name == here)


@require_POST
def confirm_page(request: ScopedRequest) -> HttpResponse:
    """The same of all that are ticked, or of none."""
    keys = [
        int(key)
        for key in request.POST.getlist("entitlement")
        if key.isascii() and key.isdigit() and len(key) < 10
    ]
    # One row has a button of its own: its value names the row.
    alone, _colon, key = request.POST.get("one", "").partition(":")
    move = alone or request.POST.get("move", "")
    if alone and key.isascii() and key.isdigit() and len(key) < 10:
        keys = [int(key)]
    moved: list[Entitlement] = []
    try:
        moved = move_together(keys=keys, move=move, by=request.user, scope=request.scope, at=timezone.now())
    except (BadInput, Conflict, NotFound) as error:
        messages.error(request, join([error.message, error.remedy]))
    else:
        words = ngettext("%(n)s entitlement: %(state)s.", "%(n)s entitlements: %(state)s.", len(moved))
        messages.success(request, words % {"n": figure(len(moved)), "state": moved[0].get_state_display()})
    token, back = request.POST.get("household", ""), request.POST.get("back", "")
    if re.fullmatch(TOKEN, token):
        return back_to_card(token, "entitlements") if moved else redirect("household", token=token)
    return redirect(f"{reverse('entitlements')}?{back}" if back else "entitlements")
