"""/plans/: the boundary plans that one may see, and the beginning of a new one."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from api.permissions import require
from api.views.plans import told_plans
from geodata import periods
from geodata.errors import DomainError
from geodata.redrawing.drafting import Base, create_plan
from geodata.redrawing.models import BoundaryPlan, planned_in
from geodata.redrawing.workflow import State
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope
from gridmap.middleware import ScopedRequest
from gridmap.pages.typed import Form

SHOWN = 100


class PlanFilters(Form):
    """Which plans: a state, part of a name."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("all states")), *State.choices]
    )
    village = forms.RegexField("^[0-9]{12}$", required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=_("Part of the name"), required=False, max_length=60)

    def told(self) -> dict[str, str]:
        """What is valid; nothing else is asked."""
        self.is_valid()
        return {name: str(self.cleaned_data.get(name, "")) for name in self.fields}


@require_safe
def plans_page(request: ScopedRequest) -> HttpResponse:
    """The newest first. Drafts are there only for those who redraw or approve in all of their villages."""
    filters = PlanFilters(request.GET)
    asked = filters.told()
    found = BoundaryPlan.objects.within(request.scope).select_related("county", "drawn_by", "changed_by")
    if asked["state"]:
        found = found.filter(state=asked["state"])
    if asked["q"]:
        found = found.filter(name__icontains=asked["q"])
    if asked["village"]:
        found = found.filter(
            villages__overlap=list(Area.objects.filter(code=asked["village"]).values_list("pk", flat=True))
        )
    rows = list(found[: SHOWN + 1])
    told = {
        "filters": filters,
        "filtered": any(asked.values()),
        "plans": told_plans(rows[:SHOWN], request.scope, request.user),
        "more": len(rows) > SHOWN,
        "may_plan": request.scope.may(Right.PLAN),
        "sees_drafts": bool(planned_in(request.scope)),
    }
    return render(request, "pages/plans.html", told)


class NewPlan(Form):
    """What a draft begins with."""

    name = forms.CharField(label=_("Name of the plan"), max_length=100)
    villages = forms.MultipleChoiceField(label=_("Villages"), widget=forms.CheckboxSelectMultiple)
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

    def __init__(self, *given: Any, villages: list[Area], **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["villages"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(village.code, village.name) for village in villages]
        self.by_code = {village.code: village for village in villages}

    def townships(self) -> list[tuple[str, list[BoundWidget]]]:
        """The choices of villages, under the names of their townships."""
        found: dict[str, list[BoundWidget]] = {}
        for village, option in zip(self.by_code.values(), self["villages"], strict=True):
            found.setdefault(village.parent.name if village.parent else "", []).append(option)
        return list(found.items())

    def chosen(self) -> list[Area]:
        return [self.by_code[code] for code in self.cleaned_data["villages"]]


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
                villages=form.chosen(),
                by=request.user,
                at=timezone.now(),
                today=today,
                reason=form.cleaned_data["reason"],
                effective=form.cleaned_data["effective"],
                base=Base(),
            )
            return redirect("draw_plan", number=plan.number)
        except DomainError as refused:
            error = refused
    told = {"form": form, "error": error, "villages": villages}
    return render(request, "pages/new_plan.html", told, status=422 if error or form.errors else 200)


def may_redraw(scope: Scope) -> Any:
    """Villages in which the reader may redraw grids, with their townships."""
    inside = scope.to(Right.PLAN).villages
    return Area.objects.on(periods.today()).filter(pk__in=inside).select_related("parent").order_by("code")
