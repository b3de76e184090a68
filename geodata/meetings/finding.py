"""Meetings as somebody may see them, and areas whose meetings somebody holds."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from geodata.base.access import refuse, require
from geodata.base.errors import NotFound
from geodata.base.scope import Grant, Right, Scope
from geodata.contacts.rights import RIGHTS
from geodata.meetings import shown
from geodata.meetings.lifecycle import may_run
from geodata.meetings.models import AgendaItem, Meeting, MeetingQuerySet
from geodata.meetings.words import Level
from geodata.posts.models import Post
from geodata.territory.models import Area, AreaQuerySet

OFFICES = {
    Level.VILLAGE: Post.Kind.VILLAGE_OFFICER,
    Level.TOWNSHIP: Post.Kind.TOWNSHIP_OFFICER,
    Level.COUNTY: Post.Kind.COUNTY_OFFICER,
}


def find_meeting(key: uuid.UUID, *, scope: Scope) -> Meeting:
    """Raises NotAllowed where the right holds nowhere, NotFound for what is not there for this reader."""
    require(scope, Right.MEET)
    found = Meeting.objects.within(scope).select_related("area", "chair", "writer").filter(key=key).first()
    if found is None:
        raise NotFound(str(key))
    return found


def meetings_of(scope: Scope, *, area: Area | None = None) -> MeetingQuerySet:
    """The newest first; of that area and those below it."""
    found = Meeting.objects.within(scope).select_related("area")
    if area is not None:
        found = found.filter(code__startswith=area.code)
    return found.order_by("-planned_at", "-pk")


def area_to_meet(code: str, *, scope: Scope, on: dt.date) -> Area:
    """Whose meetings the caller holds. Raises NotAllowed, NotFound."""
    area = _area(code, scope, on)
    if not may_run(scope, area.code, area.level):
        refuse(Right.MEET)
    return area


def area_to_read(code: str, *, scope: Scope, on: dt.date) -> Area:
    """Whose agenda the caller may read before it is frozen: all of it lies where the right holds."""
    return _area(code, scope, on)


def _area(code: str, scope: Scope, on: dt.date) -> Area:
    require(scope, Right.MEET)
    area = Area.objects.on(on).filter(code=code, level__in=Level.values).first()
    if area is None or not scope.to(Right.MEET).holds_code(code):
        raise NotFound(code, field="area", value=code)
    return area


def areas_that_meet(scope: Scope, *, on: dt.date) -> AreaQuerySet:
    """Those whose agenda somebody with that scope may read."""
    held = Area.objects.on(on).within(scope.to(Right.MEET))
    return held.filter(level__in=Level.values).order_by("code")


def scope_of_office(area: Area, *, on: dt.date) -> Scope:
    """What whoever holds the meetings of that area sees: for the command, which nobody asks as somebody."""
    kind = OFFICES[Level(area.level)]
    villages = Area.objects.on(on).under(area.code).level(Area.Level.VILLAGE)
    grant = Grant(
        RIGHTS[kind],
        code=area.code,
        villages=frozenset(villages.values_list("pk", flat=True)),
        kind=str(kind),
    )
    return Scope((grant,))


def lines_of(meeting: Meeting, *, scope: Scope) -> Sequence[AgendaItem]:
    """In their order. Who only attends is told figures of households of his or her own grids alone. One query."""
    rows = list(
        meeting.items.select_related("decision__owner", "decision__unit_area", "decision__unit_department")
    )
    if set(meeting.villages) <= set(shown.villages(scope)):
        return rows
    own = [grant.code for grant in scope.to(Right.MEET).grants if grant.code]
    return [row for row in rows if not row.snapshot.get("figure") or row.snapshot.get("place") in own]


def sections_of(meeting: Meeting, *, scope: Scope) -> list[dict[str, Any]]:
    """As they were frozen; without their figures for who only attends."""
    if set(meeting.villages) <= set(shown.villages(scope)):
        return list(meeting.sections)
    return [section | {"n": None, "of": None} for section in meeting.sections]
