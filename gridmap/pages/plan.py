"""/plans/<number>/: what a plan means, and everything that can be done with it. Works without JavaScript, and prints."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from api.permissions import require
from api.views.plans import told_plan, visible_plan
from geodata import periods
from geodata.audit.models import AccessEntry
from geodata.contacts.on_the_way import of_grids
from geodata.errors import BadInput, DomainError
from geodata.people.models import Household
from geodata.redrawing.drafting import describe_plan
from geodata.redrawing.judging import TARGET, leaders
from geodata.redrawing.models import BoundaryPlan
from geodata.redrawing.moves import VERBS, Told, copy, revert, submit
from geodata.redrawing.publishing import publish
from geodata.redrawing.sight import known_villages
from geodata.redrawing.sketches import Drawn
from geodata.redrawing.summary import planned, present
from geodata.redrawing.workflow import Move, State
from geodata.territory.scope import Right, Scope
from geodata.territory.topology import NOWHERE
from gridmap.middleware import ScopedRequest
from gridmap.pages.plan_view import VillageView, villages_of
from gridmap.pages.typed import Form
from gridmap.recording import record

PAGE = 100
BESIDE = 20
"""Households that move, named on the plan's own page."""


DONE = {
    "describe": gettext_lazy("Saved."),
    "submit": gettext_lazy("The plan waits for approval by another person of the county."),
    "approve": gettext_lazy("The plan is approved. It holds once it is published."),
    "reject": gettext_lazy("The plan is rejected."),
    "withdraw": gettext_lazy("The plan is withdrawn."),
    "rebase": gettext_lazy(
        "The plan stands on the present borders now. Look at its drawing before you submit it."
    ),
    "publish": gettext_lazy("The plan is published."),
    "copy": gettext_lazy("This is the copy: a draft of its own."),
    "revert": gettext_lazy("This draft brings the former borders back. Submit it like any other."),
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
    plan = visible_plan(request.scope, number)
    error: DomainError | None = None
    if request.method == "POST":
        form = MoveForm(request.POST)
        try:
            if form.is_valid() and form.needs_confirmation():
                _need(request.scope, plan, Right.APPROVE)
                return render(request, "pages/publish_plan.html", context(request, plan))
            if form.is_valid():
                move = form.cleaned_data["move"]
                done = _moved(request, plan, form.cleaned_data)
                record(
                    AccessEntry.Action.PLAN_MOVED,
                    request.user,
                    subject=str(plan.number),
                    details={"move": move},
                )
                return _done(request, done, move)
            messages.error(request, _("Something in the form is not right: a day is YYYY-MM-DD."))
        except DomainError as refused:
            error = refused
        plan = visible_plan(request.scope, number)
    # What was written into the form that was refused stands in it again.
    typed = {request.POST.get("move", ""): request.POST} if request.method == "POST" else {}
    return render(
        request,
        "pages/plan.html",
        context(request, plan) | {"error": error, "typed": typed},
        status=422 if request.method == "POST" else 200,
    )


def context(request: ScopedRequest, plan: BoundaryPlan) -> dict[str, Any]:
    """Everything that the page and its print show."""
    scope = request.scope
    villages = villages_of(plan, scope)
    found = [each.meaning for each in villages]
    told = told_plan(plan, scope, request.user)
    draws = [each.drawn for each in found]
    rows = moved(villages, known_villages(scope))
    return {
        "plan": plan,
        "told": told,
        "villages": villages,
        "after": planned(found),
        "before": present(found),
        "target": TARGET,
        "problems": [(each.area, text) for each in villages for text in each.problems],
        "leaders": leaders(draws),
        "names": {sketch.key: sketch.name or sketch.key for each in draws for sketch in each.sketches},
        "begin": sum(sketch.area == NOWHERE for each in draws for sketch in each.sketches),
        "end": sum(each.new is None for one in found for each in one.impact.grids),
        "posts_end": [leader for leader in leaders(draws) if not leader.leads],
        "new_grids": [
            (sketch, each.ground.grids)
            for each in draws
            for sketch in each.sketches
            if sketch.area == NOWHERE
        ],
        "moving": described(rows[:BESIDE], scope),
        "ways": ways(villages),
        "may_list": may_list(scope, plan),
        "more": max(0, len(rows) - BESIDE),
        "hidden": len(told["villages"]) - len(villages),
        "refused_by": plan.steps.filter(move=Move.REJECT).select_related("by").last()
        if plan.state == State.REJECTED
        else None,
        "may_draw": plan.state == State.DRAFT and scope.to(Right.PLAN).villages.issuperset(plan.villages),
        "today": periods.today(),
        "phones": of_grids(plan.villages, on=periods.today()) if "publish" in told["moves"] else [],
    }


@require_safe
def moved_page(request: ScopedRequest, number: str) -> HttpResponse:
    """Every household that the plan moves, page by page, where the reader may know details.

    Others get counts: who can draw a border around one home would read here who lives in it.
    """
    plan = visible_plan(request.scope, number)
    if not may_list(request.scope, plan):
        require(Scope(), Right.DETAILS)
    rows = moved(villages_of(plan, request.scope), known_villages(request.scope))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    told = {"plan": plan, "page": page, "moving": described(list(page), request.scope)}
    return render(request, "pages/plan_households.html", told)


def moved(villages: list[VillageView], known: frozenset[int]) -> list[tuple[int, str, str]]:
    """(household, grid before, grid after) of the `known` villages."""
    return [
        (int(each.meaning.drawn.ground.ids[place]), *_way(each.meaning.drawn, place))
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
    before, after = int(drawn.ground.grid[place]), int(drawn.grid[place])
    was = drawn.ground.grids[before].name if before != NOWHERE else ""
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


def _moved(request: ScopedRequest, plan: BoundaryPlan, asked: dict[str, Any]) -> BoundaryPlan:
    """Do what the form asks, if the reader may. Raises DomainError."""
    told = Told(by=request.user, at=timezone.now(), today=periods.today(), remarks=asked["remarks"])
    version = asked["version"]
    match asked["move"]:
        case "describe":
            _need(request.scope, plan, Right.PLAN)
            return describe_plan(
                plan=plan,
                version=version,
                by=told.by,
                at=told.at,
                name=asked["name"] or None,
                reason=asked["reason"],
                effective=asked["effective"],
            )
        case "copy":
            _need(request.scope, plan, Right.PLAN)
            return copy(plan=plan, told=told)
        case "revert":
            _need(request.scope, plan, Right.PLAN)
            return revert(plan=plan, told=told)
        case "submit":
            _need(request.scope, plan, Right.PLAN)
            chosen = {
                key.removeprefix("leader-"): value
                for key, value in request.POST.items()
                if key.startswith("leader-")
            }
            return submit(
                plan=plan,
                told=told,
                version=version,
                leaders={key: str(value) for key, value in chosen.items()},
            )
        case "publish":
            _need(request.scope, plan, Right.APPROVE)
            if not (plan.effective or asked["effective"]):
                raise BadInput(
                    _("Say from which day the new borders hold."),
                    field="effective",
                    remedy=_("Choose today or a later day."),
                )
            return publish(plan=plan, told=told, version=version, day=asked["effective"]).plan
        case "approve" | "reject":
            _need(request.scope, plan, Right.APPROVE)
        case _:
            _need(request.scope, plan, Right.PLAN)
    return VERBS[Move(asked["move"])](plan=plan, told=told, version=version)


def _need(scope: Scope, plan: BoundaryPlan, right: Right) -> None:
    if not scope.to(right).villages.issuperset(plan.villages):
        require(Scope(), right)


def _done(request: ScopedRequest, plan: BoundaryPlan, move: str) -> HttpResponse:
    messages.success(request, DONE[move])
    return redirect("plan", number=plan.number)
