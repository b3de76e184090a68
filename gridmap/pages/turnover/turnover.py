"""/posts/turnover/: what an election changes in a village: its consequences first, then all of it at once."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.errors import DomainError
from geodata.contacts.account_states import of_area
from geodata.contacts.office_accounts import find_accounts
from geodata.posts.queries import areas_of, tops_of
from geodata.territory.models import Area
from geodata.turnover.outcome import Outcome
from geodata.turnover.turning import preview, turn_over
from gridmap.middleware import ScopedRequest
from gridmap.pages.accounts.accounts import require_office
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.turnover.forms import TurnoverForm
from gridmap.pages.turnover.rows import member_rows, post_rows

OFFERED = 200
"""Accounts of the village whose login names are offered while typing."""


class TurnoverFilters(Filters):
    """Of which village."""


@answers_at_once
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def turnover_page(request: ScopedRequest) -> HttpResponse:
    """The form; POST counts what would happen, and with `save` does it, if it is still what was shown."""
    require_office(request.scope)
    on = periods.today()
    filters = TurnoverFilters(request.GET)
    code, areas = filters.told()["area"], areas_of(request.scope).on(on)
    place = get_object_or_404(areas, code=code) if code else None
    filters.pick_of(code, areas, tops=tops_of(request.scope), on=on, down_to="village")
    if place is None or place.level != Area.Level.VILLAGE:
        return render(request, "turnover/turnover.html", {"filters": filters, "village": None})
    return _of_village(request, place, {"filters": filters, "village": place, "on": on})


def _of_village(request: ScopedRequest, village: Area, context: dict[str, Any]) -> HttpResponse:
    on: dt.date = context["on"]
    posts, members = post_rows(village, request.scope, on=on), member_rows(village, request.scope, on=on)
    sent = request.POST if request.method == "POST" else None
    form = TurnoverForm(posts, members, sent, initial={"day": on})
    context |= {
        "form": form,
        "posts": posts,
        "members": members,
        "accounts": _offered(request, village, on=on),
    }
    status = 200
    if form.is_bound and form.is_valid():
        if "save" in request.POST and (done := _saved(request, form, context)):
            return render(request, "turnover/done.html", context | {"outcome": done})
        context["outcome"] = _counted(request, form, context)
    if form.is_bound and (form.errors or context.get("error")):
        status = 422
    return render(request, "turnover/turnover.html", context, status=status)


def _saved(request: ScopedRequest, form: TurnoverForm, context: dict[str, Any]) -> Outcome | None:
    """None where something stands against it, which then is told with what would happen now."""
    try:
        return turn_over(
            form.asked(context["village"]),
            seen=request.POST.get("seen", "")[:64],
            by=request.user,
            scope=request.scope,
            today=context["on"],
        )
    except DomainError as refused:
        context["error"] = refused
        return None


def _counted(request: ScopedRequest, form: TurnoverForm, context: dict[str, Any]) -> Outcome | None:
    try:
        return preview(
            form.asked(context["village"]), by=request.user, scope=request.scope, today=context["on"]
        )
    except DomainError as refused:
        context.setdefault("error", refused)
        return None


def _offered(request: ScopedRequest, village: Area, *, on: dt.date) -> list[User]:
    people = find_accounts(request.scope, "", on=on).filter(of_area(village.code, on=on))
    return list(people.order_by("name", "pk")[:OFFERED])
