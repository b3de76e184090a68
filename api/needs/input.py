"""A need as it is recorded and moved, and what is asked of the ledger."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.base.fields import (
    LARGEST_ID,
    TOKEN,
    ClientIdField,
    CodeField,
    DayField,
    TextField,
    VisitText,
    WholeField,
)
from api.base.serializers import Body, Query
from api.geojson.geometry import PointField
from geodata.base import keyset
from geodata.needs import analysis, answering, doing, finding
from geodata.needs.beside_models import AssignmentState, Dispute
from geodata.needs.counted import COUNTED
from geodata.needs.paging import Key
from geodata.needs.recording import MOST_OTHERS
from geodata.needs.settings_models import DeadlineUnit, Late
from geodata.needs.words import Answer, Declined, Kind, Level, Source, State, Urgency
from geodata.visits.models import Visit
from geodata.visits.visitors import MOST_VISITORS

CATEGORY = r"^[a-z0-9_-]{1,30}\Z"
ANY_CATEGORY = r"^[a-z0-9_-]{0,30}\Z"
"""Where none is an answer too."""
NUMBER = r"^[0-9]{9}-[0-9]{4}-[0-9]{4,9}\Z"


@extend_schema_field({"type": "string", "example": "4711"})
class NeedKeyField(serializers.Field[Key, Any, str, Any]):
    """Where a page ended, as the page before says it: its id, or its moment and id where the first due come first."""

    default_error_messages = {"not_a_key": _("This is not a valid position in the list.")}
    remedies = {"not_a_key": _("Use the value of “next”.")}

    def to_internal_value(self, data: Any) -> Key:
        found = keyset.moment_or_number(data) if isinstance(data, str) else None
        if found is None:
            self.fail("not_a_key")
        return found

    def to_representation(self, value: Key) -> str:
        return keyset.moment_and_number(*value)


class NeedsQuery(Query):
    area = CodeField(required=False, help_text=_("Only of this area and below."))
    state = serializers.ChoiceField(State.choices, required=False, help_text=_("Only those in this state."))
    category = serializers.RegexField(
        CATEGORY, required=False, help_text=_("The code of a category of needs.")
    )
    kind = serializers.ChoiceField(Kind.choices, required=False, help_text=_("Only those of this kind."))
    level = serializers.ChoiceField(
        Level.choices, required=False, help_text=_("1 village, 2 township, 3 county.")
    )
    urgency = serializers.ChoiceField(
        Urgency.choices, required=False, help_text=_("1 ordinary, 2 urgent, 3 emergency.")
    )
    source = serializers.ChoiceField(  # type: ignore[assignment]  # a field of that name
        Source.choices, required=False, help_text=_("Only those that came that way.")
    )
    number = serializers.RegexField(NUMBER, required=False, help_text=_("The number of a need."))
    grid = serializers.ChoiceField(
        [finding.NO_GRID],
        required=False,
        help_text=_("Only those of no grid, which stand with their village alone."),
    )
    counted = serializers.ChoiceField(
        sorted(COUNTED), required=False, help_text=_("Only those that this number of the summary counts.")
    )
    open = serializers.BooleanField(
        default=False, help_text=_("Only those that somebody still has to settle.")
    )
    late = serializers.BooleanField(default=False, help_text=_("Only open ones past their deadline."))
    mine = serializers.BooleanField(default=False, help_text=_("Only those that you have recorded yourself."))
    first = DayField(required=False, help_text=_("Raised on this day or later."))
    last = DayField(required=False, help_text=_("Raised on this day or earlier."))
    order = serializers.ChoiceField(
        finding.ORDERS, default=finding.NewestFirst, help_text=_("The newest first, or the first due.")
    )
    limit = WholeField(least=1, most=500, default=100, help_text=_("Needs per page."))
    after = NeedKeyField(required=False, help_text=_("As the page before says it."))


class VisitOfNeed(serializers.Serializer[Any]):
    """The visit on which it was told; its client id is that of the need."""

    day = DayField()
    mode = serializers.ChoiceField(Visit.Mode.choices, default=Visit.Mode.DOOR)
    outcome = serializers.ChoiceField(Visit.Outcome.choices, default=Visit.Outcome.MET)
    note = VisitText(max_length=500, allow_blank=True, default="")
    brought = serializers.ListField(
        child=serializers.ChoiceField(Visit.Brought.choices), max_length=10, default=list
    )
    visitors = serializers.ListField(
        child=WholeField(least=1, most=LARGEST_ID), max_length=MOST_VISITORS, default=list
    )


class NeedIn(Body):
    client_id = ClientIdField(help_text=_("A UUID made by the client: the same one again is the same need."))
    kind = serializers.ChoiceField(Kind.choices)
    category = serializers.RegexField(CATEGORY, help_text=_("The code of a category of needs."))
    urgency = serializers.ChoiceField(Urgency.choices, default=Urgency.ORDINARY)
    household = serializers.RegexField(TOKEN, required=False, help_text=_("The token of the household."))
    area = CodeField(required=False, help_text=_("Without a household: the code of a village or grid."))
    point = PointField(required=False, allow_null=True, default=None)
    title = VisitText(max_length=60, allow_blank=True, default="")
    text = VisitText(
        max_length=1000, allow_blank=True, default="", help_text=_("It never changes afterwards.")
    )
    raised_on = DayField()
    source = serializers.ChoiceField(Source.choices, default=Source.OFFICE)  # type: ignore[assignment]  # a field of that name
    source_number = TextField(max_length=40, allow_blank=True, default="", help_text=_("Of a hotline."))
    sensitive = serializers.BooleanField(default=False, help_text=_("About a cadre or a contact member."))
    named = serializers.ListField(
        child=WholeField(least=1, most=LARGEST_ID),
        max_length=20,
        default=list,
        help_text=_("Ids of the accounts that a sensitive one is about: they never see it."),
    )
    level = serializers.ChoiceField(Level.choices, required=False, allow_null=True, default=None)
    settled = VisitText(
        max_length=1000,
        allow_blank=True,
        default="",
        help_text=_("What was done on the spot, where that settled it."),
    )
    others = serializers.ListField(
        child=serializers.RegexField(TOKEN),
        max_length=MOST_OTHERS,
        default=list,
        help_text=_("Tokens of other households that it concerns."),
    )
    parties = VisitText(max_length=500, allow_blank=True, default="", help_text=_("Of a dispute; sealed."))
    visit = VisitOfNeed(required=False, allow_null=True, default=None)


class AttachmentQuery(Query):
    name = serializers.CharField(
        max_length=200, help_text=_("The name of the file; its extension has to agree with what is in it.")
    )


class NoteIn(Body):
    client_id = ClientIdField(help_text=_("A UUID made by the client: the same one again is the same need."))
    kind = serializers.ChoiceField(Kind.choices)
    category = serializers.RegexField(CATEGORY, help_text=_("The code of a category of needs."))
    urgency = serializers.ChoiceField(Urgency.choices, default=Urgency.ORDINARY)


class NeedMoveIn(Body):
    move = serializers.ChoiceField(doing.NAMES)
    reason = TextField(max_length=500, required=False, allow_blank=True)
    why = serializers.ChoiceField(Declined.choices, required=False, help_text=_("Of declining."))
    into = TextField(max_length=36, required=False, help_text=_("Of merging: number or client id."))
    result = TextField(max_length=1000, required=False, help_text=_("What was done, or what came of it."))
    answer = serializers.ChoiceField(Answer.choices, required=False, help_text=_("Of the follow-up."))
    day = DayField(required=False, help_text=_("Of the consultation."))
    participants = TextField(max_length=300, required=False)
    task = TextField(max_length=500, required=False, help_text=_("Of assigning: what is to be done."))
    department = serializers.RegexField(CATEGORY, required=False, help_text=_("The code of a department."))
    area = CodeField(required=False, help_text=_("Of the department, or whose office it is."))
    user = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("In the village: a person."))
    due_at = serializers.DateTimeField(required=False)
    shows_household = serializers.BooleanField(required=False)
    until = serializers.DateTimeField(required=False, help_text=_("Of asking for more time."))
    mediator = WholeField(least=1, most=LARGEST_ID, required=False)
    mediator_name = TextField(max_length=60, required=False)
    outcome = serializers.ChoiceField(Dispute.Outcome.choices, required=False)
    agreement = TextField(max_length=2000, required=False)
    revisit_on = DayField(required=False)
    on = DayField(required=False, help_text=_("On which a dispute was looked at again."))
    assignment = WholeField(
        least=1,
        most=LARGEST_ID,
        required=False,
        help_text=_("Of supervising: the id of one that is under way."),
    )
    answer_by = serializers.DateTimeField(required=False, help_text=_("Of supervising; without it is urged."))
    note = TextField(max_length=200, required=False)


class SummaryQuery(Query):
    area = CodeField(required=False, help_text=_("Only of this area and below."))
    by = serializers.ChoiceField(analysis.BY, default=analysis.AREA, help_text=_("What they are summed by."))
    first = DayField(required=False, help_text=_("Raised on this day or later; a year ago if left out."))
    last = DayField(required=False, help_text=_("Raised on this day or earlier; today if left out."))

    def span(self, values: dict[str, Any], today: dt.date) -> tuple[dt.date, dt.date]:
        last = values.get("last") or today
        return values.get("first") or analysis.a_year_until(last)[0], last


class AssignmentsQuery(Query):
    state = serializers.ChoiceField(
        AssignmentState.choices, required=False, help_text=_("Only those in this state.")
    )
    late = serializers.BooleanField(default=False, help_text=_("Only those past their deadline."))
    limit = WholeField(least=1, most=500, default=100, help_text=_("Assignments per page."))
    after = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("As the page before says it."))


class AssignmentMoveIn(Body):
    move = serializers.ChoiceField(answering.ANSWERS)
    reason = TextField(max_length=200, required=False, allow_blank=True, default="")
    answer = TextField(max_length=1000, required=False, allow_blank=True, default="")
    until = serializers.DateTimeField(required=False, help_text=_("Of asking for more time."))
    department = serializers.RegexField(
        CATEGORY, required=False, help_text=_("Of deciding: another department; none, and it stays.")
    )


class SupervisionAnswerIn(Body):
    answer = TextField(max_length=500)


class NeedCategoryIn(Body):
    code = serializers.RegexField(
        r"^[a-z][a-z0-9_]{2,29}\Z",
        help_text=_("3 to 30 lower-case letters, digits or underscores; it never changes."),
    )
    name = TextField(max_length=60, help_text=_("The Chinese name."))
    name_en = TextField(max_length=60, help_text=_("The English name."))
    department = serializers.RegexField(
        ANY_CATEGORY,
        required=False,
        allow_blank=True,
        default="",
        help_text=_("The code of the department that usually gets such needs."),
    )


class NeedCategoryEnd(Body):
    code = serializers.RegexField(CATEGORY)
    again = serializers.BooleanField(default=False, help_text=_("Let needs be recorded under it once more."))


class DeadlineIn(Body):
    area = CodeField(help_text=_("An area in which you set rules."))
    category = serializers.RegexField(
        ANY_CATEGORY,
        required=False,
        allow_blank=True,
        default="",
        help_text=_("None: needs of any category."),
    )
    urgency = serializers.ChoiceField(Urgency.choices)
    level = serializers.ChoiceField(Level.choices)
    amount = WholeField(least=1, most=366)
    unit = serializers.ChoiceField(DeadlineUnit.choices)
    remind = WholeField(
        least=0, most=365, default=0, help_text=_("So long before it is due, in the same unit; 0: never.")
    )
    late = serializers.ChoiceField(Late.choices, help_text=_("At the county it is supervised."))
    since = DayField(help_text=_("Today or a later day."))


class DeadlineEnd(Body):
    rule = WholeField(least=1, most=LARGEST_ID)
    on = DayField(help_text=_("The first day on which it holds no more."))
