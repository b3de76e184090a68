"""What is asked of entitlements, and what is said of them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import LARGEST_ID, TOKEN, ClientIdField, CodeField, DayField, TextField, WholeField
from api.base.serializers import Body, Query
from geodata.entitlements.moving import AT_ONCE, LONGEST_REASON, TOGETHER
from geodata.entitlements.recording import LONGEST, MOST_ATTENDED
from geodata.entitlements.words import BY_HAND, Result, State, Via

POLICY = r"^[a-z][a-z0-9_]{0,39}\Z"
BESIDE_A_LIST = [(str(move), move.label) for move in BY_HAND]


def policy_field(**more: Any) -> serializers.RegexField:
    return serializers.RegexField(POLICY, help_text=_("The code of a policy."), **more)


def household_field(**more: Any) -> serializers.RegexField:
    return serializers.RegexField(TOKEN, help_text=_("The token of the household."), **more)


class EntitlementsQuery(Query):
    area = CodeField(required=False, help_text=_("Only of this area and below."))
    policy = policy_field(required=False)
    department = serializers.RegexField(POLICY, required=False, help_text=_("The code of a department."))
    state = serializers.ChoiceField(State.choices, required=False, help_text=_("Only those in this state."))
    household = household_field(required=False)
    open = serializers.BooleanField(default=False, help_text=_("Only those that are neither over nor paid."))
    unfollowed = serializers.BooleanField(
        default=False, help_text=_("Only those that nobody has followed up for 14 days.")
    )
    closing = serializers.BooleanField(
        default=False, help_text=_("Only those whose window closes within 14 days.")
    )
    unpaid = serializers.BooleanField(
        default=False, help_text=_("Only those granted and not paid for 60 days.")
    )
    limit = WholeField(least=1, most=500, default=100, help_text=_("Entitlements per page."))
    after = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("As the page before says it."))


class AskIn(Body):
    household = household_field()
    policy = policy_field()
    resident = WholeField(
        least=1, most=LARGEST_ID, required=False, help_text=_("The id of the resident whom it is for.")
    )


class EntitlementMoveIn(Body):
    move = serializers.ChoiceField(BESIDE_A_LIST)
    reason = TextField(max_length=LONGEST_REASON, allow_blank=True, default="")
    via = serializers.ChoiceField(Via.choices, required=False, help_text=_("With `apply`: who applies."))
    amount = serializers.DecimalField(
        max_digits=10, decimal_places=2, required=False, help_text=_("In the unit of the policy.")
    )
    until = DayField(required=False, help_text=_("The first day after it."))
    paid_on = DayField(required=False, help_text=_("With `pay`: the day of the payment; else today."))


class MovesIn(Body):
    move = serializers.ChoiceField(sorted(map(str, TOGETHER)))
    entitlements = serializers.ListField(
        child=WholeField(least=1, most=LARGEST_ID), min_length=1, max_length=AT_ONCE
    )


class AgencyQuery(Query):
    area = CodeField(required=False, help_text=_("Only of this area and below."))
    household = household_field(required=False)
    limit = WholeField(least=1, most=500, default=100, help_text=_("Services per page."))
    after = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("As the page before says it."))


class AgencyIn(Body):
    client_id = ClientIdField(
        help_text=_("A UUID made by the client: the same one again is the same service.")
    )
    household = household_field()
    what = TextField(max_length=LONGEST["what"])
    day = DayField()
    result = serializers.ChoiceField(Result.choices)
    resident = WholeField(least=1, most=LARGEST_ID, required=False)
    entitlement = WholeField(least=1, most=LARGEST_ID, required=False)
    agent = TextField(
        max_length=LONGEST["agent"], allow_blank=True, default="", help_text=_("Empty: who records it.")
    )
    handed_in = TextField(max_length=LONGEST["handed_in"], allow_blank=True, default="")
    where = TextField(max_length=LONGEST["where"], allow_blank=True, default="")


class TrainingsQuery(Query):
    area = CodeField(required=False, help_text=_("Only of this area and below."))
    limit = WholeField(least=1, most=500, default=100, help_text=_("Trainings per page."))
    after = WholeField(least=1, most=LARGEST_ID, required=False, help_text=_("As the page before says it."))


class TrainingIn(Body):
    day = DayField()
    area = CodeField()
    policies = serializers.ListField(child=policy_field(), max_length=60, default=list)
    attended = WholeField(least=1, most=MOST_ATTENDED)
    place = TextField(max_length=100, allow_blank=True, default="")
    speaker = TextField(max_length=60, allow_blank=True, default="")


class FunnelQuery(Query):
    area = CodeField(required=False, help_text=_("Of this area; of a policy also each area in it."))
    policy = policy_field(required=False)
