"""Livelihood projects as they are answered: features, with their needs as far as the reader sees them."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import NextField
from api.geojson.output import CollectionType, FeatureType
from geodata.accounts.models import User
from geodata.base.scope import Scope
from geodata.needs.words import State as NeedState
from geodata.projects.finding import needs_of, steps_of
from geodata.projects.joining import may_join
from geodata.projects.lifecycle import LIFE
from geodata.projects.models import LivelihoodProject
from geodata.projects.words import Category, Money, Move, State


class ProjectLine(serializers.Serializer[Any]):
    title = serializers.CharField()
    category = serializers.ChoiceField(Category.choices)
    text = serializers.CharField()
    area = serializers.CharField(help_text=_("Its code."))
    department = serializers.CharField(allow_null=True, help_text=_("Its code."))
    budget = serializers.IntegerField(allow_null=True, help_text=_("In yuan."))
    money = serializers.ChoiceField(Money.choices, allow_null=True)
    begin_on = serializers.DateField()
    due_on = serializers.DateField()
    late = serializers.BooleanField()
    state = serializers.ChoiceField(State.choices)
    percent = serializers.IntegerField()
    reach = serializers.IntegerField(help_text=_("In metres."))
    households = serializers.IntegerField(help_text=_("How many are concerned."))
    needs = serializers.IntegerField(help_text=_("How many are joined."))
    version = serializers.IntegerField()


class ProjectFeatureOut(serializers.Serializer[Any]):
    type = FeatureType()
    id = serializers.UUIDField()
    geometry = serializers.DictField(allow_null=True)
    properties = ProjectLine()


class ProjectsOut(serializers.Serializer[Any]):
    type = CollectionType()
    features = ProjectFeatureOut(many=True)
    next = NextField()


class ProjectStepOut(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    by = serializers.CharField()
    move = serializers.ChoiceField(Move.choices)
    state = serializers.ChoiceField(State.choices)
    percent = serializers.IntegerField()
    due_on = serializers.DateField(allow_null=True)
    reason = serializers.CharField()


class ProjectNeedOut(serializers.Serializer[Any]):
    number = serializers.CharField()
    state = serializers.ChoiceField(NeedState.choices)


class ProjectWholeLine(ProjectLine):
    moves = serializers.ListField(child=serializers.CharField(), help_text=_("What you may do with it now."))
    joins = serializers.BooleanField(help_text=_("May you join needs?"))
    joined = ProjectNeedOut(many=True, help_text=_("Those that you see."))
    steps = ProjectStepOut(many=True)


class ProjectOut(ProjectFeatureOut):
    """One project. Send its ETag, or `version`, as If-Match with a change or a move."""

    properties = ProjectWholeLine()


class AddedHouseholdsOut(serializers.Serializer[Any]):
    added = serializers.IntegerField()


def feature(project: LivelihoodProject, *, on: dt.date, **more: Any) -> dict[str, Any]:
    shape = project.geometry
    return {
        "type": "Feature",
        "id": str(project.key),
        "geometry": json.loads(shape.json) if shape else None,
        "properties": line(project, on=on) | more,
    }


def line(project: LivelihoodProject, *, on: dt.date) -> dict[str, Any]:
    same = ("title", "category", "text", "budget", "state", "percent", "reach", "version")
    return {name: getattr(project, name) for name in same} | {
        "area": project.area.code,
        "department": project.department.code if project.department else None,
        "money": project.money or None,
        "begin_on": project.begin_on.isoformat(),
        "due_on": project.due_on.isoformat(),
        "late": project.is_late(on),
        "households": project.homes,
        "needs": project.joined,
    }


def collection(projects: Iterable[LivelihoodProject], *, on: dt.date, next: str | None) -> dict[str, Any]:  # noqa: A002
    features = [feature(project, on=on) for project in projects]
    return {"type": "FeatureCollection", "features": features, "next": next}


def whole(project: LivelihoodProject, *, by: User, scope: Scope, on: dt.date) -> dict[str, Any]:
    steps = [
        {
            "at": step.at.isoformat(),
            "by": step.by.name if step.by else "",
            "move": step.move,
            "state": step.after,
            "percent": step.percent,
            "due_on": step.due_on.isoformat() if step.due_on else None,
            "reason": step.reason,
        }
        for step in steps_of(project)
    ]
    joined = [{"number": one.need.number, "state": one.need.state} for one in needs_of(project, scope=scope)]
    moves = [str(move) for move in LIFE.moves_from(project, scope=scope, by=by)]
    return feature(project, on=on, moves=moves, joins=may_join(project, scope), joined=joined, steps=steps)
