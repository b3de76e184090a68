"""/plans/<number>/: what a plan means, and everything that can be done with it. Works without JavaScript, and prints."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from geodata.base import periods
from geodata.base.access import refuse
from geodata.base.errors import DomainError
from geodata.base.scope import Right, Scope
from geodata.contacts.last_seen import of_grids
from geodata.geometry.topology import NOWHERE
from geodata.people.models import Household
from geodata.plans.consequences import consequences
from geodata.plans.disclosure import known_villages
from geodata.plans.editing import describe_plan
from geodata.plans.grid_drafts import Drawn
from geodata.plans.impact import TARGET, leaders
from geodata.plans.models import BoundaryPlan
from geodata.plans.moves import MoveContext
from geodata.plans.moving import move_on
from geodata.plans.outlook import outlook
from geodata.plans.permissions import can_draw, find_plan
from geodata.plans.reading import read_plan
from geodata.plans.summary import planned, present
from geodata.plans.workflow import LIFE, Move, State
from gridmap.error_pages import status_of_page
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.typed import Form
from gridmap.pages.plans.plan_view import VillageView, villages_of

PAGE = 100
BESIDE = 20
"""Households that move, named on the plan's own page."""


DONE = {
    "describe": gettext_lazy("Saved."),
    "submit": gettext_lazy("The plan is waiting for approval by another person of the county."),
    "approve": gettext_lazy("The plan is approved. It takes effect once it is published."),
    "reject": gettext_lazy("The plan is rejected."),
    "withdraw": gettext_lazy("The plan is withdrawn."),
    "rebase": gettext_lazy(
        "The plan now follows the current borders. Check its drawing before you submit it."
    ),
    "publish": gettext_lazy("The plan is published."),
    "copy": gettext_lazy("This is the copy: a draft of its own."),
    "revert": gettext_lazy("This draft restores the former borders. Submit it like any other."),
}
"""What is told after each move."""


class MoveForm(Form):
    """One step of the workflow, on the version that was read."""

    move = forms.ChoiceField(choices=[(name, name) for name in DONE])
    version = forms.IntegerField(min_value=1)
    remarks = forms.CharField(max_length=2000, required=False)
    name = forms.CharField(max_length=100, required=False)
    reason = forms.CharField(max_length=2000, required=False)
    effective = forms.DateField(required=False)
    confirmed = forms.BooleanField(required=False)

    def needs_confirmation(self) -> bool:
        """Publishing is asked for on a page of its own, which lists what happens and asks for the day."""
        return self.cleaned_data["move"] == "publish" and not self.cleaned_data["confirmed"]


@require_http_methods(["GET", "HEAD", "POST"])
def plan_page(request: ScopedRequest, number: str) -> HttpResponse:
    plan = find_plan(number, scope=request.scope)
    error: DomainError | None = None
    if request.method == "POST":
        form = MoveForm(request.POST)
        try:
            if form.is_valid() and form.needs_confirmation():
                LIFE.check(plan, Move.PUBLISH, by=request.user, scope=request.scope)
                return render(request, "plans/publish_plan.html", _before_publishing(request, plan))
            if form.is_valid():
                move = form.cleaned_data["move"]
                return _done(request, _moved(request, plan, form.cleaned_data), move)
            messages.error(request, _("Something in the form is wrong: dates are written YYYY-MM-DD."))
        except DomainError as refused:
            error = refused
        plan = find_plan(number, scope=request.scope)
    # What was written into the form that was refused stands in it again.
    typed = {request.POST.get("move", ""): request.POST} if request.method == "POST" else {}
    return render(
        request,
        "plans/plan.html",
        context(request, plan) | {"error": error, "typed": typed},
        status=_status(request, error),
    )


def _before_publishing(request: ScopedRequest, plan: BoundaryPlan) -> dict[str, Any]:
    """The page of the plan's, and what will happen."""
    told = context(request, plan)
    meanings = [each.meaning for each in told["villages"]]
    return told | {"happens": consequences(meanings, on=periods.today())}


def _status(request: ScopedRequest, error: DomainError | None) -> int:
    if request.method != "POST":
        return 200
    return status_of_page(error) if error else 422


def context(request: ScopedRequest, plan: BoundaryPlan) -> dict[str, Any]:
    """Everything that the page and its print show."""
    scope = request.scope
    villages = villages_of(plan, scope)
    meanings = [each.meaning for each in villages]
    read = read_plan(plan, scope=scope, by=request.user)
    draws = [each.drawn for each in meanings]
    rows = moved(villages, known_villages(scope))
    return {
        "plan": plan,
        "told": read,
        "villages": villages,
        "after": planned(meanings),
        "before": present(meanings),
        "target": TARGET,
        "ahead": outlook(draws, known_villages(scope)),
        "problems": [(each.area, text) for each in villages for text in each.problems],
        "leaders": leaders(draws),
        "names": {sketch.key: sketch.name or sketch.key for each in draws for sketch in each.sketches},
        "new_grids": [
            (sketch, each.snapshot.grids)
            for each in draws
            for sketch in each.sketches
            if sketch.area == NOWHERE
        ],
        "moving": described(rows[:BESIDE], scope),
        "ways": ways(villages),
        "may_list": may_list(scope, plan),
        "more": max(0, len(rows) - BESIDE),
        "hidden": len(read.places) - len(villages),
        "refused_by": plan.steps.filter(move=Move.REJECT).select_related("by").last()
        if plan.state == State.REJECTED
        else None,
        "may_draw": plan.state == State.DRAFT and can_draw(scope, plan),
        "today": periods.today(),
        "phones": of_grids(plan.villages, on=periods.today()) if "publish" in read.moves else [],
    }


class Listed(TextChoices):
    """Which households of a plan are listed."""

    MOVED = "moved", gettext_lazy("Households that move")
    CROSSING = "crossing", gettext_lazy("Households whose contact newly lies across a border")
    CARDS = "cards", gettext_lazy("Households whose contact card names the former grid")


@require_safe
def moved_page(request: ScopedRequest, number: str) -> HttpResponse:
    """Every household that the plan moves, cuts off from its contact, or leaves with an old card (`of`), page by page, where
    the reader may know details.

    Others get counts: who can draw a border around one home would read here who lives in it.
    """
    plan = find_plan(number, scope=request.scope)
    if not may_list(request.scope, plan):
        refuse(Right.DETAILS)
    asked = request.GET.get("of", "")
    of = Listed(asked) if asked in Listed.values else Listed.MOVED
    villages = villages_of(plan, request.scope)
    rows = moved(villages, known_villages(request.scope))
    if of != Listed.MOVED:
        happens = consequences([each.meaning for each in villages], on=periods.today())
        wanted = happens.crossing if of == Listed.CROSSING else happens.cards
        rows = rows_of(villages, known_villages(request.scope), frozenset(wanted))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"plan": plan, "page": page, "moving": described(list(page), request.scope), "of": of}
    return render(request, "plans/plan_households.html", context)


def rows_of(
    villages: list[VillageView], known: frozenset[int], wanted: frozenset[int]
) -> list[tuple[int, str, str]]:
    """(household, grid before, grid after) of the `wanted` in the `known` villages, moved or not."""
    return [
        (pk, *_way(each.meaning.drawn, place))
        for each in villages
        if each.area.pk in known
        for place, pk in enumerate(each.meaning.drawn.snapshot.ids.tolist())
        if pk in wanted
    ]


def moved(villages: list[VillageView], known: frozenset[int]) -> list[tuple[int, str, str]]:
    """(household, grid before, grid after) of the `known` villages."""
    return [
        (int(each.meaning.drawn.snapshot.ids[place]), *_way(each.meaning.drawn, place))
        for each in villages
        if each.area.pk in known
        for place in each.meaning.impact.moved.tolist()
    ]


def ways(villages: list[VillageView]) -> list[tuple[str, str, int]]:
    """(grid before, grid after, households that go that way), the most first."""
    counted = Counter(
        _way(each.meaning.drawn, place) for each in villages for place in each.meaning.impact.moved.tolist()
    )
    return [(before, after, count) for (before, after), count in counted.most_common()]


def _way(drawn: Drawn, place: int) -> tuple[str, str]:
    """The names of the grids that a household leaves and comes to."""
    before, after = int(drawn.snapshot.grid[place]), int(drawn.grid[place])
    was = drawn.snapshot.grids[before].name if before != NOWHERE else ""
    will = drawn.sketches[after].name or drawn.sketches[after].key if after != NOWHERE else ""
    return was, will


def described(rows: list[tuple[int, str, str]], scope: Scope) -> list[dict[str, Any]]:
    """The households of these rows, by name. One query."""
    homes = Household.objects.within(scope.to(Right.DETAILS)).in_bulk([pk for pk, *_grids in rows])
    return [
        {"home": home, "name": home.head_name, "before": before, "after": after}
        for pk, before, after in rows
        if (home := homes.get(pk))
    ]


def may_list(scope: Scope, plan: BoundaryPlan) -> bool:
    """May the reader know by name who moves, in a village of the plan at least?"""
    return not known_villages(scope).isdisjoint(plan.villages)


def _moved(request: ScopedRequest, plan: BoundaryPlan, form: dict[str, Any]) -> BoundaryPlan:
    """Do what the form asks. Raises DomainError."""
    by = MoveContext(request.user, request.scope, timezone.now(), periods.today(), form["remarks"])
    if form["move"] == "describe":
        return describe_plan(
            plan=plan,
            version=form["version"],
            by=by.by,
            scope=by.scope,
            at=by.at,
            name=form["name"] or None,
            reason=form["reason"],
            effective=form["effective"],
        )
    leaders = {
        key.removeprefix("leader-"): str(value)
        for key, value in request.POST.items()
        if key.startswith("leader-")
    }
    done = move_on(
        form["move"],
        plan=plan,
        context=by,
        version=form["version"],
        leaders=leaders,
        day=form["effective"],
    )
    return done.plan


def _done(request: ScopedRequest, plan: BoundaryPlan, move: str) -> HttpResponse:
    messages.success(request, DONE[move])
    return redirect("plan", number=plan.number)
