"""/rules/: how often each group of households is visited, and which visits count. The county office sets it, from a day on."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from api.web.access import visible_area
from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import DomainError
from geodata.base.scope import Right, Scope
from geodata.base.wording import listed
from geodata.people.categories import category_name
from geodata.people.models import CareCategory, Household
from geodata.territory.models import Area
from geodata.visits.models import IN_PERSON, VisitMode, VisitRule
from geodata.visits.rules import Group, end_rule, rules_of, set_rule
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.areas import Areas
from gridmap.pages.base.typed import Form


class RuleForm(Form):
    """A rule of a group in an area, from a day on."""

    group = forms.ChoiceField(label=gettext_lazy("Group"))
    area = Areas(label=gettext_lazy("Area"))
    days = forms.IntegerField(label=gettext_lazy("Visit interval (days)"), min_value=1, max_value=366)
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("What counts"),
        choices=VisitMode.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=list(IN_PERSON),
    )
    since = forms.DateField(label=gettext_lazy("From"))

    def __init__(self, data: Any = None, *, areas: list[tuple[str, str]], today: dt.date) -> None:
        super().__init__(data, initial={"since": today})
        self.offer_choices("group", groups())
        self.offer_choices("area", areas)
        self.fields["since"].widget = forms.DateInput(
            attrs={"type": "date", "min": today.isoformat()}, format="%Y-%m-%d"
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as the page tells it. `mine`: it may be ended here."""

    rule: VisitRule
    group: str
    modes: str
    mine: bool
    to_come: bool


@require_http_methods(["GET", "HEAD", "POST"])
def rules_page(request: ScopedRequest) -> HttpResponse:
    """What holds and what is to come; the form sets another one."""
    scope = request.scope.to(Right.RULES)
    require(scope, Right.RULES)
    today = periods.today()
    posted = request.method == "POST"
    form = RuleForm(request.POST if posted else None, areas=_areas(scope, today), today=today)
    if posted and form.is_valid() and _set(form, scope, today=today, by=request.user):
        messages.success(request, _("The rule has been set."))
        return redirect("rules")
    lines = [_line(rule, scope, today=today) for rule in rules_of(scope, on=today)]
    context = {"form": form, "lines": lines, "today": today}
    return render(request, "visits/rules.html", context, status=422 if form.is_bound else 200)


@require_POST
def end_page(request: ScopedRequest) -> HttpResponse:
    """End a rule of the own area: from tomorrow on what stands above it holds again."""
    scope = request.scope.to(Right.RULES)
    require(scope, Right.RULES)
    chosen = request.POST.get("rule", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 19 else 0
    today = periods.today()
    rule = get_object_or_404(VisitRule, pk=number, area__in=Area.objects.on(today).within(scope))
    try:
        end_rule(rule=rule, on=today + dt.timedelta(days=1), today=today, by=request.user)
    except DomainError as error:
        messages.error(request, f"{error.message} {error.remedy}")
    else:
        messages.success(request, _("The rule ends today."))
    return redirect("rules")


def groups() -> list[tuple[str, str]]:
    """Care categories by code, then how households are lived in."""
    categories = [(category.code, category_name(category)) for category in CareCategory.objects.all()]
    lived = (Household.Occupancy.LIVED_IN, Household.Occupancy.SEASONAL)
    return categories + [(str(one.value), str(one.label)) for one in lived]


def _set(form: RuleForm, scope: Scope, *, today: dt.date, by: User) -> bool:
    values = form.cleaned_data
    area = visible_area(scope, values["area"], right=Right.RULES, on=today)
    group = Group.named(values["group"])
    assert group is not None
    try:
        set_rule(
            group=group,
            area=area,
            days=values["days"],
            modes=values["modes"],
            since_day=values["since"],
            today=today,
            by=by,
        )
    except DomainError as error:
        name = error.field if error.field in form.fields else None
        form.add_error(name, f"{error.message} {error.remedy}".strip())
        return False
    return True


def _areas(scope: Scope, today: dt.date) -> list[tuple[str, str]]:
    """The own areas down to the villages, by code."""
    levels = [Area.Level.COUNTY, Area.Level.TOWNSHIP, Area.Level.VILLAGE]
    areas = Area.objects.on(today).within(scope).filter(level__in=levels).order_by("code")
    return [(area.code, area.name) for area in areas]


def _line(rule: VisitRule, scope: Scope, *, today: dt.date) -> Line:
    group = category_name(rule.category) if rule.category else str(rule.get_occupancy_display())
    mine = rule.area is not None and scope.holds_code(rule.area.code) and rule.period.upper is None
    return Line(
        rule=rule,
        group=group,
        modes=listed(VisitMode(mode).label for mode in rule.modes),
        mine=mine,
        to_come=rule.period.lower is not None and rule.period.lower > today,
    )
