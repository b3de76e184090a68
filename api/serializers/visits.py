"""A visit as it is sent, and as it is told back."""

import datetime as dt
import re
import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.base import Body, Query
from api.serializers.fields import CodeField, DayField, NextField, VisitText, WholeField
from api.serializers.geometry import PointField
from geodata import periods
from geodata.visits.changing import version_of
from geodata.visits.models import Visit

LARGEST_ID = 999_999_999


class ClientIdField(serializers.UUIDField):
    """A UUID as text; numbers are none."""

    remedies = {"invalid": _("Make a random UUID and keep it with the visit until it is accepted.")}

    def to_internal_value(self, data: Any) -> uuid.UUID:
        if not isinstance(data, str) or len(data) != 36:
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class VisitBody(Body):
    client_id = ClientIdField(help_text=_("A UUID made by the client: the same one again is the same visit."))
    day = DayField(help_text=_("The day of the visit."))
    mode = serializers.ChoiceField(Visit.Mode.choices, default=Visit.Mode.DOOR)
    outcome = serializers.ChoiceField(Visit.Outcome.choices, default=Visit.Outcome.MET)
    note = VisitText(max_length=500, allow_blank=True, default="")
    brought = serializers.ListField(
        child=serializers.ChoiceField(Visit.Brought.choices), max_length=10, default=list
    )
    visitors = serializers.ListField(
        child=WholeField(least=1, most=LARGEST_ID),
        max_length=20,
        default=list,
        help_text=_("Ids of all who went, your own included; you alone if left out."),
    )
    point = PointField(
        required=False, allow_null=True, default=None, help_text=_("Where, if the visitor chose to say so.")
    )
    phone_time = serializers.DateTimeField(
        required=False,
        allow_null=True,
        default=None,
        help_text=_("What the phone's clock says now; the answer tells the difference."),
    )


class VoidBody(Body):
    reason = VisitText(max_length=200, help_text=_("Why the visit is voided."))


LEFT_OUT = _("What was left out of the text, in words; empty: nothing.")


class VisitMade(serializers.Serializer[Visit]):
    """What was recorded. Keep the visit on the phone until `body_hash` has come back: it is that of what was sent."""

    client_id = serializers.UUIDField()
    body_hash = serializers.CharField()
    household = serializers.CharField(source="household.token")
    day = serializers.DateField()
    mode = serializers.ChoiceField(Visit.Mode.choices)
    outcome = serializers.ChoiceField(Visit.Outcome.choices)
    note = serializers.CharField()
    brought = serializers.ListField(child=serializers.ChoiceField(Visit.Brought.choices))
    person_times = serializers.IntegerField()
    entered_at = serializers.DateTimeField()
    clock_difference = serializers.IntegerField(
        allow_null=True,
        default=None,
        help_text=_("Seconds by which the phone's clock is ahead; null if it was not told."),
    )
    left_out = serializers.CharField(default="", help_text=LEFT_OUT)


class OneVisit(serializers.Serializer[Visit]):
    """A visit with its state and its place among its versions."""

    client_id = serializers.UUIDField()
    body_hash = serializers.CharField()
    household = serializers.CharField(source="household.token")
    day = serializers.DateField()
    mode = serializers.ChoiceField(Visit.Mode.choices)
    outcome = serializers.ChoiceField(Visit.Outcome.choices)
    note = serializers.CharField(allow_blank=True)
    brought = serializers.ListField(child=serializers.ChoiceField(Visit.Brought.choices))
    person_times = serializers.IntegerField()
    entered_at = serializers.DateTimeField()
    entered_by = serializers.CharField(source="entered_by.name")
    state = serializers.ChoiceField(Visit.State.choices)
    void_reason = serializers.CharField(allow_blank=True)
    version = serializers.SerializerMethodField(help_text=_("What If-Match has to name, as the ETag does."))
    corrects = serializers.UUIDField(source="corrects.client_id", allow_null=True, default=None)
    corrected_by = serializers.SerializerMethodField()
    left_out = serializers.CharField(default="", help_text=LEFT_OUT)

    def get_version(self, visit: Visit) -> str:
        return version_of(visit)

    def get_corrected_by(self, visit: Visit) -> str | None:
        newer = Visit.objects.filter(corrects=visit).first()
        return str(newer.client_id) if newer else None


@extend_schema_field({"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\.[0-9]{1,18}$"})
class LedgerKeyField(serializers.Field[tuple[dt.date, int], Any, str, Any]):
    """Where a page ended, as the `next` of the page before says it: day.id."""

    default_error_messages = {"not_a_key": _("This is not the end of a page.")}
    remedies = {"not_a_key": _("Give what “next” said.")}

    def to_internal_value(self, data: Any) -> tuple[dt.date, int]:
        found = _LEDGER_KEY.fullmatch(data) if isinstance(data, str) else None
        if found is None:
            self.fail("not_a_key")
        try:
            return dt.date.fromisoformat(found[1]), int(found[2])
        except ValueError:
            self.fail("not_a_key")

    def to_representation(self, value: tuple[dt.date, int]) -> str:
        return f"{value[0]}.{value[1]}"


_LEDGER_KEY = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,18})", re.ASCII)


class LedgerQuery(Query):
    area = CodeField(required=False, help_text=_("The area; everything that you may see if left out."))
    first = DayField(required=False, help_text=_("The first day; 89 days before the last one if left out."))
    last = DayField(required=False, help_text=_("The last day; today if left out."))
    outcome = serializers.ChoiceField(Visit.Outcome.choices, required=False)
    mode = serializers.ChoiceField(Visit.Mode.choices, required=False)
    mine = serializers.BooleanField(default=False, help_text=_("Only visits that you went on yourself."))
    voided = serializers.BooleanField(default=False, help_text=_("Voided visits and former versions too."))
    limit = WholeField(least=1, most=1_000, default=100, help_text=_("Visits per page."))
    after = LedgerKeyField(
        required=False, help_text=_("Where to go on: it stands in “next” of the page before.")
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("first") and attrs["first"] > (attrs.get("last") or periods.today()):
            raise serializers.ValidationError({"first": _("The first day is after the last one.")})
        return attrs


class LedgerLine(OneVisit):
    """A visit in the ledger."""

    number = serializers.CharField(source="household.number")
    head = serializers.CharField(source="household.head_name")
    village = serializers.CharField(source="household.village.code")
    grid = serializers.CharField(source="household.grid.code", allow_null=True, default=None)
    visitors = serializers.SerializerMethodField(help_text=_("Names of all who went."))
    corrects = None  # type: ignore[assignment]
    corrected_by = None  # type: ignore[assignment]
    left_out = None  # type: ignore[assignment]

    def get_visitors(self, visit: Visit) -> list[str]:
        return [visitor.user.name for visitor in visit.visitors.all()]


class LedgerShape(serializers.Serializer[Any]):
    first = serializers.DateField()
    last = serializers.DateField()
    lines = serializers.IntegerField(help_text=_("Visits in the list, whatever their outcome."))
    visits = serializers.IntegerField(help_text=_("Visits at which somebody was met."))
    person_times = serializers.IntegerField(help_text=_("Their visitors summed."))
    households = serializers.IntegerField(help_text=_("Households met."))
    of = serializers.IntegerField(help_text=_("All households of the area on the last day."))
    next = NextField()
    results = LedgerLine(many=True)
