"""/plans/: the boundary plans that one may see, and the beginning of a new one."""

import datetime as dt
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from api.web.access import visible_area
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import BadInput, Conflict, DomainError
from geodata.base.scope import Right, Scope
from geodata.plans.editing import Base, create_plan
from geodata.plans.reading import listed_plans, read_plans
from geodata.plans.workflow import State
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.typed import Form
from gridmap.pages.coverage.planner import Loads, loads_of

SHOWN = 100


class PlanFilters(Filters):
    """Which plans: of an area, in a state, with a part of the name."""

    sorts = {
        "name": ("name", "pk"),
        "state": ("state", "-pk"),
        "effective": ("effective", "-pk"),
        "changed": ("changed_at", "pk"),
    }

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *State.choices]
    )
    q = forms.CharField(label=_("Part of the name"), required=False, max_length=60)


@answers_at_once
@require_safe
def plans_page(request: ScopedRequest) -> HttpResponse:
    """The newest first. Drafts are there only for those who redraw or approve in all of their villages."""
    filters = PlanFilters(request.GET)
    query = filters.told()
    today, code = periods.today(), query["area"]
    if code:
        visible_area(request.scope, code, on=today, field="area")
    filters.pick(code, request.scope, on=today, down_to="village")
    plans = listed_plans(scope=request.scope, state=query["state"], under=code, name=query["q"])
    rows = list(filters.ordered(plans)[: SHOWN + 1])
    context = {
        "filters": filters,
        "filtered": any(query[name] for name in ("area", "state", "q")),
        "plans": read_plans(rows[:SHOWN], scope=request.scope, by=request.user),
        "more": len(rows) > SHOWN,
        "may_plan": request.scope.may(Right.PLAN),
        "sees_drafts": bool(request.scope.planned),
    }
    return render(request, "plans/plans.html", context)


class Villages(forms.MultipleChoiceField):
    """Any codes: whether they are seen, and may be redrawn, is said where they are found and by the verb."""

    def valid_value(self, value: str) -> bool:
        return True


class NewPlan(Form):
    """What a draft begins with."""

    name = forms.CharField(label=_("Name of the plan"), max_length=100)
    villages = Villages(label=_("Villages"), widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(
        label=_("Why the grids are redrawn"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    effective = forms.DateField(
        label=_("Effective day (may be set later)"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *arguments: Any, villages: list[Area], **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.offer_choices("villages", ((village.code, village.name) for village in villages))
        self.by_code = {village.code: village for village in villages}

    def townships(self) -> list[tuple[str, list[BoundWidget]]]:
        """The choices of villages, under the names of their townships."""
        by_township: dict[str, list[BoundWidget]] = {}
        for village, option in zip(self.by_code.values(), self["villages"], strict=True):
            by_township.setdefault(village.parent.name if village.parent else "", []).append(option)
        return list(by_township.items())

    def chosen(self, scope: Scope) -> list[Area]:
        codes = dict.fromkeys(self.cleaned_data["villages"])
        return [visible_area(scope, code, on=periods.today(), field="villages") for code in codes]


@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: ScopedRequest) -> HttpResponse:
    """Name, villages, reason, day: the drawing begins with the present borders."""
    require(request.scope, Right.PLAN)
    today = periods.today()
    villages = list(may_redraw(request.scope))
    wanted = {"villages": [request.GET.get("village", "")]}
    form = NewPlan(request.POST if request.method == "POST" else None, villages=villages, initial=wanted)
    error: DomainError | None = None
    if form.is_bound and form.is_valid():
        try:
            plan = create_plan(
                name=form.cleaned_data["name"],
                villages=form.chosen(request.scope),
                by=request.user,
                scope=request.scope,
                at=timezone.now(),
                today=today,
                reason=form.cleaned_data["reason"],
                effective=form.cleaned_data["effective"],
                base=Base(),
            )
            return redirect("draw_plan", number=plan.number)
        except (BadInput, Conflict) as refused:
            error = refused
    context = {"form": form, "error": error, "villages": villages, "loads": _maps(request, on=today)}
    return render(request, "plans/new_plan.html", context, status=422 if error or form.errors else 200)


def _maps(request: ScopedRequest, *, on: dt.date) -> list[Loads]:
    """The reader's areas by the loads of their grids, to pick villages on."""
    tops = request.scope.to(Right.PLAN).to(Right.COUNTS).codes
    return [
        loads_of(area, request, on=on) for area in Area.objects.on(on).filter(code__in=tops).order_by("code")
    ]


def may_redraw(scope: Scope) -> Any:
    """Villages in which the reader may redraw grids, with their townships."""
    inside = scope.to(Right.PLAN).villages
    return Area.objects.on(periods.today()).filter(pk__in=inside).select_related("parent").order_by("code")
