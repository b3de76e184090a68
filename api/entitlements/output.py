"""Entitlements as they are answered."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import NextField
from api.base.paging import AT_LEAST, MATCHED
from geodata.coverage.funnel import COLUMNS, Row
from geodata.entitlements.in_words import reason
from geodata.entitlements.models import Entitlement, EntitlementStep
from geodata.entitlements.words import Move, Origin, Result, State, Via


class EntitlementOut(serializers.Serializer[Entitlement]):
    """One entitlement. Of a household that the reader sees by the department alone there is no token."""

    id = serializers.IntegerField()
    policy = serializers.CharField(source="policy.code")
    policy_name = serializers.CharField(source="policy.__str__")
    department = serializers.CharField(source="department.code")
    village = serializers.CharField(source="village.code")
    household = serializers.CharField(allow_null=True, source="shown_token", help_text=_("Its token."))
    household_number = serializers.CharField(source="household.number")
    household_name = serializers.CharField(source="household.head_name")
    resident = serializers.IntegerField(source="resident_id", allow_null=True)
    resident_name = serializers.CharField(source="resident.name", default=None, allow_null=True)
    origin = serializers.ChoiceField(Origin.choices)
    state = serializers.ChoiceField(State.choices)
    state_since = serializers.DateTimeField()
    via = serializers.ChoiceField(Via.choices, allow_blank=True)
    amount = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    unit = serializers.CharField(source="policy_version.unit")
    since = serializers.DateField(source="period.lower", default=None, allow_null=True)
    until = serializers.DateField(
        source="period.upper", default=None, allow_null=True, help_text=_("The first day after it.")
    )
    apply_by = serializers.DateField(allow_null=True)
    paid_on = serializers.DateField(allow_null=True)
    lapsed = serializers.BooleanField(help_text=_("Closed by the service, not by anybody."))
    version = serializers.IntegerField()
    moves = serializers.ListField(
        child=serializers.ChoiceField(Move.choices), help_text=_("What the reader may do with it now.")
    )


class EntitlementStepOut(serializers.Serializer[EntitlementStep]):
    move = serializers.ChoiceField(Move.choices)
    before = serializers.CharField()
    after = serializers.ChoiceField(State.choices)
    at = serializers.DateTimeField()
    by = serializers.CharField(
        source="by.name", default=None, allow_null=True, help_text=_("None: the service itself.")
    )
    reason = serializers.SerializerMethodField()

    def get_reason(self, step: EntitlementStep) -> str:
        return reason(step)


class OneEntitlementOut(EntitlementOut):
    steps = EntitlementStepOut(many=True, source="told_steps")


class EntitlementsOut(serializers.Serializer[Any]):
    numberMatched = serializers.IntegerField(help_text=MATCHED, required=False)  # noqa: N815
    numberMatchedAtLeast = serializers.IntegerField(help_text=AT_LEAST, required=False)  # noqa: N815
    results = EntitlementOut(many=True)
    next = NextField()


class EntitlementsMovedOut(serializers.Serializer[Any]):
    moved = serializers.IntegerField()


class AgencyServiceOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    client_id = serializers.UUIDField()
    body_hash = serializers.CharField()
    household = serializers.CharField(source="household.token")
    resident = serializers.IntegerField(source="resident_id", allow_null=True)
    entitlement = serializers.IntegerField(source="entitlement_id", allow_null=True)
    what = serializers.CharField()
    agent = serializers.CharField()
    handed_in = serializers.CharField()
    where = serializers.CharField()
    result = serializers.ChoiceField(Result.choices)
    day = serializers.DateField()


class AgencyServicesOut(serializers.Serializer[Any]):
    person_times = serializers.IntegerField(help_text=_("How many there are of what is asked."))
    results = AgencyServiceOut(many=True)
    next = NextField()


class TrainingOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    day = serializers.DateField()
    area = serializers.CharField(source="area.code")
    place = serializers.CharField()
    policies = serializers.ListField(child=serializers.CharField())
    speaker = serializers.CharField()
    attended = serializers.IntegerField()


class TrainingsOut(serializers.Serializer[Any]):
    results = TrainingOut(many=True)
    next = NextField()


class FunnelRowOut(serializers.Serializer[Row]):
    code = serializers.CharField(help_text=_("Of the policy, or of the area."))
    name = serializers.CharField()
    counts = serializers.SerializerMethodField(
        help_text=_("By state: how many are there or past it; null where the count is hidden.")
    )
    hidden = serializers.BooleanField()

    def get_counts(self, row: Row) -> dict[str, int | None]:
        return {name: count if isinstance(count, int) else None for name, count in row.counts.items()}


class FunnelOut(serializers.Serializer[Mapping[str, Any]]):
    states = serializers.ListField(child=serializers.ChoiceField(COLUMNS))
    results = FunnelRowOut(many=True)
