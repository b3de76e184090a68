"""Needs, steps and assignments as they are answered."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import NextField
from api.base.paging import AT_LEAST, MATCHED
from geodata.needs import doing
from geodata.needs.attachment_models import Attachment
from geodata.needs.beside_models import Assignment, AssignmentState, Consultation, Dispute, Supervision
from geodata.needs.finding import Opened, is_late
from geodata.needs.models import Need, NeedStep
from geodata.needs.words import Answer, How, Kind, Level, Move, SettledIn, Source, State, Urgency


def choice(choices: Any, **more: Any) -> serializers.ChoiceField:
    return serializers.ChoiceField(choices.choices, **more)


class NeedLine(serializers.Serializer[Any]):
    """A need in the ledger. Of a sensitive one that the reader may not open, number and state alone."""

    client_id = serializers.UUIDField()
    number = serializers.CharField()
    state = choice(State)
    sensitive = serializers.BooleanField()
    kind = choice(Kind, allow_null=True)
    category = serializers.CharField(allow_null=True)
    category_name = serializers.CharField(allow_null=True)
    urgency = choice(Urgency, allow_null=True)
    title = serializers.CharField()
    village = serializers.CharField(allow_null=True)
    grid = serializers.CharField(allow_null=True)
    household = serializers.CharField(allow_null=True, help_text=_("Its token."))
    level = choice(Level, allow_null=True)
    unit = serializers.CharField(
        allow_null=True, help_text=_("The area whose office, or whose department, holds it.")
    )
    department = serializers.CharField(allow_null=True)
    raised_on = serializers.DateField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    late = serializers.BooleanField()
    settled_in = choice(SettledIn, allow_null=True)
    answer = choice(Answer, allow_null=True)
    version = serializers.IntegerField()


class NeedsOut(serializers.Serializer[Any]):
    numberMatched = serializers.IntegerField(help_text=MATCHED, required=False)  # noqa: N815
    numberMatchedAtLeast = serializers.IntegerField(help_text=AT_LEAST, required=False)  # noqa: N815
    results = NeedLine(many=True)
    next = NextField()


class AttachmentOut(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="row.pk")
    name = serializers.CharField()
    kind = choice(Attachment.Kind, source="row.kind")
    size = serializers.IntegerField(source="row.size", help_text=_("Bytes."))
    by = serializers.CharField(source="row.by.name")
    at = serializers.DateTimeField(source="row.at")
    own = serializers.BooleanField(help_text=_("You have added it, and may still remove it."))


class AttachmentsOut(serializers.Serializer[Any]):
    results = AttachmentOut(many=True)


class DisputeOut(serializers.Serializer[Any]):
    parties = serializers.CharField()
    mediator = serializers.CharField(allow_null=True)
    outcome = choice(Dispute.Outcome, allow_null=True)
    agreement = serializers.CharField()
    revisit_on = serializers.DateField(allow_null=True)
    revisited_on = serializers.DateField(allow_null=True)


class ConsultationOut(serializers.ModelSerializer[Consultation]):
    class Meta:
        model = Consultation
        fields = ("day", "participants", "result")


class SupervisionOut(serializers.Serializer[Supervision]):
    id = serializers.IntegerField()
    kind = choice(Supervision.Kind)
    level = choice(Level)
    assignment = serializers.IntegerField(
        source="assignment_id",
        allow_null=True,
        help_text=_("The one that it is about; none: the need as a whole."),
    )
    at = serializers.DateTimeField()
    by_itself = serializers.SerializerMethodField()
    note = serializers.CharField()
    answer_by = serializers.DateTimeField(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField()

    def get_by_itself(self, one: Supervision) -> bool:
        return one.by_id is None


class AssignmentOut(serializers.Serializer[Assignment]):
    """A task. It never names a head, a phone or a token."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    category = serializers.CharField()
    village = serializers.CharField(source="village.code")
    place = serializers.CharField()
    household_number = serializers.CharField()
    unit = serializers.CharField(source="area.code")
    department = serializers.CharField(source="department.code", default=None, allow_null=True)
    task = serializers.CharField()
    at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()
    state = choice(AssignmentState)
    reason = serializers.CharField()
    answer = serializers.CharField()
    decide_by = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class AssignmentsOut(serializers.Serializer[Any]):
    results = AssignmentOut(many=True)
    next = NextField()


class NeedOut(NeedLine):
    """One need with its words. Send its ETag, or `version`, as If-Match with a move."""

    body_hash = serializers.CharField(help_text=_("Keep the need on the phone until it has come back."))
    text = serializers.CharField()
    result = serializers.CharField()
    source = choice(Source, allow_null=True)  # type: ignore[assignment]  # a field of that name
    source_number = serializers.CharField()
    visit = serializers.UUIDField(allow_null=True)
    how = choice(How, allow_null=True)
    settled_at = serializers.DateTimeField(allow_null=True)
    reopened = serializers.IntegerField()
    merged_into = serializers.CharField(allow_null=True)
    extension = serializers.DateTimeField(allow_null=True, help_text=_("More time that was asked for."))
    dispute = DisputeOut(allow_null=True)
    consultations = ConsultationOut(many=True)
    supervisions = SupervisionOut(many=True)
    assignments = AssignmentOut(many=True)
    left_out = serializers.CharField(
        default="", help_text=_("What was removed from the text, in words; empty if nothing.")
    )
    moves = serializers.ListField(
        child=serializers.ChoiceField(doing.NAMES), help_text=_("What the reader may do with it now.")
    )


class NeedStepOut(serializers.Serializer[Any]):
    move = choice(Move)
    before = serializers.CharField()
    after = choice(State)
    level = choice(Level)
    level_after = choice(Level)
    at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    by = serializers.CharField(allow_null=True, help_text=_("Null: it came about by itself."))
    reason = serializers.CharField()
    answer = serializers.CharField(allow_null=True)


class NeedStepsOut(serializers.Serializer[Any]):
    results = NeedStepOut(many=True)


class Rate(serializers.Serializer[Any]):
    """A share with what it is made of; null where there is nothing of which it could be one."""

    part = serializers.IntegerField()
    whole = serializers.IntegerField()
    rate = serializers.FloatField(allow_null=True)


class SumsOut(serializers.Serializer[Any]):
    key = serializers.CharField(help_text=_("The code of the area or category, or the level."))
    found = serializers.IntegerField()
    not_ended = serializers.IntegerField()
    declined = serializers.IntegerField()
    withdrawn = serializers.IntegerField(help_text=_("Withdrawn or merged."))
    in_grid = serializers.IntegerField()
    in_village = serializers.IntegerField()
    in_township = serializers.IntegerField()
    in_county = serializers.IntegerField()
    reopened = serializers.IntegerField()
    median_workdays = serializers.FloatField(allow_null=True)
    closed = Rate(help_text=_("Of all that were found."))
    really_settled = Rate(help_text=_("Satisfied or mostly, of the closed ones."))
    satisfied = Rate(help_text=_("Of those who answered."))
    unanswered = serializers.IntegerField()


class SummaryOut(serializers.Serializer[Any]):
    first = serializers.DateField()
    last = serializers.DateField()
    by = serializers.CharField()
    results = SumsOut(many=True)


class NeedCategoryOut(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    name_en = serializers.CharField()
    department = serializers.CharField(source="department.code", default=None, allow_null=True)


class NeedCategoriesOut(serializers.Serializer[Any]):
    results = NeedCategoryOut(many=True)


class OldNoteOut(serializers.Serializer[Any]):
    visit = serializers.UUIDField(source="client_id", help_text=_("The client id of the visit."))
    household = serializers.CharField(source="household.token")
    day = serializers.DateField()
    note = serializers.CharField()


class OldNotesOut(serializers.Serializer[Any]):
    results = OldNoteOut(many=True)


HIDDEN = (
    "kind", "category", "category_name", "urgency", "village", "grid", "household", "level", "unit", "department", "raised_on",
    "due_at", "settled_in", "answer",
)  # fmt: skip


def line(need: Need, *, whole: bool, at: dt.datetime) -> dict[str, Any]:
    """As `NeedLine` tells it."""
    told: dict[str, Any] = {
        "client_id": need.client_id, "number": need.number, "state": need.state, "sensitive": need.sensitive,
        "title": "", "late": False, "version": need.version,
    }  # fmt: skip
    if not whole:
        return told | dict.fromkeys(HIDDEN)
    return told | {
        "kind": need.kind, "category": need.category.code, "category_name": str(need.category), "urgency": need.urgency,
        "title": need.title, "village": need.village.code, "grid": need.grid and need.grid.code,
        "household": need.household and need.household.token, "level": need.level, "unit": need.unit_area.code,
        "department": need.unit_department and need.unit_department.code, "raised_on": need.raised_on,
        "due_at": need.due_at, "late": is_late(need, at=at), "settled_in": need.settled_in or None,
        "answer": need.answer or None,
    }  # fmt: skip


EMPTY: dict[str, Any] = {
    "text": "", "result": "", "source": None, "source_number": "", "visit": None, "how": None, "settled_at": None,
    "reopened": 0, "merged_into": None, "extension": None, "dispute": None, "consultations": [], "supervisions": [],
    "assignments": [],
}  # fmt: skip


def whole(opened: Opened, moves: list[str], *, at: dt.datetime) -> dict[str, Any]:
    """As `NeedOut` tells it."""
    need = opened.need
    told = line(need, whole=opened.whole, at=at) | EMPTY | {"moves": moves, "body_hash": need.body_hash}
    if not opened.whole:
        return told
    return told | {
        "title": opened.said.title, "text": opened.said.text, "result": opened.result, "source": need.source,
        "source_number": need.source_number, "visit": need.visit and need.visit.client_id, "how": need.how or None,
        "settled_at": need.settled_at, "reopened": need.reopened,
        "merged_into": need.merged_into and need.merged_into.number, "extension": need.extension,
        "dispute": _dispute(opened), "consultations": need.consultations.all(),
        "supervisions": need.supervisions.all(),
        "assignments": need.assignments.select_related("village", "area", "department").order_by("pk"),
    }  # fmt: skip


def _dispute(opened: Opened) -> dict[str, Any] | None:
    row = getattr(opened.need, "dispute", None)
    if row is None:
        return None
    mediator = row.mediator.name if row.mediator else row.mediator_name or None
    return {
        "parties": opened.parties, "mediator": mediator, "outcome": row.outcome or None, "agreement": opened.agreement,
        "revisit_on": row.revisit_on, "revisited_on": row.revisited_on,
    }  # fmt: skip


def step_line(step: NeedStep, details: dict[str, Any]) -> dict[str, Any]:
    return {
        "move": step.move, "before": step.before, "after": step.after, "level": step.level,
        "level_after": step.level_after, "at": step.at, "due_at": step.due_at, "by": step.by and step.by.name,
        "reason": details.get("reason", ""), "answer": details.get("answer"),
    }  # fmt: skip
