"""/policies/: what departments give, whom it is for and until when it is applied for."""

from collections.abc import Iterable

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from geodata.base import periods
from geodata.base.scope import Right
from geodata.policies.finding import Asked, Line, catalogue
from geodata.policies.words import Field, State
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once


class PolicyFilters(Filters):
    """What is not valid is told beside its field, and all are shown instead."""

    search = forms.CharField(label=_("Search"), required=False, max_length=60)
    department = forms.ChoiceField(label=_("Department"), required=False)
    field = forms.ChoiceField(
        label=pgettext_lazy("policy", "Field"),
        required=False,
        choices=[("", _("All fields")), *Field.choices],
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *State.choices]
    )

    def __init__(self, parameters: QueryDict, lines: Iterable[Line]) -> None:
        super().__init__(parameters)
        found = {line.policy.department.code: str(line.policy.department) for line in lines}
        self.offer_choices("department", [("", _("All departments")), *sorted(found.items())])

    def asked(self) -> Asked:
        told = self.told()
        return Asked(**{name: told[name] for name in ("search", "department", "field", "state")})


@answers_at_once
@require_safe
def catalogue_page(request: ScopedRequest) -> HttpResponse:
    """All of them on one page: a county has some dozens. Three queries."""
    on = periods.today()
    every = catalogue(Asked(), scope=request.scope, on=on)
    filters = PolicyFilters(request.GET, every)
    asked = filters.asked()
    lines = every if asked == Asked() else catalogue(asked, scope=request.scope, on=on)
    context = {
        "filters": filters,
        "lines": lines,
        "any": bool(every),
        "may_write": request.scope.may(Right.POLICY),
        "on": on,
    }
    return render(request, "policies/catalogue.html", context)
