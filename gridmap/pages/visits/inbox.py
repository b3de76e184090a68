"""/visits/inbox/: visits that could not be accepted by themselves; the office of the village accepts or refuses them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import DomainError
from geodata.base.scope import Right, Scope
from geodata.people.models import Household
from geodata.visits.held import HeldVisit
from geodata.visits.inbox import accept, refuse
from geodata.visits.models import Visit
from geodata.visits.visitors import known_visitors
from gridmap.error_pages import status_of_page
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.typed import Form

PAGE = 50
LATEST = 20


class DecisionForm(Form):
    """Accepting may change the day and leave others out; refusing needs a reason."""

    decision = forms.ChoiceField(choices=[("accept", "accept"), ("refuse", "refuse")])
    day = forms.DateField(label=gettext_lazy("Visit date"), required=False)
    alone = forms.BooleanField(required=False)
    reason = forms.CharField(max_length=200, required=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A visit that waits, with what the office needs to decide."""

    held: HeldVisit
    home: Household | None
    name: str
    along: list[str]
    same_day: int
    """Visits of that household and day that count already."""
    brought: list[str]


@answers_at_once
@require_safe
def inbox_page(request: ScopedRequest) -> HttpResponse:
    require(request.scope, Right.LINK)
    return _show(request)


@require_POST
def decide(request: ScopedRequest, held: uuid.UUID) -> HttpResponse:
    require(request.scope, Right.LINK)
    line = get_object_or_404(HeldVisit.objects.within(request.scope), client_id=held)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Something in the form is wrong: dates are written YYYY-MM-DD."))
        return _show(request, status=422)
    try:
        _decide(request, line, form.cleaned_data)
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}")
        return _show(request, status=status_of_page(error))
    return redirect("inbox")


def _decide(request: ScopedRequest, held: HeldVisit, decision: dict[str, Any]) -> None:
    if decision["decision"] == "refuse":
        refuse(held=held, by=request.user, scope=request.scope, reason=decision["reason"], at=timezone.now())
        messages.success(request, _("The visit is refused. Its author is told why."))
        return
    accept(
        held=held,
        by=request.user,
        scope=request.scope,
        at=timezone.now(),
        today=periods.today(),
        day=decision["day"],
        alone=decision["alone"],
    )
    messages.success(request, _("The visit is recorded in its author's name."))


def _show(request: ScopedRequest, *, status: int = 200) -> HttpResponse:
    filters, scope, on = Filters(request.GET), request.scope.to(Right.LINK), periods.today()
    code = filters.told()["area"]
    filters.pick(code, scope, on=on, down_to="village")
    held = HeldVisit.objects.within(request.scope).select_related("maker", "village")
    held = held.filter(village__code__startswith=code)
    page = Paginator(held.waiting().order_by("received_at", "pk"), PAGE).get_page(request.GET.get("page"))
    done = (
        held.exclude(state=HeldVisit.State.WAITING)
        .select_related("decided_by")
        .order_by("-decided_at", "-pk")
    )
    context = {
        "filters": filters,
        "page": page,
        "lines": _lines(list(page), request.scope),
        "done": _with_heads(list(done[:LATEST]), request.scope),
        "today": on,
    }
    return render(request, "visits/inbox.html", context, status=status)


def _lines(held: Sequence[HeldVisit], scope: Scope) -> list[Line]:
    """Five queries, whatever the number."""
    inside = Household.objects.within(scope.to(Right.DETAILS)).select_related("grid", "village")
    homes = {home.token: home for home in inside.filter(token__in=[one.token for one in held])}
    known = known_visitors((one.village, one.visitors) for one in held)
    people = User.objects.filter(pk__in={pk for ids in known.values() for pk in ids})
    names = dict(people.values_list("pk", "name"))
    met = Visit.objects.valid().filter(
        household__in=[home.pk for home in homes.values()], day__in={one.day for one in held}
    )
    counts = {(pk, day): n for pk, day, n in met.values_list("household", "day").annotate(Count("pk"))}
    return [
        _one(
            one, homes.get(one.token), {pk: names[pk] for pk in known[one.village_id] if pk in names}, counts
        )
        for one in held
    ]


def _one(held: HeldVisit, home: Household | None, names: dict[int, str], counts: dict[Any, int]) -> Line:
    others = [pk for pk in held.visitors if pk != held.maker_id]
    along = [names[pk] for pk in others if pk in names]
    if len(along) < len(others):
        # Whoever hands in may name any number: a stranger to the village is not told by name.
        along.append(str(HeldVisit.Why.VISITORS.label))
    same = counts.get((home.pk, held.day), 0) if home else 0
    brought = [str(Visit.Brought(one).label) for one in held.brought]
    return Line(held, home, home.head_name if home else "", along, same, brought)


def _with_heads(held: Sequence[HeldVisit], scope: Scope) -> list[tuple[HeldVisit, str]]:
    inside = Household.objects.within(scope.to(Right.DETAILS)).filter(token__in=[one.token for one in held])
    heads = dict(inside.values_list("token", "head_name"))
    return [(one, heads.get(one.token, "")) for one in held]
