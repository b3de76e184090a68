"""Planning a meeting, freezing its agenda, cancelling it. The agenda is written once, with the figures of that moment."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts
from geodata.base.errors import BadInput, Conflict, Stale
from geodata.base.id_numbers import refuse_id_numbers
from geodata.base.scope import Scope
from geodata.meetings.concept import Action
from geodata.meetings.finding import area_to_meet
from geodata.meetings.gathering import Agenda, Item, Section, agenda_of, day_of
from geodata.meetings.lifecycle import LIFE
from geodata.meetings.models import AgendaItem, Meeting
from geodata.meetings.rules import kind_of, rhythm_of
from geodata.meetings.words import Kind, Level, Move
from geodata.territory.models import Area

AHEAD = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A meeting as an office plans it: by rule, unless it says when."""

    area: str
    """Its code."""
    planned_at: dt.datetime | None = None
    kind: str = ""
    title: str = ""
    place: str = ""


@transaction.atomic
def plan_meeting(*, asked: Asked, by: User, scope: Scope, at: dt.datetime) -> Meeting:
    """Raises NotAllowed, NotFound for an area outside the scope, BadInput."""
    on = timezone.localdate(at)
    area = area_to_meet(asked.area, scope=scope, on=on)
    rhythm = rhythm_of(area, on=on)
    kind = asked.kind or (str(kind_of(rhythm)) if asked.planned_at is None else str(Kind.CALLED))
    if kind not in Kind.values or (kind == Kind.DISPATCH and area.level != Level.COUNTY):
        raise BadInput(_("Choose one that is offered."), field="kind", value=asked.kind)
    planned_at = asked.planned_at
    if planned_at is None and rhythm is not None:
        planned_at = timezone.make_aware(dt.datetime.combine(rhythm.next(on), rhythm.time))
    if planned_at is None or abs(planned_at - at) > AHEAD:
        raise BadInput(_("Say when it is held, within a year."), field="planned_at")
    refuse_id_numbers([asked.title], field="title")
    refuse_id_numbers([asked.place], field="place")
    villages = Area.objects.on(on).under(area.code).level(Area.Level.VILLAGE)
    meeting = Meeting.objects.create(
        area=area, code=area.code, level=area.level, villages=sorted(villages.values_list("pk", flat=True)), kind=kind,
        title=texts.line(asked.title)[:60], place=(texts.line(asked.place) or (rhythm.place if rhythm else ""))[:60],
        planned_at=planned_at, by=by, at=at, synthetic=area.synthetic,
    )  # fmt: skip
    LIFE.begin(meeting, by=by, at=at)
    _on_record(meeting, Move.PLAN, by=by, at=at)
    return meeting


@transaction.atomic
def freeze_next(*, area: str, by: User, scope: Scope, at: dt.datetime) -> Meeting:
    """The next meeting by rule, planned and frozen at once."""
    meeting = plan_meeting(asked=Asked(area=area), by=by, scope=scope, at=at)
    return freeze(meeting=meeting, by=by, scope=scope, at=at)


@transaction.atomic
def freeze(*, meeting: Meeting, by: User, scope: Scope, at: dt.datetime, version: str = "*") -> Meeting:
    """Write down what is on its agenda now. Raises NotAllowed, Stale, Conflict while another meeting of the area is under way."""
    found = locked(meeting, version)
    LIFE.check(found, Move.FREEZE, by=by, scope=scope)
    # What stands behind the villages may have changed since it was planned.
    on = max(day_of(found), timezone.localdate(at))
    agenda = agenda_of(found.area, on=on, at=at, scope=scope, by=by, dispatch=found.kind == Kind.DISPATCH)
    rows = list(_rows(found, agenda, at))
    found.frozen_at, found.since, found.lines = at, agenda.since, len(rows)
    found.sections = [_told(section) for section in agenda.sections]
    _under_way(found, Move.FREEZE, by=by, scope=scope, at=at)
    AgendaItem.objects.bulk_create(rows)
    _on_record(found, Move.FREEZE, by=by, at=at)
    return found


def _under_way(found: Meeting, move: Move, *, by: User, scope: Scope, at: dt.datetime) -> None:
    found.version += 1
    try:
        with transaction.atomic():
            LIFE.write(found, move, by=by, scope=scope, at=at)
    except IntegrityError as error:
        if "one_meeting_of_an_area_is_under_way" not in str(error):
            raise
        raise Conflict(
            _("Another meeting of this area is under way."), remedy=_("Confirm its minutes, or cancel it.")
        ) from error


def _rows(meeting: Meeting, agenda: Agenda, at: dt.datetime) -> Any:
    number = 0
    for section in agenda.sections:
        for item in section.items:
            number += 1
            yield _row(meeting, number, section, item, agenda.on, at)


def _row(
    meeting: Meeting, number: int, section: Section, item: Item, on: dt.date, at: dt.datetime
) -> AgendaItem:
    line = item.line
    snapshot = {
        "n": line.n, "of": line.of, "as_of": on.isoformat(), "link": line.link, "place": line.place, "department": line.department,
        "deferred": item.deferred, "proposed": item.proposes(section.source), "figure": line.figure,
    }  # fmt: skip
    return AgendaItem(
        meeting=meeting, number=number, source=section.source.name, things=section.source.things, ref=line.ref,
        label=line.label[:200], snapshot=snapshot, at=at,
    )  # fmt: skip


def _told(section: Section) -> dict[str, Any]:
    return {
        "source": section.source.name, "label": str(section.source.label), "n": section.n, "of": section.of, "link": section.link,
    }  # fmt: skip


@transaction.atomic
def cancel(*, meeting: Meeting, by: User, scope: Scope, at: dt.datetime, version: str = "*") -> Meeting:
    """It is not held. Raises NotAllowed, Stale, Conflict once something was decided."""
    found = locked(meeting, version)
    found.version += 1
    LIFE.write(found, Move.CANCEL, by=by, scope=scope, at=at)
    _on_record(found, Move.CANCEL, by=by, at=at)
    return found


def locked(meeting: Meeting, version: str = "*") -> Meeting:
    """As it is now. Raises Stale for another version than was seen."""
    found = LIFE.locked(meeting)
    if version not in ("*", str(found.version)):
        raise Stale(_("Someone else changed it meanwhile."), remedy=_("Load it again."))
    return found


def _on_record(meeting: Meeting, move: str, *, by: User, at: dt.datetime) -> None:
    record_access(
        user=by, action=Action.MEETING_MOVED, at=at, subject=str(meeting.key), details={"move": str(move)}
    )
