"""A visit as it is sent, and as it is told back."""

import uuid
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.serializers.base import Body
from api.serializers.fields import DayField, TextField, WholeField
from api.serializers.geometry import PointField
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
    note = TextField(max_length=500, allow_blank=True, default="")
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


class VisitMade(serializers.Serializer[Visit]):
    """What was recorded. Keep the visit on the phone until `body_hash` has come back."""

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
