"""What is late of meetings: decisions past their day, and areas that should have met. Of areas and things, never of persons."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max

from geodata.accounts.models import User
from geodata.base.periods import midnight
from geodata.base.scope import Scope
from geodata.meetings.finding import areas_that_meet
from geodata.meetings.models import Decision, DecisionQuerySet, Meeting
from geodata.meetings.rules import rhythms
from geodata.meetings.words import UNDER_WAY, State
from geodata.territory.models import Area

GRACE = dt.timedelta(days=3)
"""So long after its day a meeting is not missed yet."""


def decisions_of(
    scope: Scope, *, by: User, on: dt.date, area: Area | None = None, late: bool = False, mine: bool = False
) -> DecisionQuerySet:
    """Open ones, the first due before the others."""
    found = Decision.objects.within(scope, by=by.pk).open()
    if area is not None:
        found = found.filter(meeting__code__startswith=area.code)
    if late:
        found = found.filter(due_on__lt=on)
    if mine:
        found = found.filter(owner=by)
    beside = ("item", "meeting__area", "owner", "unit_area", "unit_department")
    return found.select_related(*beside).order_by("due_on", "pk")


@dataclass(frozen=True, slots=True)
class MissedMeeting:
    area: Area
    due_on: dt.date


def missed(scope: Scope, *, area: Area, on: dt.date) -> list[MissedMeeting]:
    """Areas below (and itself) whose last day of meeting went by without one. Three queries.

    An area that has never met is none of them: nobody has begun there.
    """
    areas = list(areas_that_meet(scope, on=on).filter(code__startswith=area.code))
    known = rhythms(areas, on=on)
    held = Meeting.objects.filter(area__in=known, state__in=[*UNDER_WAY, State.CONFIRMED])
    last = dict(held.order_by().values_list("area").annotate(last=Max("planned_at")))
    due = {pk: rhythm.last(on - GRACE) for pk, rhythm in known.items()}
    return [
        MissedMeeting(one, due[one.pk])
        for one in areas
        if one.pk in last and last[one.pk] < midnight(due[one.pk])
    ]
