"""/areas/<code>/history/: the borders of a village through time, and who moved them, why, and with whom inside."""

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from geodata.base import periods
from geodata.base.scope import Right, Scope
from geodata.display.sketch import Frame, Shape, drawn, frame_of, once
from geodata.people.moves import Moves, moves_of
from geodata.plans.models import BoundaryPlan
from geodata.plans.workflow import IN_FORCE
from geodata.territory.boundary_history import Epoch, epochs, outline_of
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.asked import Asked
from gridmap.pages.base.lists import trail

SHOWN = 24
"""Drawings on one page, the newest; older ones are a link away."""


@dataclass(frozen=True)
class Picture:
    """One epoch: its grids drawn over the borders that it replaced, the plans that made it, and the households that moved
    on its first day."""

    number: int
    epoch: Epoch
    grids: list[Shape]
    ghost: str
    moves: list[Moves]
    plans: list[BoundaryPlan]

    @property
    def moved(self) -> int:
        return sum(each.households for each in self.moves)


@require_safe
def history_page(request: ScopedRequest, code: str) -> HttpResponse:
    """Every drawing of the village up to the day that is asked for, that of the day in sight."""
    today = periods.today()
    scope = request.scope.to(Right.COUNTS)
    village = get_object_or_404(Area.objects.on(today).within(scope).level(Area.Level.VILLAGE), code=code)
    until = _day(request, today)
    known = epochs(village, until=until)
    shown = known[-SHOWN:]
    outline = outline_of(village, on=until)
    frame = frame_of([border.geometry for epoch in shown for border in epoch.grids])
    context = {
        "area": village,
        "asked": Asked(on=today, area=code),
        "trail": trail(village, scope, on=today),
        "today": today,
        "until": until,
        "pictures": pictures(village, shown, frame, plans_of(village, request.scope)) if frame else [],
        "frame": frame,
        "outline": drawn(frame, outline.geometry) if frame and outline else None,
        "names": {
            border.area.code: border.area.name or border.area.code
            for epoch in known
            for border in epoch.grids
        },
        "older": known[-SHOWN].first if len(known) > SHOWN else None,
    }
    return render(request, "plans/history.html", context)


def plans_of(village: Area, scope: Scope) -> dict[dt.date, list[BoundaryPlan]]:
    """The plans in force, by the day on which their borders began to hold. One query."""
    by_day: dict[dt.date, list[BoundaryPlan]] = {}
    plans = (
        BoundaryPlan.objects.within(scope).under(village.code).filter(state__in=IN_FORCE, took_effect=True)
    )
    for plan in plans.select_related("drawn_by", "approved_by").order_by("pk"):
        if plan.effective:
            by_day.setdefault(plan.effective, []).append(plan)
    return by_day


def pictures(
    village: Area, epochs_shown: list[Epoch], frame: Frame, plans: dict[dt.date, list[BoundaryPlan]]
) -> list[Picture]:
    """The epochs as drawings. One query."""
    moved = moves_of(village, days=[epoch.first for epoch in epochs_shown if epoch.first])
    sketched = []
    for number, epoch in enumerate(epochs_shown):
        changed = {area.pk for area in (*epoch.began, *epoch.redrawn)}
        sketched.append(
            Picture(
                number,
                epoch,
                [
                    drawn(
                        frame,
                        border.geometry,
                        name=border.area.name,
                        kind="changed" if border.area_id in changed else "",
                    )
                    for border in epoch.grids
                ],
                frame.path(once([border.geometry for border in epochs_shown[number - 1].grids]))
                if number
                else "",
                moved.get(epoch.first, []) if epoch.first else [],
                plans.get(epoch.first, []) if epoch.first else [],
            )
        )
    return sketched


def _day(request: ScopedRequest, today: dt.date) -> dt.date:
    """The day in the address; today without one. A day that is none, or still to come, is an unknown address."""
    text = request.GET.get("on", "")
    try:
        day = parse_date(text) if text else today
    except ValueError:
        day = None
    if day is None or day > today or day.year < 1900:
        raise Http404
    return day
