"""/: what each duty needs first. An office its week, figures and map; contact members and grid leaders go to /today/."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from geodata.base import periods
from geodata.base.scope import Right, Scope
from geodata.coverage import states
from geodata.coverage.households import states_of
from geodata.display.desk import waiting_for
from geodata.display.lines import Line, describe
from geodata.display.today import begins_with_today, urgency
from geodata.display.week import greeting
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.audit.overview import auditor_home
from gridmap.pages.base.asked import Asked
from gridmap.pages.coverage.beginning import Next, next_for
from gridmap.pages.coverage.office import Place, place_of
from gridmap.pages.coverage.planner import planner_home


@dataclass(frozen=True, slots=True)
class Office:
    """An area of the reader's, and what is told of it, or what is to be done where there is no household yet."""

    area: Area
    place: Place | None
    next: Next | None


@require_safe
def home_page(request: ScopedRequest) -> HttpResponse:
    scope = request.scope
    if not (scope.may(Right.COUNTS) or scope.households):
        if scope.may(Right.AUDIT):
            return auditor_home(request)
        if scope.may(Right.ACCOUNTS):
            return redirect("accounts" if Area.objects.exists() else "first_steps")
    if begins_with_today(scope):
        return redirect("today")
    if scope.may(Right.PLAN) and not scope.may(Right.DETAILS):
        return planner_home(request)
    on = periods.today()
    areas = Area.objects.on(on).filter(code__in=scope.to(Right.COUNTS).codes).order_by("code")
    offices = [office_of(area, request, on=on) for area in areas]
    told = [each.place for each in offices if each.place]
    context = {
        "today": on,
        "greeting": greeting(timezone.localtime().hour),
        "offices": offices,
        "said": told[0].said if told else None,
        "waiting": waiting_for(by=request.user, scope=scope, on=on) if told else [],
        "mine": own_households(scope, on=on),
    }
    return render(request, "coverage/home.html", context)


def office_of(area: Area, request: ScopedRequest, *, on: dt.date) -> Office:
    place = place_of(area, by=request.user, scope=request.scope, query=Asked(on=on, area=area.code))
    return Office(area, place, None if place else next_for(area, request.scope, on=on))


def own_households(scope: Scope, *, on: dt.date) -> list[Line] | None:
    """A contact member's households: special and overdue first, then by how long nobody was met. Seven queries."""
    if not scope.households:
        return None
    question = states.Question(states.Selection(households=tuple(sorted(scope.households))), on=on)
    rows = sorted(states_of(question).values(), key=urgency)
    return describe(rows, scope=scope, on=on)
