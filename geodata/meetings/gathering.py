"""The agenda of an area on a day: what every concept's sources find, in their order, each thing once."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.utils import timezone

from geodata.base.agenda import Asked, Line, Outcome, Source
from geodata.base.manifest import Concept, Gathered
from geodata.base.periods import midnight
from geodata.base.scope import Scope
from geodata.meetings.models import AgendaItem, Meeting
from geodata.meetings.rhythm import Rhythm
from geodata.meetings.rules import rhythm_of
from geodata.meetings.words import UNDER_WAY, State
from geodata.territory.models import Area


def _of_concept(concept: Concept) -> Mapping[str, Source]:
    name = f"geodata.{concept.name}.agenda"
    found = import_module(name).AGENDA if find_spec(name) else ()
    return {source.name: source for source in found}


SOURCES: Gathered[Source] = Gathered(_of_concept, by=lambda source: source.place)
"""By name, in their order."""
OFTEN = 2
"""What was put off that often before is proposed to be passed on."""


@dataclass(frozen=True, slots=True)
class Item:
    line: Line
    deferred: int = 0
    """How often in a row it was put off."""

    def proposes(self, source: Source) -> str:
        """The outcome that lies near; none: whichever it is."""
        passed_on = self.deferred >= OFTEN and Outcome.ESCALATE in source.verbs
        return str(Outcome.ESCALATE) if passed_on else ""


@dataclass(frozen=True, slots=True)
class Section:
    source: Source
    n: int
    of: int | None
    items: Sequence[Item]
    link: str = ""


@dataclass(frozen=True, slots=True)
class Agenda:
    area: Area
    on: dt.date
    since: dt.date
    sections: Sequence[Section]

    @property
    def is_empty(self) -> bool:
        """Nothing is due: nobody has to meet."""
        return not self.sections


def last_of(area: Area, *, before: dt.datetime | None = None) -> Meeting | None:
    """The last one that was held there, or is."""
    held = Meeting.objects.filter(area=area, state__in=[*UNDER_WAY, State.CONFIRMED])
    if before is not None:
        held = held.filter(planned_at__lt=before)
    return held.order_by("-planned_at", "-pk").first()


def since_of(area: Area, rhythm: Rhythm | None, *, on: dt.date) -> dt.date:
    """The day of the last meeting, or of when there should have been one."""
    if last := last_of(area, before=midnight(on)):
        return day_of(last)
    return rhythm.last(on) if rhythm else on - dt.timedelta(days=31)


def day_of(meeting: Meeting) -> dt.date:
    return timezone.localdate(meeting.planned_at)


def agenda_of(
    area: Area, *, on: dt.date, at: dt.datetime, scope: Scope, by: Any, dispatch: bool = False
) -> Agenda:
    """As somebody with that scope finds it. Empty sections are left out, and what stands in a section above is not repeated."""
    since = since_of(area, rhythm_of(area, on=on), on=on)
    villages = set(
        Area.objects.on(on).under(area.code).level(Area.Level.VILLAGE).values_list("pk", flat=True)
    )
    asked = Asked(
        area=area,
        on=on,
        at=at,
        since=since,
        scope=scope,
        by=by,
        dispatch=dispatch,
        known={"villages": villages},
    )
    return Agenda(area, on, since, list(_sections(asked)))


def _sections(asked: Asked) -> Iterator[Section]:
    put_off, approved = _put_off(asked.area), _approved(asked.area)
    seen: set[tuple[str, str]] = set()
    for source in SOURCES.values():
        if asked.area.level not in source.levels or source.dispatch not in (None, asked.dispatch):
            continue
        found = source.find(asked)
        lines = [
            line
            for line in found.lines
            if (key := (source.things, line.ref)) not in seen and key not in approved
        ]
        seen.update((source.things, line.ref) for line in lines)
        # What was approved is decided, though its concept finds it still.
        gone = sum((source.things, line.ref) in approved for line in found.lines)
        if found.n - gone > 0:
            items = [Item(line, put_off.get((source.things, line.ref), 0)) for line in lines]
            yield Section(source, found.n - gone, found.of, items, found.link)


def _put_off(area: Area) -> Mapping[tuple[str, str], int]:
    """How often in a row each thing was put off, that was at the last meeting. One query."""
    last = last_of(area)
    if last is None:
        return {}
    lines = AgendaItem.objects.filter(meeting=last, outcome=Outcome.DEFER)
    rows = lines.values_list("things", "ref", "snapshot__deferred")
    return {(things, ref): (before or 0) + 1 for things, ref, before in rows}


def _approved(area: Area) -> Collection[tuple[str, str]]:
    """What is approved stays so, of things that do not go away by it. One query."""
    lines = AgendaItem.objects.filter(meeting__area=area, outcome=Outcome.APPROVE, things="pairing_steps")
    return set(lines.values_list("things", "ref"))


def as_dict(agenda: Agenda) -> dict[str, Any]:
    """For answers of programs."""
    return {
        "area": agenda.area.code,
        "on": agenda.on.isoformat(),
        "since": agenda.since.isoformat(),
        "sections": [
            {
                "source": section.source.name,
                "label": str(section.source.label),
                "n": section.n,
                "of": section.of,
                "link": section.link,
                "items": [
                    {
                        "ref": item.line.ref,
                        "label": item.line.label,
                        "n": item.line.n,
                        "of": item.line.of,
                        "link": item.line.link,
                        "deferred": item.deferred,
                        "outcomes": [str(outcome) for outcome in section.source.verbs],
                        "proposed": item.proposes(section.source),
                    }
                    for item in section.items
                ],
            }
            for section in agenda.sections
        ],
    }
