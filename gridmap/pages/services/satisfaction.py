"""/orders/satisfaction/: what those served said, by village; always with how many answered, and how many did not."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.display.shares import Share
from geodata.services.summary import OfVillage, by_village
from gridmap.middleware import ScopedRequest

YEAR = dt.timedelta(days=365)


@require_safe
def satisfaction_page(request: ScopedRequest) -> HttpResponse:
    """Of a year, by village, never by person or team. Fewer than five answers give no percentage."""
    require(request.scope, Right.SERVE)
    today = periods.today()
    first, after = periods.midnight(today - YEAR), periods.midnight(today + dt.timedelta(days=1))
    rows = by_village(by=request.user, scope=request.scope, first=first, after=after)
    lines = [(row, _satisfied(row)) for row in rows]
    return render(request, "services/satisfaction.html", {"lines": lines, "all": _all(rows)})


def _satisfied(row: OfVillage) -> Share:
    return Share(row.content, row.answered)


def _all(rows: list[OfVillage]) -> tuple[OfVillage, Share]:
    sums = (
        sum(getattr(row, name) for row in rows) for name in ("finished", "answered", "content", "unanswered")
    )
    whole = OfVillage("", "", *sums)
    return whole, _satisfied(whole)
