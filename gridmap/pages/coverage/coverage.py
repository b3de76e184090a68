"""/coverage/: how well is each area looked after? One answer as a map, a sentence, a legend and a table.

A county opens by grid, for the gap lies in a few of them and drowns in the sums of townships.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from api.web.access import visible_area
from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right, Scope
from geodata.coverage import disclosure
from geodata.coverage.counts import Counts, Coverage, Row, coverages
from geodata.coverage.through_time.differences import Then, then
from geodata.coverage.through_time.reading import WINDOW
from geodata.coverage.through_time.trend import WEEKS, days_through, trend
from geodata.display import charts
from geodata.display.colours import STEPS, TONES
from geodata.display.courses import course_said, shares_of
from geodata.display.differences import WORDS, difference, said_of, sentence
from geodata.display.foremost import foremost, headline, ranked_by, sentences
from geodata.display.lines import Line
from geodata.display.metrics import METRICS, Metric, share_of
from geodata.display.shares import Share
from geodata.people.models import CareCategory
from geodata.territory import codes
from geodata.territory.models import Area, Boundary
from gridmap.maps import basemap
from gridmap.maps.layers import View, map_of_areas, map_of_homes
from gridmap.middleware import Permissions, ScopedRequest
from gridmap.pages.base.asked import Asked, CoverageFilters, figure_of, gap_of
from gridmap.pages.base.filters import answers_at_once
from gridmap.pages.base.lists import listing, may_list, trail
from gridmap.pages.base.tables import Column, TableLine, columns, table, table_line
from gridmap.pages.base.typed import told_beside_field


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend: a tone, its words, how many, and the list behind it."""

    tone: str
    words: Promise | str
    count: int
    gap: str = ""
    high: int = 0
    """The height of its bar, of HIGH."""
    beside: bool = False
    """No step from well to badly looked after: it stands beside the bars."""

    @property
    def top(self) -> int:
        return HIGH - self.high


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that areas may be coloured by, with its number in the whole area."""

    label: Promise | str
    asked: str
    share: Share
    here: bool
    first: bool


USUAL = ("unvisited", "unlinked", "special_overdue", "not_visited")
"""What most want to see: the first three of them that are told; the rest is a click away."""
OPENED_FINELY = ("county", "township", "village")
RINGED_OF = 3
"""Of so many areas one may be ringed."""
PAPERS = {"a4": (210, 297), "a3": (297, 420), "a0": (841, 1189)}
"""Millimetres of the shorter and the longer side."""
HIGH = 40
"""Of the bars of a legend."""
WITHOUT_DETAILS = "not_visited"
"""What areas are coloured by where the figure that was asked for is not told."""
COURSE = 13
"""Twelve weeks and the day itself."""
BESIDE = 50
"""Households listed beside the map; the whole list is a link away."""
SEEN_AS_POINTS = ("village", "grid")
"""Levels whose households may be drawn; above the village a map shows counts only."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked at, by whom: a question that has been found sensible and allowed."""

    query: Asked
    area: Area
    scope: Scope
    levels: Sequence[str]
    by: str
    free: bool
    offered: Sequence[str]
    opens: frozenset[Right]
    with_courses: bool = False
    """Shall each row of the table have its last weeks? They cost as much as the page again: asked for when it is opened."""

    @property
    def level(self) -> str:
        return "grid" if self.by == "household" else self.by

    @property
    def metric(self) -> Metric:
        return METRICS[figure_of(self.query.metric)]

    @property
    def order(self) -> str:
        """By what the table is sorted: usually the most left to do first."""
        return self.query.sort or gap_of(self.metric.name)

    def columns(self) -> list[Column]:
        return columns(self.metric, level=self.level, free=self.free, category=self.query.category)

    def answers(self) -> dict[str, Coverage]:
        return coverages(
            area=self.area,
            levels={self.level, ranked_by(self.area.level)},
            on=self.query.on,
            scope=self.scope.to(Right.COUNTS),
            window=self.query.window,
            category=self.query.category or None,
        )


@answers_at_once
@require_safe
def coverage_page(request: ScopedRequest) -> HttpResponse:
    """The answer for one area by a level below it, or for a village's households."""
    filters = filters_of(request)
    looked = looked_at(request, filters)
    filters.offer_metrics(looked.offered)
    scope = looked.scope.to(Right.COUNTS)
    filters.pick(looked.area.code, scope, on=looked.query.on)
    if looked.by == "household":
        filters.fields["metric"].label = _("List")
    context = {"filters": filters, "trail": trail(looked.area, scope, on=looked.query.on), **said(looked)}
    response = render(request, "coverage/coverage.html", context)
    # Where the reader stands is shown on the map when asked for, and sent nowhere.
    response["Permissions-Policy"] = Permissions.WITH_POSITION
    return response


class MapFilters(CoverageFilters):
    """And the earlier day that the map compares with."""

    than = forms.DateField(label=_("Compare with"), required=False)

    def __init__(self, given: QueryDict, **more: Any) -> None:
        super().__init__(given, **more)
        widget = self._days()
        if isinstance(widget, forms.Select):
            widget.choices = [("", "–"), *list(widget.choices)[1:]]
        self.fields["than"].widget = widget

    def clean_than(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["than"]
        on = self.cleaned_data.get("on")
        if day:
            with told_beside_field():
                disclosure.check_day(day, free=self.free)
        if day and (day < periods.FIRST_DAY or day >= (on or self.today)):
            raise forms.ValidationError(_("Choose an earlier day."))
        return day


def filters_of(request: ScopedRequest) -> MapFilters:
    """Raises NotAllowed for whoever may count nothing."""
    scope = request.scope.to(Right.COUNTS)
    require(request.scope, Right.COUNTS)
    usual = Asked(on=periods.today(), area=scope.codes[0])
    return MapFilters(
        request.GET,
        today=usual.on,
        usual=usual,
        categories=CareCategory.objects.all(),
        free=disclosure.is_free(scope, request.GET.get("area") or usual.area),
        without=["gap"],
    )


def looked_at(request: ScopedRequest, filters: CoverageFilters) -> Looked:
    """Raises NotFound for an area beyond the reader's. A figure that is not told there gives way to one that is."""
    query, free = filters.asked(), filters.free
    area = visible_area(request.scope, query.area, right=Right.COUNTS, on=query.on)
    levels = levels_of(area, request.scope)
    by = query.by if query.by in levels else first_drawn(area, levels, free=free, on=query.on)
    level = by if by != "household" else "grid"
    offered = [
        name for name in METRICS if disclosure.tells_in(name, level=level, free=free, category=query.category)
    ]
    told_of = figure_of(query.metric) in offered or not offered
    query = replace(query, metric=query.metric if told_of else WITHOUT_DETAILS)
    opens = may_list(request.scope, area)
    return Looked(query, area, request.scope, levels, by, free, offered, opens, "courses" in request.GET)


def said(looked: Looked) -> dict[str, object]:
    """What the page says of it."""
    query, area, metric, answers = looked.query, looked.area, looked.metric, looked.answers()
    answer, ranked = answers[looked.level], answers[ranked_by(area.level)]
    shown = looked.columns()
    lines = table(answer, metric, shown, looked.opens, sort=looked.order)
    courses = courses_of(looked)
    lines = [replace(line, course=courses.get(line.row.code or "")) for line in lines]
    compared = compared_with(looked)
    if compared:
        lines = [
            replace(line, difference=one, tone=one.tone)
            for line in lines
            for one in [difference(line.row, metric, compared)]
        ]
    worst = _worst(looked, ranked)
    drawn = (
        _points(looked, answer)
        if looked.by == "household"
        else _areas(looked, lines, worst, len(ranked.rows), compared)
    )
    whole = table_line(answer.total, metric, shown, looked.opens)
    if compared:
        of_all = difference(answer.total, metric, compared, total=True)
        whole = replace(whole, difference=of_all)
        each = [line.difference for line in lines if line.difference and line.row.code]
        drawn |= {"compared": compared, "change": sentence(of_all, each, compared)}
    return {
        "asked": query,
        "sorted_by": looked.order,
        "area": area,
        "by": looked.by,
        "levels": looked.levels,
        "metric": metric,
        "chips": chips(looked.offered, metric, answer.total),
        "headline": headline(ranked, metric),
        "worst": worst,
        "worst_by": ranked_by(area.level),
        "columns": shown,
        "lines": lines,
        "total": whole,
        "counts": answer.total.counts,
        "free": looked.free,
        "courses": bool(courses),
        "papers": tuple(PAPERS),
        "may_list": disclosure.right_to_list("households", query.category) in looked.opens,
        "may_export": looked.scope.to(Right.EXPORT).holds_code(area.code),
        "credit": basemap.credit(),
        "weeks": weeks_of(looked),
        **drawn,
    }


@dataclass(frozen=True, slots=True)
class Weeks:
    """The slider below the map: the last day that it reaches, or why there is none."""

    days: Sequence[dt.date] = ()
    place: int = 0
    """Of the day that is looked at, among them."""
    why_not: Promise | str = ""
    months: bool = False
    """It goes by the ends of months."""

    @property
    def last(self) -> dt.date | None:
        return self.days[-1] if self.days else None

    @property
    def steps(self) -> int:
        return len(self.days) - 1


def weeks_of(looked: Looked) -> Weeks:
    """Kept days count all households, and visits of 90 days."""
    query = looked.query
    if looked.by == "household":
        return Weeks(why_not=_("Week by week the map is shown by areas."))
    if query.than:
        return Weeks()
    if query.category or query.window != WINDOW:
        return Weeks(why_not=_("Week by week only all households and visits of 90 days are kept."))
    days = days_through(last_of(query.on, free=looked.free), free=looked.free)
    return Weeks(days, days.index(query.on) if query.on in days else 0, months=not looked.free)


def last_of(on: dt.date, *, free: bool) -> dt.date:
    """The last day of which the slider tells: the weeks of the day that is looked at, on to today if it lies within a year."""
    today = periods.today()
    if not free:
        return today
    weeks = (today - on).days // 7
    return on + dt.timedelta(weeks=weeks) if weeks < WEEKS else on


def courses_of(looked: Looked) -> dict[str, charts.Course]:
    """Of each area by code the last twelve weeks, all to one scale; none that are not kept by weeks. One question."""
    query, metric = looked.query, looked.metric
    if not looked.with_courses or looked.by == "household" or not looked.free:
        return {}
    if query.category or query.window != WINDOW:
        return {}
    answer = trend(
        area=looked.area,
        by=looked.by,
        scope=looked.scope.to(Right.COUNTS),
        on=query.on,
        weeks=COURSE,
        figures=(),
        kept_only=True,
    )
    if len(answer.days) - len(answer.unknown) < 2 or {metric.name, metric.of} & answer.total.not_asked:
        return {}
    each = {course.code: shares_of(course, metric) for course in answer.rows if course.code}
    values = {code: [share.percent if share else None for share in shares] for code, shares in each.items()}
    highest = max((value for of_one in values.values() for value in of_one if value is not None), default=0.0)
    names = {course.code: course.name for course in answer.rows}
    return {
        code: charts.course(of_one, label=course_said(names[code], each[code]), between=(0.0, highest))
        for code, of_one in values.items()
    }


def compared_with(looked: Looked) -> Then | None:
    """The earlier day; None where none is asked for, or single households are shown."""
    query = looked.query
    if not isinstance(query.than, dt.date) or looked.by == "household":
        return None
    return then(
        area=looked.area,
        by=looked.by,
        scope=looked.scope.to(Right.COUNTS),
        since=query.than,
        on=query.on,
        figures=(looked.metric.name, looked.metric.of),
        window=query.window,
        category=query.category or None,
    )


def chips(offered: Sequence[str], chosen: Metric, total: Row) -> list[Chip]:
    """What areas may be coloured by, with the number of each; the usual ones and the chosen one first."""
    usual = [name for name in USUAL if name in offered][:3]
    first = usual if chosen.name in usual else [*usual, chosen.name]
    rest = [name for name in offered if name not in first]
    return [
        Chip(METRICS[name].label, gap_of(name), share_of(total, name), name == chosen.name, name in first)
        for name in (*first, *rest)
    ]


def _worst(looked: Looked, ranked: Coverage) -> list[TableLine]:
    """The areas that need it most; none where the figure is not told of areas of that level."""
    metric, level = looked.metric, ranked_by(looked.area.level)
    if not disclosure.tells_in(metric.name, level=level, free=looked.free, category=looked.query.category):
        return []
    shown = looked.columns()
    return [table_line(row, metric, shown, looked.opens) for row in foremost(ranked, metric)]


def _points(looked: Looked, answer: Coverage) -> dict[str, object]:
    """Points are coloured by status; the metric chooses the list beside them."""
    query = replace(looked.query, gap=gap_of(looked.metric.name), area=looked.area.code)
    return {
        "legend": legend_of_statuses(answer.total.counts),
        "listed_gap": query.gap,
        "households": _nearest(query, looked.scope, looked.opens),
        "map": map_of_homes(area=looked.area, on=query.on, window=query.window, category=query.category),
    }


def ringed(worst: Sequence[TableLine], number: int) -> list[str]:
    """The codes of those that the map rings: not where they are most of all areas."""
    return [line.row.code for line in worst if line.row.code] if number >= RINGED_OF * len(worst) else []


def _areas(
    looked: Looked,
    lines: Sequence[TableLine],
    worst: Sequence[TableLine],
    number: int,
    compared: Then | None,
) -> dict[str, object]:
    """`number`: of areas that the worst were chosen from."""
    view = View(
        area=looked.area,
        by=looked.by,
        on=looked.query.on,
        top=disclosure.top_of(looked.area, looked.scope.to(Right.COUNTS)),
        ranked=ranked_by(looked.area.level),
        ringed=ringed(worst, number),
        sees_homes=Right.DETAILS in looked.opens,
    )
    tones = {line.row.code: line.tone for line in lines if line.row.code}
    rows = sorted((line.row for line in lines), key=lambda row: -(looked.metric.share(row).percent or 0))
    told = sentences(rows, looked.metric)
    if compared:
        told = {
            line.row.code: said_of(line.row.name, looked.metric.label, line.difference, compared)
            for line in lines
            if line.row.code and line.difference
        }
    classes = list(WORDS.items()) if compared else looked.metric.classes()
    return {
        "legend": legend_of_classes(lines, classes),
        "sentences": told,
        "map": map_of_areas(view=view, tones=tones),
    }


def levels_of(area: Area, scope: Scope) -> list[str]:
    """What an area can be shown by: the levels below it, and from the village down its households."""
    below = list(codes.levels_below(area.level))
    if area.level in SEEN_AS_POINTS and Right.DETAILS in may_list(scope, area):
        below.append("household")
    return below or [area.level]


def first_drawn(area: Area, levels: Sequence[str], *, free: bool, on: dt.date) -> str:
    """By what an area opens: a county and what lies in it by grid, for whoever may see no details by village; what lies above
    a county by the level below. If that has no borders, the first that has: villages may have theirs before townships.
    """
    usual = levels[0]
    if area.level in OPENED_FINELY:
        usual = next((one for one in ("grid" if free else "village", "grid") if one in levels), usual)
    borders = Boundary.objects.on(on).filter(area__code__startswith=area.code)
    order = [usual, *(one for one in levels if one != usual)]
    return next((one for one in order if borders.filter(area__level=one).exists()), order[0])


def legend_of_classes(
    lines: Iterable[TableLine], classes: Iterable[tuple[str, Promise | str]]
) -> list[Entry]:
    """Each class with the number of areas in it; then those too small or empty to have one."""
    numbers = Counter(line.tone for line in lines if line.row.code)
    entries = [Entry(tone, words, numbers[tone]) for tone, words in classes]
    others = [Entry(name, TONES[name].word, numbers[name], beside=True) for name in ("few", "none")]
    return [*_as_bars(entries), *others]


def legend_of_statuses(counts: Counts) -> list[Entry]:
    """Each visit status with the number of households."""
    entries = [Entry(name, TONES[name].word, counts[name], gap_of(name)) for name in STEPS]
    exempt = Entry("exempt", TONES["exempt"].word, counts["exempt"], gap_of("exempt"), beside=True)
    return [*_as_bars(entries), exempt]


def _as_bars(entries: Sequence[Entry]) -> list[Entry]:
    """The highest fills the height; what is not nothing is seen."""
    most = max((entry.count for entry in entries), default=0)
    return [
        replace(entry, high=max(2, round(HIGH * entry.count / most)) if entry.count else 0)
        for entry in entries
    ]


def _nearest(query: Asked, scope: Scope, opens: frozenset[Right]) -> list[Line]:
    """The first households of the metric's list, beside the map; none where the list would tell too much."""
    if disclosure.right_to_list(figure_of(query.gap), query.category) not in opens:
        return []
    return listing(query, scope).urgent(BESIDE)
