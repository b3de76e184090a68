"""By which rule an area meets: its own, else the nearest one above it, else the usual one."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts
from geodata.base.access import refuse
from geodata.base.errors import BadInput
from geodata.base.id_numbers import refuse_id_numbers
from geodata.base.periods import covers, ended, since
from geodata.base.scope import Right, Scope
from geodata.meetings.concept import Action
from geodata.meetings.lifecycle import may_run
from geodata.meetings.models import MeetingRule
from geodata.meetings.rhythm import USUAL, Rhythm
from geodata.meetings.words import Kind, Level
from geodata.territory.models import Area


def rhythms(areas: Iterable[Area], *, on: dt.date) -> Mapping[int, Rhythm]:
    """By key, of those that have one. One query."""
    rules = list(MeetingRule.objects.filter(covers(on)).select_related("area"))
    found = {area.pk: _of(area, rules) for area in areas}
    return {pk: rhythm for pk, rhythm in found.items() if rhythm is not None}


def rhythm_of(area: Area, *, on: dt.date) -> Rhythm | None:
    return rhythms([area], on=on).get(area.pk)


def _of(area: Area, rules: Iterable[MeetingRule]) -> Rhythm | None:
    near = [rule for rule in rules if rule.level == area.level and area.code.startswith(_code(rule))]
    if not near:
        return USUAL.get(area.level)
    rule = max(near, key=lambda one: len(_code(one)))
    return Rhythm(
        weekday=rule.weekday, nth=rule.nth, time=rule.time, place=rule.place, due_days=rule.due_days
    )


def _code(rule: MeetingRule) -> str:
    return rule.area.code if rule.area else ""


def kind_of(rhythm: Rhythm | None) -> Kind:
    if rhythm is None:
        return Kind.CALLED
    return Kind.MONTHLY if rhythm.nth else Kind.WEEKLY


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A rule as an office says it."""

    level: str
    weekday: int
    time: dt.time
    nth: int | None = None
    place: str = ""
    due_days: int = 7


@transaction.atomic
def set_rule(*, area: Area, said: Said, by: User, scope: Scope, at: dt.datetime, on: dt.date) -> MeetingRule:
    """From that day on; the one before ends. Of the own area, or by an office of those below it.

    Raises NotAllowed, BadInput.
    """
    if not may_run(scope, area.code, area.level):
        refuse(Right.MEET)
    _check(area, said)
    present = MeetingRule.objects.select_for_update().filter(
        area=area, level=said.level, period__endswith=None
    )
    for rule in present:
        if rule.period.lower == on:
            return _changed(rule, said, by=by, at=at, area=area)
        rule.period = ended(rule.period, on)
        rule.save()
    made = MeetingRule(area=area, level=said.level, period=since(on))
    return _changed(made, said, by=by, at=at, area=area)


def _check(area: Area, said: Said) -> None:
    levels = list(Level.values)
    if said.level not in levels or levels.index(said.level) > levels.index(area.level):
        raise BadInput(_("Choose the level of this area or one below it."), field="level", value=said.level)
    if not 1 <= said.weekday <= 7 or (said.nth is not None and not 1 <= said.nth <= 5):
        raise BadInput(_("Choose one that is offered."), field="weekday", value=said.weekday)
    if not 1 <= said.due_days <= 366:
        raise BadInput(_("Give 1 to 366 days."), field="due_days", value=said.due_days)
    refuse_id_numbers([said.place], field="place")


def _changed(rule: MeetingRule, said: Said, *, by: User, at: dt.datetime, area: Area) -> MeetingRule:
    rule.weekday, rule.nth, rule.time = said.weekday, said.nth, said.time
    rule.place, rule.due_days = texts.line(said.place)[:60], said.due_days
    rule.save()
    record_access(
        user=by, action=Action.MEETING_RULE_SET, at=at, subject=area.code, details={"level": said.level}
    )
    return rule
