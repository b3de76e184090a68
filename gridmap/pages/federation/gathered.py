"""/gathered/: county by county what other installations told of their coverage, with its day, and the sum of what was told."""

import datetime as dt

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from geodata.base import periods
from geodata.coverage.disclosure import month_ends
from geodata.federation.gathered import gathered, last_day_over
from geodata.federation.words import SHOWN
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once


def days() -> list[dt.date]:
    """Yesterday, and the ends of months, of which more is told."""
    first = last_day_over()
    return [first, *(day for day in month_ends(periods.today()) if day != first)]


class GatheredFilters(Filters):
    """Of which day."""

    on = forms.ChoiceField(
        label=_("Day"), required=False, choices=lambda: [(str(day), str(day)) for day in days()]
    )


@answers_at_once
@require_safe
def gathered_page(request: ScopedRequest) -> HttpResponse:
    """A line for each county, the sum below. Raises NotAllowed without the right to count anywhere."""
    filters = GatheredFilters(request.GET)
    filters.is_valid()
    chosen = filters.cleaned_data.get("on")
    on = dt.date.fromisoformat(chosen) if chosen else last_day_over()
    answer = gathered(scope=request.scope, on=on)
    shown = [(name, label) for name, label in SHOWN.items() if name in answer.sums]
    context = {
        "filters": filters,
        "answer": answer,
        "labels": [label for _name, label in shown],
        "rows": [(line, [(label, line.counts.get(name)) for name, label in shown]) for line in answer.lines],
        "sums": [answer.sums[name] for name, _label in shown],
    }
    return render(request, "federation/gathered.html", context)
