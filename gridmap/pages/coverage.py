"""/coverage/: how well is each area looked after? One answer as a map, a legend and a table."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from api.permissions import require, visible_area
from geodata import periods
from geodata.coverage import disclosure
from geodata.coverage.counts import Counts, coverage
from geodata.people.models import CareCategory
from geodata.reports.lines import Line
from geodata.reports.metrics import METRICS, Metric
from geodata.reports.palette import STEPS, TONES
from geodata.territory import codes
from geodata.territory.models import Area
from geodata.territory.scope import Right, Scope
from gridmap.maps import basemap
from gridmap.maps.layers import map_of_areas, map_of_homes
from gridmap.middleware import ScopedRequest
from gridmap.pages.asking import Asked, Filters, figure_of, gap_of
from gridmap.pages.lists import listing, may_list, tells, trail
from gridmap.pages.tables import TableLine, columns, table, table_line


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend: a tone, its words, how many, and the list behind it."""

    tone: str
    words: Promise | str
    count: int
    gap: str = ""


WITHOUT_DETAILS = "not_visited"
"""What areas are coloured by where the figure that was asked for is not told."""
BESIDE = 50
"""Households listed beside the map; the whole list is a link away."""
SEEN_AS_POINTS = ("village", "grid")
"""Levels whose households may be drawn; above the village a map shows counts only."""


@require_safe
def coverage_page(request: ScopedRequest) -> HttpResponse:
    """The answer for one area by the level below it, or for a village's households."""
    scope = request.scope.to(Right.COUNTS)
    require(scope, Right.COUNTS)
    today = periods.today()
    usual = Asked(on=today, area=scope.codes[0])
    free = disclosure.is_free(scope, request.GET.get("area") or usual.area)
    filters = Filters(request.GET, today=today, usual=usual, categories=CareCategory.objects.all(), free=free)
    asked = filters.asked()
    area = visible_area(request.scope, asked.area, right=Right.COUNTS, on=asked.on)
    levels = levels_of(area, request.scope)
    by = asked.by if asked.by in levels else levels[0]
    level = by if by != "household" else "grid"
    offered = [
        name for name in METRICS if disclosure.tells_in(name, level=level, free=free, category=asked.category)
    ]
    asked = replace(asked, metric=asked.metric if asked.metric in offered or not offered else WITHOUT_DETAILS)
    filters.offer_metrics(offered)
    metric = METRICS[asked.metric]
    answer = coverage(
        area=area, by=level, on=asked.on, scope=scope, window=asked.window, category=asked.category or None
    )
    opens = may_list(request.scope, area)
    shown = columns(metric, level=level, free=free, category=asked.category)
    lines = table(answer, metric, shown, opens, sort=asked.sort)
    told = {
        "filters": filters,
        "asked": asked,
        "area": area,
        "by": by,
        "levels": levels,
        "metric": metric,
        "trail": trail(area, scope, on=asked.on),
        "tops": Area.objects.on(asked.on).filter(code__in=scope.codes) if len(scope.codes) > 1 else [],
        "columns": shown,
        "lines": lines,
        "total": table_line(answer.total, metric, shown, opens),
        "counts": answer.total.counts,
        "free": free,
        "may_list": (Right.DETAILS if asked.category else Right.HOUSEHOLDS) in opens,
        "credit": basemap.credit(),
    }
    if by == "household":
        # Points are coloured by status; the metric chooses the list beside them.
        filters.fields["metric"].label = _("List")
        asked = replace(asked, gap=gap_of(metric.name), area=area.code)
        told |= {"legend": legend_of_statuses(answer.total.counts), "listed_gap": asked.gap}
        told["households"] = _nearest(asked, request.scope, opens)
        told["map"] = map_of_homes(area=area, on=asked.on, window=asked.window, category=asked.category)
    else:
        told["legend"] = legend_of_classes(lines, metric)
        told["map"] = map_of_areas(
            area=area, by=by, on=asked.on, tones={x.row.code: x.tone for x in lines if x.row.code}
        )
    return render(request, "pages/coverage.html", told)


def levels_of(area: Area, scope: Scope) -> list[str]:
    """What an area can be shown by: the levels below it, and from the village down its households."""
    below = list(codes.levels_below(area.level))
    if area.level in SEEN_AS_POINTS and Right.DETAILS in may_list(scope, area):
        below.append("household")
    return below or [area.level]


def legend_of_classes(lines: Iterable[TableLine], metric: Metric) -> list[Entry]:
    """Each class with the number of areas in it; then those too small or empty to have one."""
    found = Counter(line.tone for line in lines if line.row.code)
    entries = [Entry(tone, words, found[tone]) for tone, words in metric.classes()]
    return entries + [Entry(name, TONES[name].word, found[name]) for name in ("few", "none")]


def legend_of_statuses(counts: Counts) -> list[Entry]:
    """Each visit status with the number of households."""
    return [Entry(name, TONES[name].word, getattr(counts, name), gap_of(name)) for name in (*STEPS, "exempt")]


def _nearest(asked: Asked, scope: Scope, opens: frozenset[Right]) -> list[Line]:
    """The first households of the metric's list, beside the map; none where the list would tell too much."""
    if tells(figure_of(asked.gap), asked.category) and Right.DETAILS not in opens:
        return []
    return listing(asked, scope).urgent(BESIDE)
