"""An office's home page: where to go this week, four figures with their course, the map, the weeks, and what waits."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.accounts.models import User
from geodata.base import wording
from geodata.base.desk import News
from geodata.base.scope import Right, Scope
from geodata.coverage import disclosure
from geodata.coverage.counts import Coverage, Row, coverages
from geodata.coverage.figures import FIGURES
from geodata.coverage.through_time.trend import Course, Trend, trend
from geodata.display import charts
from geodata.display.colours import STEPS
from geodata.display.desk import this_week
from geodata.display.lines import Line
from geodata.display.metrics import METRICS, Metric, share_of
from geodata.display.shares import Share
from geodata.display.week import Said, course_in_words, said_of_areas, said_of_households
from geodata.reports.making import LEVELS
from geodata.reports.models import part_of
from geodata.territory.models import Area
from gridmap.maps.overview import Overview, overview
from gridmap.pages.base.asked import Asked, gap_of
from gridmap.pages.base.lists import listing, may_list
from gridmap.pages.base.tables import Column, TableLine, columns, table_line
from gridmap.pages.coverage.gaps_by_cause import Gap, gaps_of_village

WORST = 5
"""Areas that the page names and the map rings."""
RINGED = 4
"""Of so many areas on the map one is ringed, WORST of them at most."""
URGENT = 6
"""Households that it names."""
WEEKS = 13
"""Twelve weeks and the day itself."""
ENOUGH = 2
"""Days of a course that are known, from which on it is drawn."""
SHOWN = ("unlinked", "unvisited", "not_visited", "special_overdue")
"""Figures of the worst areas."""
WORST_BY = {
    "province": "county",
    "city": "county",
    "county": "village",
    "township": "village",
    "village": "grid",
}
DRAWN_BY = {"county": "grid", "township": "grid", "village": "grid", "grid": "grid"}
"""By what the map is coloured; above the county by the areas that are named."""
FIGURES_SHOWN = ("unvisited", "not_visited", "unlinked", "special_overdue", "due_in_7")


@dataclass(frozen=True, slots=True)
class Tile:
    """One of the four figures."""

    label: Promise | str
    share: Share
    gap: str
    """Its list; "" where the reader may not see it."""
    course: charts.Course | None = None
    change: int | None = None
    """Since the week before."""
    falls_due: bool = False
    """It counts what is ahead: more of it is neither better nor worse."""
    later: Share | None = None
    """What falls due in fourteen days."""


@dataclass(frozen=True, slots=True)
class Place:
    """An area of the reader's: what to do first, its figures and their course, and where most is left to do."""

    area: Area
    own: TableLine
    said: Said
    tiles: list[Tile]
    worst: list[TableLine]
    worst_by: str
    urgent: list[Line]
    asked: Asked
    may_list: bool
    sees_details: bool
    assigns: bool
    """May the reader say who looks after whom here?"""
    reports: bool
    """May the reader make the gap report of it?"""
    shown: list[Column]
    """Figures of the worst areas."""
    metric: Metric
    map: Overview | None
    names: dict[str, str]
    """What the map says of each area it colours, by code."""
    weeks: charts.Stacked | None
    trend: Trend | None
    funnel: charts.Bars
    news: list[News]
    gaps: list[Gap]

    @property
    def since(self) -> dt.date:
        return self.asked.on - dt.timedelta(days=self.asked.window - 1)

    @property
    def coverage(self) -> Share:
        """Households met in the window."""
        return share_of(self.own.row, "visited", "households")

    @property
    def rows_of_weeks(self) -> list[tuple[str, list[tuple[str, Promise | str, str, str]]]]:
        """Of each day its four figures: name, label, number and address of the list, the latest day first."""
        if not self.trend:
            return []
        days = [(place, day) for place, day in enumerate(self.trend.days) if day not in self.trend.unknown]
        return [
            (
                wording.day(on),
                [
                    (
                        name,
                        FIGURES[name].label,
                        str(share_of_course(self.trend.total, place, name)),
                        replace(self.asked, on=on, gap=gap_of(name)).address("area", "gap", "on"),
                    )
                    for name in FIGURES_SHOWN
                    if name != "not_visited"
                ],
            )
            for place, on in reversed(days)
        ]


def share_of_course(course: Course, place: int, name: str) -> str:
    counts = course.counts[place]
    return Share(counts[name] if counts else 0, 0, course.hidden[place].get(name, "")).part_text


def place_of(area: Area, *, by: User, scope: Scope, query: Asked) -> Place | None:
    """All that the page says of one area today; None where there is no household yet."""
    counts = scope.to(Right.COUNTS)
    worst_by, drawn_by = WORST_BY.get(area.level, area.level), DRAWN_BY.get(area.level, "")
    drawn_by = drawn_by or worst_by
    answers = coverages(
        area=area, levels={worst_by, drawn_by}, on=query.on, scope=counts, window=query.window
    )
    answer, drawn = answers[worst_by], answers[drawn_by]
    if not answer.total.counts.households:
        return None
    opens = may_list(scope, area)
    free = Right.DETAILS in opens
    # Without details the worst areas cannot be told by the households' own intervals.
    metric = METRICS["unvisited" if free else "not_visited"]
    shown = columns(metric, level=area.level, free=free)
    course = (
        trend(area=area, scope=counts, on=query.on, weeks=WEEKS, figures=(), kept_only=True) if free else None
    )
    lowest = area.level in (Area.Level.VILLAGE, Area.Level.GRID)
    first = worst(answer, metric) if worst_by != area.level else []
    own = table_line(answer.total, metric, shown, opens)
    return Place(
        area=area,
        own=own,
        said=said_of_households(answer.total)
        if lowest and free
        else said_of_areas(
            answer.total, answer.rows, metric, course.total if course else None, level=worst_by
        ),
        tiles=_tiles(answer.total, opens, course, query),
        worst=[table_line(row, metric, shown, opens) for row in first],
        worst_by=worst_by,
        urgent=_urgent(area, scope, query) if free else [],
        asked=query,
        may_list=Right.HOUSEHOLDS in opens,
        sees_details=free,
        assigns=scope.to(Right.LINK).holds_code(area.code),
        reports=area.level in LEVELS and part_of(scope).holds_code(area.code),
        shown=[column for column in shown if column.name in SHOWN],
        metric=metric,
        map=_map(area, drawn_by, drawn, metric, first, query),
        names={row.code: _named(row, metric) for row in drawn.rows if row.code},
        weeks=_weeks(course, query) if course else None,
        trend=course,
        funnel=_funnel(answer.total, opens, query),
        news=this_week(area=area, by=by, scope=scope, on=query.on),
        gaps=gaps_of_village(area, answer.total, scope=scope, query=query) if lowest and free else [],
    )


def worst(answer: Coverage, metric: Metric) -> list[Row]:
    """The areas with the largest share left to do; only where there is something to do."""
    ranked = [(share.percent or 0.0, row) for row in answer.rows if (share := metric.share(row)).part]
    return [row for _percent, row in sorted(ranked, key=lambda pair: -pair[0])[:WORST] if row.code]


def _urgent(area: Area, scope: Scope, query: Asked) -> list[Line]:
    return listing(replace(query, area=area.code, gap="special_overdue"), scope).urgent(URGENT)


def _named(row: Row, metric: Metric) -> str:
    share = metric.share(row)
    return f"{row.name} · {share.part_text} / {share.whole_text} · {share.text}"


def _map(
    area: Area, by: str, answer: Coverage, metric: Metric, first: Sequence[Row], query: Asked
) -> Overview | None:
    tones = {row.code: metric.tone(row) for row in answer.rows if row.code}
    # Where there are few of them a ring around each would point at nothing.
    few = max(1, len(tones) // RINGED)
    ringed = [row.code for row in first[:few] if row.code]
    return overview(area=area, by=by, on=query.on, tones=tones, ringed=ringed)


def _tiles(row: Row, opens: frozenset[Right], course: Trend | None, query: Asked) -> list[Tile]:
    """Four of them: what may not be told is left out, and what is told instead stands in its place."""
    free = Right.DETAILS in opens
    names = [name for name in FIGURES_SHOWN if name != ("not_visited" if free else "unvisited")]
    return [
        _tile(name, row, opens, course)
        for name in names
        if disclosure.tells_in(name, level=row.level, free=free)
    ]


def _tile(name: str, row: Row, opens: frozenset[Right], course: Trend | None) -> Tile:
    told = disclosure.right_to_list(name, "") in opens
    share = share_of(row, name, FIGURES[name].of)
    drawn = change = None
    if course:
        values = course.total.values(name)
        numbers = [value if isinstance(value, int) else None for value in values]
        drawn = charts.course(numbers, label=course_in_words(FIGURES[name].label, values))
        change = course.total.change(name)
    ahead = name == "due_in_7"
    later = share_of(row, "due_in_14") if ahead else None
    return Tile(FIGURES[name].label, share, gap_of(name) if told else "", drawn, change, ahead, later)


def _weeks(course: Trend, query: Asked) -> charts.Stacked | None:
    """Households to be visited, by status, on each day of the course that is known; one alone is no course."""
    total = course.total
    known = [(on, counts) for on, counts in zip(course.days, total.counts, strict=True) if counts]
    if len(known) < ENOUGH:
        return None
    columns_of = [(wording.day(on), {step: counts[step] for step in STEPS}) for on, counts in known]
    page = reverse("coverage")
    ok = [Share(counts["ok"], sum(counts.values())).text for _day, counts in columns_of]
    label = _("Visited in time: %(now)s now, %(then)s on %(day)s") % {
        "now": ok[-1],
        "then": ok[0],
        "day": wording.day(known[0][0]),
    }
    hrefs = [f"{page}?{urlencode({'area': total.code or '', 'on': on})}" for on, _counts in known]
    return charts.stacked(columns_of, tones=STEPS, label=label, hrefs=hrefs)


def _funnel(row: Row, opens: frozenset[Right], query: Asked) -> charts.Bars:
    """From all households to those whose special care is in time; only what is told."""
    counts, hidden = row.counts, row.hidden
    page = reverse("gaps")

    def href(figure: str) -> str:
        there = disclosure.right_to_list(figure, "") in opens
        return f"{page}?{query.address('area', gap=gap_of(figure))}" if there else ""

    whole = counts["households"]
    rows: list[tuple[Promise | str, Share, str]] = [
        (gettext_lazy("All households"), Share(whole, 0, hidden.get("households", "")), href("households"))
    ]
    if "linked" not in hidden:
        rows.append((FIGURES["linked"].label, Share(counts["linked"], whole), href("linked")))
    if not hidden.keys() & {"ok", "due"}:
        in_time = Share(counts["ok"] + counts["due"], whole)
        rows.append((gettext_lazy("In time"), in_time, href("ok")))
    if not hidden.keys() & {"special", "special_overdue"}:
        special = Share(counts["special"] - counts["special_overdue"], counts["special"])
        rows.append((gettext_lazy("Special households in time"), special, href("special")))
    bars = charts.bars(rows, label=_("From households to in time"), heading=_("Households"))
    return replace(bars, bars=[replace(bars.bars[0], long=100.0), *bars.bars[1:]])
