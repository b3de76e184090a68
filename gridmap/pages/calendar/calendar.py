"""/calendar/: the days of a year that are told apart from their weekday, and what the county says of one."""

import datetime as dt
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from geodata.base import periods
from geodata.base.access import require
from geodata.base.errors import DomainError
from geodata.base.scope import Right
from geodata.calendar import workdays
from geodata.calendar.models import WorkDay
from geodata.calendar.naming import called
from geodata.calendar.overruling import overrule_day, take_back
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.typed import Form

WORKED, FREE, BACK = "worked", "free", "back"


class DayForm(Form):
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    what = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=[
            (FREE, gettext_lazy("Day off")),
            (WORKED, gettext_lazy("Working day")),
            (BACK, gettext_lazy("As published")),
        ],
        widget=forms.RadioSelect,
        initial=FREE,
    )
    name = forms.CharField(label=gettext_lazy("Reason"), max_length=60, required=False)


class Called(NamedTuple):
    """A day with its name in the reader's language."""

    row: WorkDay
    name: str


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request: ScopedRequest) -> HttpResponse:
    """Everybody may look; whoever sets visit rules may overrule a day."""
    today = periods.today()
    form = DayForm(request.POST if request.method == "POST" else None)
    error: DomainError | None = None
    if form.is_bound:
        require(request.scope, Right.RULES)
        if form.is_valid():
            try:
                return _set(request, form.cleaned_data, today)
            except DomainError as refused:
                error = refused
    year = _year(request, today)
    known, days = workdays.known_until(), list(WorkDay.objects.filter(day__year=year))
    context = {
        "year": year,
        "before": year - 1,
        "after": year + 1,
        "ahead": [Called(one, called(one.name)) for one in days if year != today.year or one.day >= today],
        "past": [Called(one, called(one.name)) for one in days if year == today.year and one.day < today],
        "unpublished": bool(days) and (known is None or year > known.year),
        "form": form if request.scope.may(Right.RULES) else None,
        "error": error,
    }
    return render(request, "calendar/calendar.html", context, status=422 if error or form.errors else 200)


def _year(request: ScopedRequest, today: dt.date) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else today.year
    return min(max(year, periods.FIRST_DAY.year), today.year + 2)


def _set(request: ScopedRequest, told: dict[str, Any], today: dt.date) -> HttpResponse:
    common = {"day": told["day"], "scope": request.scope, "today": today, "by": request.user}
    if told["what"] == BACK:
        take_back(**common)
    else:
        overrule_day(works=told["what"] == WORKED, name=told["name"], **common)
    messages.success(request, _("The calendar has been changed."))
    return redirect(reverse("calendar") + f"?year={told['day'].year}")
