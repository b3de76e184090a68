"""The visit inbox: what is handed in, what waits, and what was decided."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.serializers.base import Body
from api.serializers.fields import DayField, TextField
from api.serializers.visits import LEFT_OUT, ClientIdField, VisitBody
from geodata.visits.held import HeldVisit

SENT_STATES = ("recorded", "voided", *HeldVisit.State.values)


class AnyDayField(DayField):
    """Also a day that cannot be one of a visit: a phone's clock may be decades wrong, and the visit was made all the same."""

    first, last = dt.date(1900, 1, 1), dt.date(2999, 12, 31)
    remedies = {**DayField.remedies, "far_day": _("Give a day from 1900-01-01 to 2999-12-31.")}


class HandInBody(VisitBody):
    day = AnyDayField(help_text=_("The day that the phone told, whether or not it can be."))
    household = serializers.RegexField(
        r"^[A-Za-z0-9_-]{1,32}\Z", help_text=_("The token of the household, as the phone knows it.")
    )


class DecisionShape(serializers.Serializer[Any]):
    """What became of a visit that was sent."""

    client_id = serializers.UUIDField()
    body_hash = serializers.CharField(help_text=_("Keep the visit on the phone until it has come back."))
    state = serializers.ChoiceField(SENT_STATES)
    reason = serializers.CharField(allow_blank=True, default="")
    left_out = serializers.CharField(allow_blank=True, default="", help_text=LEFT_OUT)


class HeldLine(DecisionShape):
    """A visit that waits, as it was sent."""

    household = serializers.CharField(source="token")
    maker = serializers.CharField(source="maker.name")
    village = serializers.CharField(source="village.code")
    day = serializers.DateField()
    mode = serializers.CharField()
    outcome = serializers.CharField()
    note = serializers.CharField(allow_blank=True)
    brought = serializers.ListField(child=serializers.CharField())
    why = serializers.ChoiceField(HeldVisit.Why.choices)
    received_at = serializers.DateTimeField()


class HeldLines(serializers.Serializer[Any]):
    results = HeldLine(many=True)


class AcceptBody(Body):
    day = DayField(required=False, help_text=_("The day of the visit, where the one told cannot be."))
    alone = serializers.BooleanField(
        default=False,
        help_text=_("Record it of the maker alone, without the others who are told to have gone."),
    )


class RefuseBody(Body):
    reason = TextField(max_length=200, help_text=_("Why the visit is refused."))


class SentBody(Body):
    ids = serializers.ListField(
        child=ClientIdField(), max_length=500, help_text=_("Client ids of visits that were sent.")
    )


class SentLine(serializers.Serializer[Any]):
    client_id = serializers.UUIDField()
    state = serializers.ChoiceField(SENT_STATES)
    reason = serializers.CharField(allow_blank=True)


class SentLines(serializers.Serializer[Any]):
    results = SentLine(many=True)
