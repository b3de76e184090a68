"""What is asked at doors: the questions there are, what to ask at one door, and an answer."""

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.fields import LARGEST_ID, ClientIdField, DayField, TextField, WholeField
from api.base.schema import TOKEN, documented
from api.base.serializers import Body, Query
from api.base.views import View
from api.web.access import who
from geodata.base import periods
from geodata.base.scope import Right
from geodata.people.access import open_household
from geodata.policies.along import asking
from geodata.policies.answering import Said, answer_question
from geodata.policies.asking import answers_of, questions_at
from geodata.policies.models import DoorAnswer, DoorQuestion
from geodata.policies.shown import plain
from geodata.policies.words import AnswerSource, AnswerType, Subject

VALUE = _("true or false, a whole number, or the code of a choice, as the question's type says.")


@extend_schema_field({"oneOf": [{"type": "boolean"}, {"type": "integer"}, {"type": "string"}]})
class ValueField(serializers.Field[Any, Any, Any, Any]):
    """What was said; whether it answers the question the verb says."""

    def to_internal_value(self, data: Any) -> Any:
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class ChoiceOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField(default="")


class DoorQuestionOut(serializers.Serializer[DoorQuestion]):
    code = serializers.CharField()
    question = serializers.CharField()
    question_en = serializers.CharField()
    type = serializers.ChoiceField(AnswerType.choices)
    choices = ChoiceOut(many=True)
    subject = serializers.ChoiceField(Subject.choices)
    sensitive = serializers.BooleanField()
    lasts_days = serializers.IntegerField(help_text=_("For how many days an answer holds."))


class DoorQuestionsOut(serializers.Serializer[Any]):
    results = DoorQuestionOut(many=True)


class AskingOut(serializers.Serializer[Any]):
    """A question to ask there, in the language asked for."""

    code = serializers.CharField()
    words = serializers.CharField()
    type = serializers.ChoiceField(AnswerType.choices)
    choices = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(), min_length=2, max_length=2),
        help_text=_("Pairs of a code and its words."),
    )
    resident = serializers.IntegerField(
        allow_null=True, help_text=_("About which resident; null: the household.")
    )
    about = serializers.CharField(help_text=_("The name of that resident."))
    policies = serializers.IntegerField(help_text=_("How many policies hang on it."))
    lasts_days = serializers.IntegerField(help_text=_("For how many days an answer holds."))


class AnswerOut(serializers.Serializer[DoorAnswer]):
    client_id = serializers.UUIDField()
    body_hash = serializers.CharField(help_text=_("SHA-256 of what was sent, as the phone works it out too."))
    question = serializers.CharField(source="question.code")
    resident = serializers.IntegerField(source="resident_id", allow_null=True)
    value = ValueField(help_text=VALUE)
    said_on = serializers.DateField()
    expires_on = serializers.DateField(help_text=_("The first day on which it holds no more."))
    source = serializers.ChoiceField(AnswerSource.choices)  # type: ignore[assignment]  # a field of that name


class DoorOut(serializers.Serializer[Any]):
    """At one door: what to ask, and what was said and still holds."""

    questions = AskingOut(many=True, help_text=_("At most three, the one on which most policies hang first."))
    answers = AnswerOut(many=True)


class AnsweredOut(AnswerOut):
    """With what is left to ask."""

    questions = AskingOut(many=True, help_text=_("At most three, the one on which most policies hang first."))


class AnswerIn(Body):
    client_id = ClientIdField(
        help_text=_("A UUID made by the client: the same one again is the same answer.")
    )
    question = TextField(max_length=40, help_text=_("The code of a door question."))
    resident = WholeField(
        least=1,
        most=LARGEST_ID,
        allow_null=True,
        default=None,
        help_text=_("About which resident; null: the household."),
    )
    value = ValueField(help_text=VALUE)
    day = DayField(help_text=_("On which it was said."))
    source = serializers.ChoiceField(  # type: ignore[assignment]  # a field of that name
        AnswerSource.choices, default=AnswerSource.DOOR
    )
    visit = ClientIdField(
        allow_null=True, default=None, help_text=_("The client id of the visit on which it was said.")
    )


class DoorQuestions(View):
    @documented("door_questions", _("Questions that are asked at doors"), {200: DoorQuestionsOut})
    def get(self, request: Request) -> Response:
        """Those asked today. A code never changes."""
        Query.read(request)
        rows = DoorQuestion.objects.on(periods.today()).order_by("code")
        return Response(DoorQuestionsOut({"results": rows}).data)


class Door(View):
    right = Right.ENTITLE

    @documented("door", _("What to ask at a door"), {200: DoorOut}, path=[TOKEN], problems=[404])
    def get(self, request: Request, token: str) -> Response:
        """Unknown facts on which policies hang, and the answers that hold, with the day on which each expires."""
        Query.read(request)
        on, seen = periods.today(), plain(self.scope)
        home = open_household(token, by=who(request), scope=seen, at=timezone.now(), right=Right.ENTITLE)
        told = {
            "questions": [asdict(asking(one)) for one in questions_at(home, on=on)],
            "answers": answers_of(home, on=on),
        }
        return Response(DoorOut(told).data)


class Answers(View):
    right = Right.ENTITLE

    @documented(
        "answer_at_door",
        _("Record an answer"),
        {200: AnsweredOut, 201: AnsweredOut},
        body=AnswerIn,
        path=[TOKEN],
        problems=[404, 409],
    )
    def post(self, request: Request, token: str) -> Response:
        """With or without a visit. What it changes is worked out in the same moment; 200 when the same was sent before."""
        Query.read(request)
        told, on = AnswerIn.read(request), periods.today()
        said = Said(
            question=told["question"], household=token, value=told["value"], on=told["day"], resident=told["resident"],
            source=told["source"], visit=told["visit"],
        )  # fmt: skip
        answer, new = answer_question(
            client_id=told["client_id"],
            said=said,
            by=who(request),
            scope=self.scope,
            at=timezone.now(),
            today=on,
        )
        left = questions_at(answer.household, on=on)
        answer.questions = [asdict(asking(one)) for one in left]  # type: ignore[attr-defined]
        return Response(AnsweredOut(answer).data, status=201 if new else 200)
