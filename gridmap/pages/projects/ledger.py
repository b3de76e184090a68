"""/projects/: the list of projects, page by page; its address says what is asked for."""

import datetime as dt

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from api.web.access import visible_area
from geodata.base import periods
from geodata.base.access import refuse
from geodata.base.scope import Right, Scope
from geodata.exports.lists_of_needs import may_take
from geodata.projects.finding import Filter, may_see
from geodata.projects.words import Category, State
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.lists import trail
from gridmap.pages.projects.proposing import may_propose

PAGE = 100


class ProjectFilters(Filters):
    """What is not valid is told beside its field, and all are shown instead."""

    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *State.choices]
    )
    category = forms.ChoiceField(
        label=pgettext_lazy("of a project", "Kind"),
        required=False,
        choices=[("", _("All kinds")), *Category.choices],
    )
    late = forms.ChoiceField(
        label=_("Planned until"), required=False, choices=[("", _("Any day")), ("1", _("Past its last day"))]
    )
    inside = forms.ChoiceField(
        label=pgettext_lazy("of a project", "Lies"),
        required=False,
        choices=[("", _("In the area or around it")), ("1", _("In the area itself"))],
    )

    def place(self, scope: Scope, *, on: dt.date) -> Area | None:
        """Raises NotFound for one beyond the scope."""
        code = self.told()["area"]
        self.pick(code, scope, on=on, down_to="village")
        return visible_area(scope, code, on=on, field="area") if code else None

    def filter(self, area: Area | None) -> Filter:
        said = self.told()
        late, inside = bool(said["late"]), bool(said["inside"])
        return Filter(area=area, inside=inside, state=said["state"], category=said["category"], late=late)


@answers_at_once
@require_safe
def ledger_page(request: ScopedRequest) -> HttpResponse:
    """100 to a page, the newest first."""
    scope, on = request.scope, periods.today()
    if not may_see(scope):
        refuse(Right.NEED)
    filters = ProjectFilters(request.GET)
    area = filters.place(scope, on=on)
    found = filters.filter(area).of(scope, on=on)
    after = request.GET.get("after", "")
    rows = list(
        (found.filter(pk__lt=int(after)) if after.isdigit() and len(after) < 16 else found)[: PAGE + 1]
    )
    context = {
        "filters": filters,
        "area": area,
        "lines": [(project, project.is_late(on)) for project in rows[:PAGE]],
        "first": not after,
        "next": str(rows[PAGE - 1].pk) if len(rows) > PAGE else "",
        "shown": found.count(),
        "trail": trail(area, scope, on=on) if area else [],
        "without_area": filters.address(area=""),
        "may_propose": may_propose(scope),
        "may_export": may_take(scope, area),
    }
    return render(request, "projects/ledger.html", context)
