"""/forecast/: what falls due, what pace of visits it takes, and which grids cannot."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from api.web.access import visible_area
from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.base.wording import figure
from geodata.coverage.ahead.forecast import Outlook, forecast
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.visits.figures import AHEAD
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters, answers_at_once
from gridmap.pages.base.lists import trail

DAYS = (7, 14, 30, 92)


class ForecastFilters(Filters):
    """How far ahead."""

    days = forms.ChoiceField(
        label=_("Nobody owed a visit in"),
        required=False,
        # Read for each reader: a plural is put together in the language of the moment.
        choices=lambda: [(str(days), ngettext("%d day", "%d days", days) % days) for days in DAYS],
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table: an area, and whether it can be opened further."""

    outlook: Outlook
    below: bool

    @property
    def due(self) -> Sequence[tuple[int, str, int]]:
        """Days ahead, the name of the list, and its length."""
        return [(days, f"due_in_{days}", count) for days, count in self.outlook.due.items()]

    @property
    def lists(self) -> Sequence[tuple[str, int]]:
        return [(gap, count) for _days, gap, count in self.due]

    @property
    def expected(self) -> str:
        """Owed in 30 days at the present pace: a whole number, since the rest is no more than a guess."""
        return str(figure(round(self.outlook.expected[max(AHEAD)])))


@answers_at_once
@require_safe
def forecast_page(request: ScopedRequest) -> HttpResponse:
    """One area, by the level below it. For those who see details there."""
    require(request.scope, Right.DETAILS)
    on, scope = periods.today(), request.scope.to(Right.DETAILS)
    filters = ForecastFilters(request.GET, usual={"days": "30"})
    asked = filters.told()
    code = asked["area"] or next(iter(scope.codes), "")
    area = visible_area(request.scope, code, right=Right.DETAILS, on=on, field="area")
    filters.pick(area.code, scope, on=on)
    by = codes.level_below(area.level) or area.level
    ahead = forecast(area=area, by=by, days=int(asked["days"]), on=on, scope=scope)
    below = by != Area.Level.GRID
    context = {
        "filters": filters,
        "area": area,
        "trail": trail(area, scope, on=on),
        "ahead": ahead,
        "days": AHEAD,
        "question": f"days={ahead.days}",
        "total": Line(ahead.total, below=False),
        "lines": [Line(row, below) for row in ahead.rows if row.households],
        "cannot": len(ahead.cannot),
    }
    return render(request, "coverage/forecast.html", context)
