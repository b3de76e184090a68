"""Orders, teams and suggestions as they are answered."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import NextField
from api.base.paging import AT_LEAST, MATCHED
from geodata.base.scope import Scope
from geodata.services import doing
from geodata.services.finding import home_of, is_late
from geodata.services.models import ServiceOrder, TeamVisit
from geodata.services.suggesting import SuggestedPerson, SuggestedTeam
from geodata.services.words import Answer, Field, Move, RatedBy, Source, State, TeamKind


def choice(choices: Any, **more: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices.choices, **more)


class OrderLine(serializers.Serializer[Any]):
    """An order in the ledger. Of a wish, and to a team, the village is told and where to come, never the household."""

    client_id = serializers.UUIDField()
    number = serializers.CharField()
    state = choice(State)
    wish = serializers.BooleanField()
    item = serializers.CharField(allow_null=True)
    field = choice(Field)
    text = serializers.CharField()
    village = serializers.CharField()
    place = serializers.CharField()
    household = serializers.CharField(allow_null=True, help_text=_("Its token."))
    team = serializers.IntegerField(allow_null=True, help_text=_("That has taken it."))
    at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    late = serializers.BooleanField()
    answer = choice(Answer, allow_null=True)
    version = serializers.IntegerField()


class OrdersOut(serializers.Serializer[Any]):
    numberMatched = serializers.IntegerField(help_text=MATCHED, required=False)  # noqa: N815
    numberMatchedAtLeast = serializers.IntegerField(help_text=AT_LEAST, required=False)  # noqa: N815
    results = OrderLine(many=True)
    next = NextField()


class OrderStepOut(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    by = serializers.CharField(allow_null=True, help_text=_("Nobody: it came about by itself."))
    move = choice(Move)
    state = choice(State)
    reason = serializers.CharField()


class OrderOut(OrderLine):
    """One order. Send its ETag, or `version`, as If-Match with a move."""

    source = choice(Source)  # type: ignore[assignment]  # a field of that name
    by = serializers.CharField()
    persons = serializers.IntegerField(allow_null=True)
    trips = serializers.IntegerField(allow_null=True)
    result = serializers.CharField()
    asked_how = choice(RatedBy, allow_null=True)
    moves = serializers.ListField(child=serializers.ChoiceField(doing.NAMES))
    steps = OrderStepOut(many=True)
    left_out = serializers.CharField(help_text=_("What of it is not kept, in words; empty if nothing."))


class SuggestedTeamOut(serializers.Serializer[SuggestedTeam]):
    team = serializers.IntegerField()
    name = serializers.CharField()
    area = serializers.CharField()
    rank = serializers.IntegerField(
        help_text=_(
            "0 of its grid, 1 of its village, 2 of its township, 3 of another village, 4 of its county."
        )
    )
    load = serializers.IntegerField(help_text=_("What it has taken or is offered."))
    metres = serializers.FloatField()


class SuggestedPersonOut(serializers.Serializer[SuggestedPerson]):
    user = serializers.IntegerField()
    name = serializers.CharField()
    load = serializers.IntegerField()
    metres = serializers.FloatField(allow_null=True)


class SuggestionsOut(serializers.Serializer[Any]):
    teams = SuggestedTeamOut(many=True)
    people = SuggestedPersonOut(many=True)


class OrderSumsOut(serializers.Serializer[Any]):
    """Satisfaction is `content` of `answered`; `unanswered` stands beside it."""

    ordered = serializers.IntegerField()
    finished = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    persons = serializers.IntegerField()
    trips = serializers.IntegerField()
    answered = serializers.IntegerField()
    content = serializers.IntegerField()
    unanswered = serializers.IntegerField()


class TeamOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    kind = choice(TeamKind)
    field = choice(Field)
    area = serializers.CharField(source="area.code")
    ended = serializers.BooleanField(source="has_last_day", help_text=_("It has a last day."))


class TeamsOut(serializers.Serializer[Any]):
    results = TeamOut(many=True)


class TeamMemberOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField(source="user.name")
    leads = serializers.BooleanField()


class TeamRoundOut(serializers.ModelSerializer[TeamVisit]):
    village = serializers.CharField(source="village.code")

    class Meta:
        model = TeamVisit
        fields = ("id", "village", "planned_on", "done_on", "what")


class OneTeamOut(TeamOut):
    members = TeamMemberOut(many=True)
    rounds = TeamRoundOut(many=True)


def line(order: ServiceOrder, *, scope: Scope, at: dt.datetime) -> dict[str, Any]:
    home = home_of(order, scope=scope)
    same = (
        "client_id", "number", "state", "wish", "field", "text", "place", "at", "due_at", "version",
    )  # fmt: skip
    return {name: getattr(order, name) for name in same} | {
        "item": order.item.code if order.item else None,
        "village": order.village.code,
        "household": home.token if home else None,
        "team": order.team_id,
        "late": is_late(order, at=at),
        "answer": order.answer or None,
    }


def whole(order: ServiceOrder, moves: list[str], *, scope: Scope, at: dt.datetime) -> dict[str, Any]:
    same = ("source", "persons", "trips", "result")
    steps = order.steps.select_related("by").order_by("pk")
    return line(order, scope=scope, at=at) | {name: getattr(order, name) for name in same} | {
        "by": order.by.name,
        "asked_how": order.asked_how or None,
        "moves": moves,
        "steps": [
            {
                "at": step.at, "by": step.by.name if step.by else None, "move": step.move, "state": step.after,
                "reason": step.reason,
            }
            for step in steps
        ],
    }  # fmt: skip
