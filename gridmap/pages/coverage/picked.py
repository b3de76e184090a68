"""/coverage/area/: why an area is dark, and what to do about it: the panel beside the map, and a page by itself."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.gis.db.models import GeometryField
from django.db.models import Func, IntegerField, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from api.web.access import visible_area
from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right, Scope
from geodata.contacts.members import able_members
from geodata.contacts.models import Member
from geodata.coverage import disclosure, gap_reasons, states
from geodata.coverage.counts import Row, coverage
from geodata.coverage.figures import LISTS
from geodata.coverage.gap_reasons import Cause
from geodata.coverage.households import states_of
from geodata.display.colours import STEPS, TONES
from geodata.display.lines import Line, describe
from geodata.display.metrics import METRICS
from geodata.people.models import CareCategory
from geodata.posts.models import Post
from geodata.posts.queries import LEADERS
from geodata.territory import codes
from geodata.territory.models import Area, Boundary
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.asked import Asked, CoverageFilters, figure_of, gap_of
from gridmap.pages.base.lists import may_list, trail
from gridmap.pages.coverage.coverage import WITHOUT_DETAILS

NAMED = 5
"""Households without a contact that the panel names; the whole list is a link away."""
HELPERS = 3
"""Members with room that it names."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the bar of statuses, in percent from the left."""

    tone: str
    word: Promise | str
    count: int
    begins: float
    wide: float


@dataclass(frozen=True, slots=True)
class Lacking:
    """Who lacks a contact, and who could be one: for whoever says who looks after whom there."""

    causes: list[tuple[Cause, int]]
    homes: list[tuple[Line, Promise | str]]
    members: list[Member]
    able: int
    room: int
    """Households that they could take together."""

    @property
    def sum(self) -> int:
        return sum(count for _cause, count in self.causes)


@require_safe
def picked_page(request: ScopedRequest) -> HttpResponse:
    """One area. Thirty queries at most, whatever lies in it."""
    scope = request.scope.to(Right.COUNTS)
    require(request.scope, Right.COUNTS)
    usual = Asked(on=periods.today(), area=scope.codes[0])
    code = request.GET.get("area") or usual.area
    free = disclosure.is_free(scope, code)
    filters = CoverageFilters(
        request.GET,
        today=usual.on,
        usual=usual,
        categories=CareCategory.objects.all(),
        free=free,
        without=["gap", "by"],
    )
    query = filters.asked()
    area = visible_area(request.scope, query.area, right=Right.COUNTS, on=query.on)
    metric = METRICS[figure_of(query.metric)]
    if not disclosure.tells_in(metric.name, level=area.level, free=free, category=query.category):
        metric = METRICS[WITHOUT_DETAILS]
    answer = coverage(
        area=area,
        by=area.level,
        on=query.on,
        scope=scope,
        window=query.window,
        category=query.category or None,
    )
    opens = may_list(request.scope, area)
    context = {
        "asked": query,
        "area": area,
        "metric": metric,
        "share": metric.share(answer.total),
        "row": answer.total,
        "gap": gap_of(metric.name),
        "lists": disclosure.right_to_list(metric.name, query.category) in opens
        if _has_list(metric.name)
        else False,
        "pieces": pieces(answer.total),
        "neighbours": neighbours(area, scope, on=query.on),
        "leaders": leaders(area, request.scope, query),
        "lacking": lacking(area, request.scope, query),
        "may_export": request.scope.to(Right.EXPORT).holds_code(area.code),
        "below": codes.level_below(area.level) or ("household" if Right.DETAILS in opens else ""),
        "trail": trail(area, scope, on=query.on),
    }
    return render(request, "coverage/picked.html", context)


def _has_list(figure: str) -> bool:
    return figure in LISTS


def pieces(row: Row) -> list[Piece]:
    """The households by status as parts of a bar; none where a status is not told, or there is nobody."""
    names = (*STEPS, "exempt")
    whole = sum(row.counts[name] for name in names)
    if not whole or any(name in row.hidden for name in names):
        return []
    found, begins = [], 0.0
    for name in names:
        wide = round(100 * row.counts[name] / whole, 2)
        if wide:
            found.append(Piece(name, TONES[name].word, row.counts[name], round(begins, 2), wide))
        begins += wide
    return found


def neighbours(area: Area, scope: Scope, *, on: dt.date) -> list[str]:
    """The names of those of the same level that share a border with it, and not a corner alone, as far as the reader may count.
    One query, through the index of borders: cheaper than to keep what each redraw would make wrong.
    """
    borders = Boundary.objects.on(on)
    own = borders.filter(area=area).values("geometry")
    shared = Func(
        Func("geometry", Subquery(own), function="ST_Intersection", output_field=GeometryField()),
        function="ST_Dimension",
        output_field=IntegerField(),
    )
    beside = borders.within(scope).filter(area__level=area.level, geometry__intersects=Subquery(own))
    found = beside.exclude(area=area).annotate(shared=shared).filter(shared__gte=1)
    return list(found.order_by("area__code").values_list("area__name", flat=True))


def leaders(area: Area, scope: Scope, query: Asked) -> list[str]:
    """Who leads the area on that day, for those who may see its households. One query."""
    kind = LEADERS.get(area.level)
    if kind is None or not scope.to(Right.HOUSEHOLDS).holds_code(area.code):
        return []
    posts = Post.objects.on(query.on).filter(area=area, kind=kind)
    return list(posts.order_by("pk").values_list("user__name", flat=True))


def lacking(area: Area, scope: Scope, query: Asked) -> Lacking | None:
    """None where the reader does not say who looks after whom, or asks about another day. Fifteen queries."""
    links = scope.to(Right.LINK)
    if not links.holds_code(area.code) or query.on != periods.today():
        return None
    question = states.Question(states.select(scope=links, area=area, on=query.on), on=query.on)
    gaps = gap_reasons.counted_and_listed(question, Cause.values, limit=NAMED)
    causes = [(cause, gaps.counts[cause]) for cause in Cause if gaps.counts[cause]]
    able = _able(area, query)
    return Lacking(
        causes,
        _homes(gaps.page, scope, query) if causes else [],
        able[:HELPERS],
        len(able),
        sum(member.capacity_then - member.load for member in able),  # type: ignore[attr-defined]  # made by the query
    )


def _able(area: Area, query: Asked) -> list[Member]:
    """Members of the village with room for a household more, those with most first; none above the village."""
    if area.level not in (Area.Level.VILLAGE, Area.Level.GRID):
        return []
    village = area.parent if area.level == Area.Level.GRID else area
    assert village is not None
    members = able_members(village=village, on=query.on)
    return [member for member in members if member.load < member.capacity_then]  # type: ignore[attr-defined]


def _homes(gaps: list[gap_reasons.Gap], scope: Scope, query: Asked) -> list[tuple[Line, Promise | str]]:
    ids = [gap.household_id for gap in gaps]
    known = states_of(states.Question(states.Selection(households=tuple(ids)), on=query.on))
    lines = describe([known[pk] for pk in ids if pk in known], scope=scope, on=query.on)
    causes: Sequence[Promise | str] = [Cause(gap.cause).label for gap in gaps if gap.household_id in known]
    return list(zip(lines, causes, strict=True))
