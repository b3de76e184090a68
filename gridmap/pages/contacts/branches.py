"""/branches/: which branch each grid has, as of a day, and grids without one; one grid's branches, from a day on."""

import datetime as dt
from typing import Any, TypedDict

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from api.web.access import visible_area
from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.errors import BadInput, DomainError, NotAllowed
from geodata.base.periods import check_past
from geodata.base.scope import Right, Scope
from geodata.contacts.branches import grids_of, grids_without_branch, of_village
from geodata.contacts.joining import end_joining, found_branch, join_area, may_join
from geodata.contacts.models import Branch, BranchArea
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.typed import Form
from gridmap.pages.pairing.areas import let_choose, number_of, place_of
from gridmap.pages.posts.posts import DayField

PAGE = 100
NEW = "new"


class Common(TypedDict):
    """What each of the verbs is told."""

    today: dt.date
    scope: Scope
    by: User


class BranchFilters(Filters):
    """As of which day, and whether only grids without a branch are told."""

    on = forms.DateField(
        label=gettext_lazy("As of"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Grids"),
        required=False,
        choices=[("", gettext_lazy("All grids")), ("without", gettext_lazy("Without a branch"))],
    )


class JoinForm(Form):
    """One of the village's branches, or a new one, from a day on."""

    named = frozenset(("name",))

    branch = forms.ChoiceField(label=gettext_lazy("Branch"), required=False)
    name = forms.CharField(label=gettext_lazy("Name of a new branch"), max_length=100, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of a new branch"),
        choices=[(kind.value, kind.label) for kind in (Branch.Kind.GRID, Branch.Kind.GROUP)],
        initial=Branch.Kind.GRID,
        widget=forms.RadioSelect,
        required=False,
    )
    day = DayField(label=gettext_lazy("From"))

    def __init__(self, branches: list[Branch], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(one.pk), one.name) for one in branches]
        self.offer_choices("branch", [*known, (NEW, _("A new one"))])


@answers_at_once
@require_safe
def branches_page(request: ScopedRequest) -> HttpResponse:
    """Whoever counts areas reads it; whoever assigns contacts there joins branches."""
    place = place_of(request, on=periods.today(), right=Right.COUNTS)
    filters = BranchFilters(request.GET)
    let_choose(filters, place)
    told = filters.told()
    on = _day(told["on"], place.on)
    grids = grids_of(place.scope, under=place.area.code, on=on)
    without = grids_without_branch(place.scope, under=place.area.code, on=on)
    if told["state"]:
        grids = grids.filter(pk__in=without.values("pk"))
    context = {
        "filters": filters,
        "area": place.area,
        "on": on,
        "without": without.count(),
        "page": Paginator(grids, PAGE).get_page(request.GET.get("page")),
        "exports": request.scope.to(Right.EXPORT).holds_code(place.area.code),
    }
    return render(request, "contacts/branches.html", context)


def _day(told: Any, today: dt.date) -> dt.date:
    """The day that is asked about. Raises BadInput for one that is to come."""
    day = dt.date.fromisoformat(told) if isinstance(told, str) and told else told or today
    check_past(day)
    return day


@require_http_methods(["GET", "HEAD", "POST"])
def branch_page(request: ScopedRequest, code: str) -> HttpResponse:
    """One grid's branches of all days; a POST joins another, or ends one."""
    today = periods.today()
    grid = visible_area(request.scope, code, on=today, right=Right.COUNTS)
    known = list(of_village(grid, on=today))
    form = JoinForm(known, request.POST if request.method == "POST" else None, initial={"day": today})
    error: DomainError | None = None
    if request.method == "POST":
        try:
            if _change(request, grid, form, today):
                messages.success(request, _("The branches of the grid have been changed."))
                return redirect("branch", code=grid.code)
        except NotAllowed:
            raise
        except DomainError as refused:
            error = refused
    rows = BranchArea.objects.filter(area=grid).select_related("branch").order_by("-period")
    context = {
        "grid": grid,
        "rows": [(row, row.period.upper is None or row.period.upper > today) for row in rows],
        "form": form if may_join(request.scope, grid) else None,
        "today": today,
        "error": error,
    }
    refused_or_wrong = error or (form.is_bound and form.errors)
    return render(request, "contacts/branch.html", context, status=422 if refused_or_wrong else 200)


def _change(request: ScopedRequest, grid: Area, form: JoinForm, today: dt.date) -> bool:
    """Was it changed? Else the form says what is wrong."""
    common: Common = {"today": today, "scope": request.scope, "by": request.user}
    if "end" in request.POST:
        row = get_object_or_404(BranchArea, area=grid, pk=number_of(request.POST["end"]))
        end_joining(row=row, on=_ending(request.POST.get("on", "")), **common)
        return True
    if not form.is_valid():
        return False
    told = form.cleaned_data
    if told["branch"] in ("", NEW):
        kind = told["kind"] or Branch.Kind.GRID
        found_branch(name=told["name"], kind=kind, area=grid, on=told["day"], **common)
    else:
        branch = of_village(grid, on=today).get(pk=told["branch"])
        join_area(branch=branch, area=grid, on=told["day"], **common)
    return True


def _ending(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(_("This is not a valid date."), field="on", value=text) from error
