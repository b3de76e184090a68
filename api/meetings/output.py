"""Meetings as they are answered."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import NextField
from geodata.base.agenda import Outcome
from geodata.meetings.deciding import Preset
from geodata.meetings.gathering import SOURCES
from geodata.meetings.models import AgendaItem, Decision, Meeting, MeetingRule
from geodata.meetings.words import DecisionState, Kind, Level, State


class ItemOut(serializers.Serializer[Any]):
    ref = serializers.CharField(help_text=_("By what the thing is found again."))
    label = serializers.CharField(help_text=_("What it is about, without names."))  # type: ignore[assignment]
    n = serializers.IntegerField()
    of = serializers.IntegerField(allow_null=True)
    link = serializers.CharField()
    deferred = serializers.IntegerField(help_text=_("How often in a row it was put off."))
    outcomes = serializers.ListField(child=serializers.ChoiceField(Outcome.choices))
    proposed = serializers.CharField(help_text=_("The outcome that lies near, or none."))


class MeetingSectionOut(serializers.Serializer[Any]):
    source = serializers.CharField()  # type: ignore[assignment]
    label = serializers.CharField()  # type: ignore[assignment]
    n = serializers.IntegerField(allow_null=True, help_text=_("As its list counts them."))
    of = serializers.IntegerField(allow_null=True)
    link = serializers.CharField()


class AgendaSectionOut(MeetingSectionOut):
    items = ItemOut(many=True)


class AgendaOut(serializers.Serializer[Any]):
    area = serializers.CharField(help_text=_("Its code."))
    on = serializers.DateField()
    since = serializers.DateField(help_text=_("The day of the last meeting."))
    sections = AgendaSectionOut(
        many=True, help_text=_("Without empty ones: none of them, and nothing is due.")
    )


class MeetingLine(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    area = serializers.CharField(help_text=_("Its code."))
    area_name = serializers.CharField()
    level = serializers.ChoiceField(Level.choices)
    kind = serializers.ChoiceField(Kind.choices)
    title = serializers.CharField()
    place = serializers.CharField()
    planned_at = serializers.DateTimeField()
    state = serializers.ChoiceField(State.choices)
    frozen_at = serializers.DateTimeField(allow_null=True)
    confirmed_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class MeetingsOut(serializers.Serializer[Any]):
    results = MeetingLine(many=True)
    next = NextField()


class MeetingDecisionOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    meeting = serializers.UUIDField()
    item = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    outcome = serializers.ChoiceField(Outcome.choices)
    owner = serializers.CharField(allow_null=True)
    unit = serializers.CharField(allow_null=True, help_text=_("The office or department that does it."))
    due_on = serializers.DateField(allow_null=True)
    text = serializers.CharField()
    state = serializers.ChoiceField(DecisionState.choices)
    done_on = serializers.DateField(allow_null=True)
    late = serializers.BooleanField()


class DecisionsOut(serializers.Serializer[Any]):
    results = MeetingDecisionOut(many=True)
    next = NextField()


class AgendaLineOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    ref = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    title = serializers.CharField(help_text=_("What it is about, where you may read it."))
    n = serializers.IntegerField()
    of = serializers.IntegerField(allow_null=True)
    link = serializers.CharField()
    deferred = serializers.IntegerField()
    proposed = serializers.CharField()
    outcomes = serializers.ListField(child=serializers.ChoiceField(Outcome.choices))
    owner = serializers.CharField(allow_null=True, help_text=_("Who does it, unless the meeting says who."))
    due_on = serializers.DateField(allow_null=True)
    outcome = serializers.CharField(help_text=_("What was decided; empty: nothing yet."))
    text = serializers.CharField()
    decision = MeetingDecisionOut(allow_null=True)


class AddendumOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    text = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()


class MeetingOut(MeetingLine):
    since = serializers.DateField(allow_null=True)
    sections = MeetingSectionOut(many=True)
    items = AgendaLineOut(many=True)
    minutes = serializers.CharField()
    addenda = AddendumOut(many=True)
    moves = serializers.ListField(child=serializers.CharField(), help_text=_("What you may do with it now."))


class MeetingRuleOut(serializers.Serializer[Any]):
    area = serializers.CharField()
    level = serializers.ChoiceField(Level.choices)
    weekday = serializers.IntegerField()
    nth = serializers.IntegerField(allow_null=True)
    time = serializers.TimeField()
    place = serializers.CharField()
    due_days = serializers.IntegerField()


class MissedOut(serializers.Serializer[Any]):
    area = serializers.CharField(help_text=_("Its code."))
    name = serializers.CharField()
    due_on = serializers.DateField(help_text=_("When it should have met."))


class MissedListOut(serializers.Serializer[Any]):
    results = MissedOut(many=True)


def meeting_line(meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.key,
        "area": meeting.code,
        "area_name": meeting.area.name,
        **{
            name: getattr(meeting, name)
            for name in (
                "level", "kind", "title", "place", "planned_at", "state", "frozen_at", "confirmed_at", "version", "since",
            )
        },
    }  # fmt: skip


def decision_line(decision: Decision, item: AgendaItem, key: Any, on: dt.date) -> dict[str, Any]:
    unit = decision.unit_department or decision.unit_area
    return {
        "id": decision.pk, "meeting": key, "item": item.number, "label": item.label, "outcome": decision.outcome,
        "owner": str(decision.owner) if decision.owner else None, "unit": str(unit) if unit else None, "due_on": decision.due_on,
        "text": decision.text, "state": decision.state, "done_on": decision.done_on,
        "late": decision.state == DecisionState.OPEN and decision.due_on is not None and decision.due_on < on,
    }  # fmt: skip


def item_line(
    item: AgendaItem, meeting: Meeting, titles: Mapping[str, str], preset: Preset, on: dt.date
) -> dict[str, Any]:
    source, snapshot = SOURCES.get(item.source), item.snapshot
    decision = getattr(item, "decision", None)
    return {
        "number": item.number, "source": item.source, "ref": item.ref, "label": item.label, "title": titles.get(item.ref, ""),
        "n": snapshot.get("n", 1), "of": snapshot.get("of"), "link": snapshot.get("link", ""), "deferred": snapshot.get("deferred", 0),
        "proposed": snapshot.get("proposed", ""), "outcomes": [str(one) for one in source.verbs] if source and not item.outcome else [],
        "owner": str(preset.owner) if preset.owner else None, "due_on": preset.due_on, "outcome": item.outcome, "text": item.text,
        "decision": decision_line(decision, item, meeting.key, on) if decision else None,
    }  # fmt: skip


def addendum_lines(meeting: Meeting) -> Collection[dict[str, Any]]:
    rows = meeting.addenda.select_related("by")
    return [{"number": one.number, "text": one.text, "by": str(one.by), "at": one.at} for one in rows]


def rule_line(rule: MeetingRule) -> dict[str, Any]:
    return {
        name: getattr(rule, name) for name in ("level", "weekday", "nth", "time", "place", "due_days")
    } | {"area": rule.area.code if rule.area else ""}
