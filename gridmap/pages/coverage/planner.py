"""A planner's home page: which grids are too large or too small against the target, and the plans that wait."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import periods
from geodata.base.scope import Right
from geodata.base.wording import figure
from geodata.coverage.counts import Row, coverage
from geodata.display import charts
from geodata.plans.reading import listed_plans, read_plans
from geodata.plans.workflow import State
from geodata.territory.models import Area
from gridmap.maps.overview import Overview, overview
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.asked import Asked

WAITING = (State.SUBMITTED, State.DRAFT, State.APPROVED)
"""What is not in force yet: those to be decided first."""
PLANS = 12
FURTHEST = 8
"""Grids that are named."""
FAR = 1.5
"""So many times the target, or the target so many times: it comes first."""
TONES: dict[str, tuple[str, Promise | str]] = {
    "small": ("due", gettext_lazy("Below the target")),
    "within": ("ok", gettext_lazy("Within the target")),
    "large": ("overdue", gettext_lazy("Above the target")),
    "far": ("long", gettext_lazy("Far above the target")),
}
"""Sizes of grids, as the map shows them."""


@dataclass(frozen=True, slots=True)
class Sized:
    """A grid that is furthest from the target, the village it lies in, and where a plan for that is begun."""

    row: Row
    village: str
    size: str


@dataclass(frozen=True, slots=True)
class Loads:
    """The grids of an area by their households."""

    area: Area
    asked: Asked
    chart: charts.Histogram
    furthest: list[Sized]
    off: int
    """Grids below or above the target."""
    grids: int
    map: Overview | None
    names: dict[str, str]
    target: tuple[int, int]

    @property
    def tones(self) -> list[tuple[str, Promise | str]]:
        return list(TONES.values())


def planner_home(request: ScopedRequest) -> HttpResponse:
    """For those who draw and see no household."""
    on, scope = periods.today(), request.scope
    tops = scope.to(Right.PLAN).to(Right.COUNTS).codes
    areas = Area.objects.on(on).filter(code__in=tops).order_by("code")
    order = {state: place for place, state in enumerate(WAITING)}
    waiting = listed_plans(scope=scope).filter(state__in=WAITING).order_by("-changed_at", "-pk")
    plans = sorted(waiting[:PLANS], key=lambda plan: order[State(plan.state)])
    context = {
        "today": on,
        "loads": [loads_of(area, request, on=on) for area in areas],
        "plans": read_plans(plans, scope=scope, by=request.user),
    }
    return render(request, "coverage/planner.html", context)


def loads_of(area: Area, request: ScopedRequest, *, on: dt.date) -> Loads:
    """Households of grids are told to everybody who may count them."""
    answer = coverage(area=area, by="grid", on=on, scope=request.scope.to(Right.COUNTS))
    rows = [row for row in answer.rows if row.code]
    target = settings.GRID_TARGET
    sizes = {row.code: size_of(row.counts.households, target) for row in rows if row.code}
    off = [row for row in rows if sizes[row.code or ""] != "within"]
    off.sort(key=lambda row: (-_distance(row.counts.households, target), row.code))
    parents = {row.parent for row in off[:FURTHEST]}
    villages = dict(Area.objects.on(on).filter(code__in=parents).values_list("code", "name"))
    tones = {code: TONES[size][0] for code, size in sizes.items()}
    return Loads(
        area=area,
        asked=Asked(on=on, area=area.code),
        chart=_chart([row.counts.households for row in rows], target),
        furthest=[
            Sized(row, villages.get(row.parent or "", ""), sizes[row.code or ""]) for row in off[:FURTHEST]
        ],
        off=len(off),
        grids=len(rows),
        map=overview(area=area, by="grid", on=on, tones=tones, ringed=[]),
        names={
            row.code: _("%(grid)s · %(n)s households")
            % {"grid": row.name, "n": figure(row.counts.households)}
            for row in rows
            if row.code
        },
        target=target,
    )


def size_of(households: int, target: tuple[int, int]) -> str:
    low, high = target
    if households < low:
        return "small"
    if households > FAR * high:
        return "far"
    return "large" if households > high else "within"


def _distance(households: int, target: tuple[int, int]) -> float:
    """How many times it is away from the nearer end of the target."""
    low, high = target
    return low / max(households, 1) if households < low else households / high


def _chart(sizes: list[int], target: tuple[int, int]) -> charts.Histogram:
    """Grids by their households, in classes around the target."""
    low, high = target
    middle, far = (low + high) // 2, round(FAR * high)
    marks = [0, low // 2, low, middle, high + 1, far + 1, 2 * high + 1]
    classes = []
    for number, first in enumerate(marks):
        last = marks[number + 1] - 1 if number + 1 < len(marks) else None
        words = f"{first}–{last}" if last is not None else f"≥ {first}"
        inside = sum(first <= size and (last is None or size <= last) for size in sizes)
        classes.append(charts.Class(words, inside, TONES[size_of(first, target)][0]))
    within = sum(low <= size <= high for size in sizes)
    label = _("%(n)s of %(all)s grids have %(low)s to %(high)s households") % {
        "n": figure(within), "all": figure(len(sizes)), "low": figure(low), "high": figure(high),
    }  # fmt: skip
    return charts.histogram(classes, label=label, heading=_("Grids"))
