"""/coverage/trend/: the course of one figure over the last 53 weeks, as a line, as a table, and for the areas below."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from api.web.access import visible_area
from geodata.base import periods, wording
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.base.wording import figure
from geodata.coverage import disclosure
from geodata.coverage.figures import FIGURES
from geodata.coverage.through_time.trend import Course, Trend, trend
from geodata.display import charts
from geodata.display.courses import course_said, shares_of
from geodata.display.metrics import METRICS, Metric
from geodata.display.shares import EMPTY, Share
from geodata.plans.lineage import Kin, kin_of
from geodata.territory import codes
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.asked import Asked, CoverageFilters, figure_of, gap_of
from gridmap.pages.base.filters import answers_at_once
from gridmap.pages.base.lists import may_list, trail


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the table: a day, the figure as a share, and by how much it is more than a step before."""

    day: dt.date
    share: Share
    change: str


@dataclass(frozen=True, slots=True)
class Line:
    """An area below: now, and the changes since the step before and since a year ago."""

    course: Course
    share: Share
    change: str
    year: str
    kin: Kin
    chart: charts.Course
    """To the scale of all."""


@answers_at_once
@require_safe
def trend_page(request: ScopedRequest) -> HttpResponse:
    """One figure of one area, and of the level below it."""
    scope = request.scope.to(Right.COUNTS)
    require(request.scope, Right.COUNTS)
    today = periods.today()
    usual = Asked(on=today, area=scope.codes[0])
    free = disclosure.is_free(scope, request.GET.get("area") or usual.area)
    filters = CoverageFilters(request.GET, today=today, usual=usual, free=free, without=["gap", "window"])
    filters.fields["metric"].label = _("Figure")
    query = filters.asked()
    area = visible_area(request.scope, query.area, right=Right.COUNTS, on=query.on)
    below = codes.levels_below(area.level)
    by = below[0] if below else None
    level = by or area.level
    offered = [name for name in METRICS if disclosure.tells_in(name, level=level, free=free)]
    filters.offer_metrics(offered)
    filters.pick(area.code, scope, on=query.on)
    metric = METRICS[figure_of(query.metric) if figure_of(query.metric) in offered else offered[0]]
    answer = trend(area=area, by=by, scope=scope, on=query.on, figures=(metric.name, metric.of))
    courses = [answer.total, *answer.rows]
    kin = kin_of({each.area_id for each in courses if each.area_id and each.level == Area.Level.GRID})
    context = {
        "filters": filters,
        "area": area,
        "kin": kin.get(area.pk),
        "ended": [
            (course, kin.get(course.area_id or 0, Kin()), _last_day(course))
            for course in answer.rows
            if course.code and course.counts[-1] is None and course.period.upper
        ],
        "trail": trail(area, scope, on=query.on),
        "metric": metric,
        "trend": answer,
        "steps": list(reversed(list(_steps(answer, metric)))),
        "lines": list(_lines(answer, metric, kin)),
        "by": by,
        "gap": gap_of(metric.name)
        if disclosure.right_to_list(metric.name, "") in may_list(request.scope, area)
        and metric.name in FIGURES
        else "",
        "chart": _chart(answer, metric),
        "question": filters.address(area=""),
    }
    return render(request, "coverage/trend.html", context)


def _steps(answer: Trend, metric: Metric) -> Iterator[Step]:
    values = answer.total.values(metric.name)
    for place, (day, share) in enumerate(zip(answer.days, shares_of(answer.total, metric), strict=True)):
        if share is None:
            continue
        before, now = values[place - 1] if place else None, values[place]
        change = now - before if isinstance(before, int) and isinstance(now, int) else None
        yield Step(day, share, difference(change))


def _chart(answer: Trend, metric: Metric) -> charts.Course:
    shares = shares_of(answer.total, metric)
    label = gettext("%(figure)s in %(area)s from %(first)s to %(last)s") % {
        "figure": metric.label,
        "area": answer.total.name,
        "first": wording.day(answer.days[0]),
        "last": wording.day(answer.days[-1]),
    }
    return charts.course([share.percent if share is not None else None for share in shares], label=label)


def _last_day(course: Course) -> dt.date | None:
    return course.period.upper - dt.timedelta(days=1) if course.period.upper else None


def _lines(answer: Trend, metric: Metric, kin: Mapping[int, Kin]) -> Iterator[Line]:
    """Areas that are there now; those that ended before are told by their trend of a day on which they were."""
    year = answer.year_before
    each = [(course, shares_of(course, metric)) for course in answer.rows if course.code]
    values = [[share.percent if share else None for share in shares] for _course, shares in each]
    highest = max((value for of_one in values for value in of_one if value is not None), default=0.0)
    for (course, shares), of_one in zip(each, values, strict=True):
        share = shares[-1]
        if share is None:
            continue
        yield Line(
            course,
            share,
            difference(course.change(metric.name)),
            difference(course.change(metric.name, since=year) if year is not None else None),
            kin.get(course.area_id or 0, Kin()),
            charts.course(of_one, label=course_said(course.name, shares), between=(0.0, highest)),
        )


def difference(change: int | None) -> str:
    """+3, −2, 0, or – where it is not known."""
    if change is None:
        return EMPTY
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{figure(abs(change))}"
