"""A roll-call as it is drafted and moved, results, and tasks at places."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.base.fields import TOKEN, ClientIdField, CodeField, TextField, VisitText, WholeField
from api.base.serializers import Body, Query
from api.geojson.geometry import StrictGeometryField
from geodata.campaigns.models import usual_hours
from geodata.campaigns.opening import MOST_ADDED, MOST_LINES
from geodata.campaigns.results import MOST_AT_ONCE
from geodata.campaigns.words import How, Move, Reason, Result, State, TaskState, What

WORD = r"^[a-z][a-z0-9_]{0,29}\Z"


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "type": {"type": "string", "enum": ["Point", "LineString"]},
            "coordinates": {"type": "array", "items": {}},
        },
        "required": ["type", "coordinates"],
    }
)
class PlaceGeometryField(StrictGeometryField):
    """A point or a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(kinds=["Point", "LineString"], **kwargs)


class CampaignsQuery(Query):
    state = serializers.ChoiceField(State.choices, required=False, help_text=_("Only those in this state."))
    limit = WholeField(least=1, most=200, default=50, help_text=_("Roll-calls per page."))
    after = WholeField(least=1, most=2**31 - 1, required=False, help_text=_("As the page before says it."))


class ChecklistLineIn(serializers.Serializer[Any]):
    code = serializers.RegexField(WORD)
    label = TextField(max_length=40)  # type: ignore[assignment]
    bad = serializers.BooleanField(help_text=_("The answer that opens a need."))


class PreviewIn(Body):
    area = CodeField(help_text=_("A village or more."))
    filter = serializers.DictField(
        allow_empty=False, help_text=_("Who, in the grammar of rules: docs/policies.md.")
    )


class CampaignIn(PreviewIn):
    title = TextField(max_length=60)
    reason = serializers.ChoiceField(Reason.choices)
    due_at = serializers.DateTimeField(help_text=_("By when, within 31 days."))
    checklist = ChecklistLineIn(many=True, default=list, help_text=_("At most 12 lines."))
    issuers = serializers.ListField(
        child=serializers.RegexField(WORD),
        max_length=MOST_LINES,
        default=list,
        help_text=_("Codes of departments."),
    )
    climb_hours = serializers.ListField(
        child=WholeField(least=1, most=240), min_length=3, max_length=3, default=usual_hours,
        help_text=_("After how many hours who is unreached goes to the leader, the village and the township."),
    )  # fmt: skip


class CampaignMoveIn(Body):
    move = serializers.ChoiceField([Move.OPEN.value, Move.CLOSE.value, Move.REPORT.value])


class AddTargetsIn(Body):
    households = serializers.ListField(
        child=serializers.RegexField(TOKEN), min_length=1, max_length=MOST_ADDED, help_text=_("Tokens.")
    )


class OneResultIn(serializers.Serializer[Any]):
    client_id = ClientIdField(
        help_text=_("A UUID made by the client: the same one again is the same result.")
    )
    household = serializers.RegexField(TOKEN, help_text=_("The token of the household."))
    made_at = serializers.DateTimeField(help_text=_("When it was found out."))
    how = serializers.ChoiceField(How.choices, default=How.DOOR)
    state = serializers.ChoiceField(Result.choices)
    answers = serializers.DictField(
        child=serializers.BooleanField(),
        default=dict,
        help_text=_("By code of the checklist: true or false."),
    )
    text = VisitText(
        max_length=1000,
        allow_blank=True,
        default="",
        help_text=_("What is needed: it goes into the need alone."),
    )


class ResultsIn(Body):
    results = OneResultIn(  # type: ignore[call-arg]  # of the list that many=True makes
        many=True, min_length=1, max_length=MOST_AT_ONCE, help_text=_("All are taken, or none.")
    )


class CallsQuery(Query):
    limit = WholeField(least=1, most=500, default=100, help_text=_("Households per page."))
    start = WholeField(
        least=0, most=10**6, default=0, help_text=_("How many to leave out: as the page before says it.")
    )


class TasksQuery(Query):
    state = serializers.ChoiceField(
        TaskState.choices, required=False, help_text=_("Only those in this state.")
    )


class TaskIn(Body):
    area = CodeField(help_text=_("The code of a village or grid."))
    geometry = PlaceGeometryField(help_text=_("A point or a line."))
    what = serializers.ChoiceField(What.choices)
    department = serializers.RegexField(WORD)
    text = TextField(max_length=200, allow_blank=True, default="")


class TaskMoveIn(Body):
    state = serializers.ChoiceField([TaskState.BEGUN.value, TaskState.DONE.value])
