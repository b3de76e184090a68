"""/: what each duty needs first. An office its figures and worst areas; contact members and grid leaders go to /today/."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from geodata import periods
from geodata.coverage import states
from geodata.coverage.counts import Coverage, Row, coverage
from geodata.coverage.households import states_of
from geodata.reports.lines import Line, describe
from geodata.reports.metrics import METRICS, Metric, share_of
from geodata.reports.shares import Share
from geodata.reports.today import own_part, urgency
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope
from gridmap.middleware import ScopedRequest
from gridmap.pages.asking import Asked
from gridmap.pages.lists import listing, may_list
from gridmap.pages.tables import Column, TableLine, columns, table_line

WORST = 6
"""Areas, and households, that a list on this page names."""
SHOWN = ("unlinked", "unvisited", "not_visited", "special_overdue")
WORST_BY = {
    "province": "county",
    "city": "county",
    "county": "village",
    "township": "village",
    "village": "grid",
}


@dataclass(frozen=True, slots=True)
class Place:
    """An area of the reader's: its figures, where most is left to do, and its special households overdue."""

    area: Area
    own: TableLine
    worst: list[TableLine]
    worst_by: str
    urgent: list[Line]
    asked: Asked
    may_list: bool
    sees_details: bool
    shown: list[Column]
    """Figures of the worst areas."""

    @property
    def coverage(self) -> Share:
        """Households met in the window."""
        return share_of(self.own.row, "visited", "households")

    @property
    def since(self) -> dt.date:
        return self.asked.on - dt.timedelta(days=self.asked.window - 1)


@require_safe
def home_page(request: ScopedRequest) -> HttpResponse:
    scope = request.scope
    if not (scope.may(Right.COUNTS) or scope.households):
        for right, view in ((Right.AUDIT, "records"), (Right.ACCOUNTS, "accounts")):
            if scope.may(right):
                return redirect(view)
    if own_part(scope).grants and not scope.villages:
        return redirect("today")
    if scope.may(Right.PLAN) and not scope.may(Right.DETAILS):
        return redirect("coverage")
    on = periods.today()
    areas = Area.objects.on(on).filter(code__in=scope.to(Right.COUNTS).codes).order_by("code")
    told = {
        "today": on,
        "places": [place(area, scope, Asked(on=on, area=area.code)) for area in areas],
        "mine": own_households(scope, on=on),
    }
    return render(request, "pages/home.html", told)


def place(area: Area, scope: Scope, asked: Asked) -> Place:
    """The figures of one area today. Twenty queries at most."""
    by = WORST_BY.get(area.level, area.level)
    answer = coverage(area=area, by=by, on=asked.on, scope=scope.to(Right.COUNTS), window=asked.window)
    opens = may_list(scope, area)
    # Without details the worst areas cannot be told by the households' own intervals.
    metric = METRICS["unvisited" if Right.DETAILS in opens else "not_visited"]
    shown = columns(metric, level=area.level, free=Right.DETAILS in opens)
    own = table_line(answer.total, metric, shown, opens)
    urgent = Asked(on=asked.on, area=area.code, gap="special_overdue")
    found = listing(urgent, scope) if Right.DETAILS in opens else None
    return Place(
        area=area,
        own=own,
        worst=[table_line(row, metric, shown, opens) for row in worst(answer, metric)]
        if by != area.level
        else [],
        worst_by=by,
        urgent=found.urgent(WORST) if found else [],
        asked=asked,
        may_list=Right.HOUSEHOLDS in opens,
        sees_details=Right.DETAILS in opens,
        shown=[column for column in shown if column.name in SHOWN],
    )


def worst(answer: Coverage, metric: Metric) -> list[Row]:
    """The areas with the largest share not visited; only where there is something to do."""
    ranked = [(share.percent or 0.0, row) for row in answer.rows if (share := metric.share(row)).part]
    return [row for _percent, row in sorted(ranked, key=lambda pair: -pair[0])[:WORST] if row.code]


def own_households(scope: Scope, *, on: dt.date) -> list[Line] | None:
    """A contact member's households: special and overdue first, then by how long nobody was met. Seven queries."""
    if not scope.households:
        return None
    question = states.Question(states.Selection(households=tuple(sorted(scope.households))), on=on)
    found = sorted(states_of(question).values(), key=urgency)
    return describe(found, scope=scope, on=on)
