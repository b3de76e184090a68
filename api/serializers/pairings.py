"""Gaps of contact, steps, members and cards, as they are asked for and told."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.base import Body, Query
from api.serializers.contacts import POINT, MemberRow
from api.serializers.fields import CodeField, DayField, NextField, WholeField
from api.serializers.households import KeyField
from api.serializers.visits import LARGEST_ID
from geodata.contacts.models import ContactLink
from geodata.coverage.cards import CardState
from geodata.coverage.causes import Cause


class AreaQuery(Query):
    area = CodeField(help_text=_("The area asked about."))
    after = KeyField(required=False, help_text=_("Where the page before ended; part of its “next” link."))
    limit = WholeField(least=1, most=1000, default=100, help_text=_("Households of one page."))


class GapsQuery(AreaQuery):
    cause = serializers.ChoiceField(Cause.choices, required=False, help_text=_("Only this cause."))


class CardsQuery(AreaQuery):
    state = serializers.ChoiceField(
        CardState.choices, required=False, help_text=_("Only cards in this state.")
    )


@extend_schema_field(POINT)
class Lonlat(serializers.JSONField):
    """Longitude and latitude (WGS 84), or null."""


class SuggestionShape(serializers.Serializer[object]):
    member = serializers.IntegerField()
    name = serializers.CharField()
    metres = serializers.IntegerField(allow_null=True)
    load = serializers.IntegerField(help_text=_("Households, with this one."))
    capacity = serializers.IntegerField()


class GapShape(serializers.Serializer[object]):
    household = serializers.CharField(help_text=_("The token of the household."))
    head = serializers.CharField()
    number = serializers.CharField()
    cause = serializers.ChoiceField(Cause.choices)
    cause_word = serializers.CharField()
    exempt = serializers.BooleanField()
    point = Lonlat(allow_null=True, help_text=_("Only within one village."))
    suggestion = SuggestionShape(allow_null=True)


class GapsShape(serializers.Serializer[object]):
    area = serializers.CharField()
    on = serializers.DateField()
    causes = serializers.DictField(child=serializers.IntegerField())
    results = GapShape(many=True)
    next = NextField()


class HouseholdToken(serializers.RegexField):
    """The token of a household."""

    remedies = {"invalid": _("Give the token of a household.")}

    def __init__(self, **kwargs: object) -> None:
        super().__init__(r"^[A-Za-z0-9_-]{1,32}\Z", **kwargs)  # type: ignore[arg-type]


class ChangeBody(Body):
    household = HouseholdToken()
    member = WholeField(least=1, most=LARGEST_ID, help_text=_("The member's id, as in members/."))
    primary = serializers.BooleanField(default=True, help_text=_("The first contact, or a second one."))


class ChangesBody(Body):
    changes = serializers.ListField(
        child=ChangeBody(), min_length=1, max_length=2000, help_text=_("At most one for each household.")
    )


class RefusedShape(serializers.Serializer[object]):
    household = serializers.CharField()
    message = serializers.CharField()


class LinkStepShape(serializers.Serializer[object]):
    step = serializers.IntegerField(
        allow_null=True, help_text=_("What can be undone; null where nothing was done.")
    )
    households = serializers.IntegerField()
    refused = RefusedShape(many=True)


class HandOverBody(Body):
    to = WholeField(
        least=1,
        most=LARGEST_ID,
        required=False,
        help_text=_("The member who takes over; without one each household goes to the nearest with room."),
    )
    end_reason = serializers.ChoiceField([choice for choice in ContactLink.EndReason.choices if choice[0]])


class OneMember(MemberRow):
    households = serializers.ListField(
        child=serializers.CharField(), help_text=_("Tokens of those that you may see.")
    )


class CardShape(serializers.Serializer[object]):
    household = serializers.CharField(help_text=_("The token of the household."))
    state = serializers.ChoiceField(CardState.choices)
    printed_on = serializers.DateField(allow_null=True)
    delivered_on = serializers.DateField(allow_null=True)


class CardsShape(serializers.Serializer[object]):
    area = serializers.CharField()
    on = serializers.DateField()
    states = serializers.DictField(child=serializers.IntegerField())
    results = CardShape(many=True)
    next = NextField()


class HouseholdsBody(Body):
    households = serializers.ListField(child=HouseholdToken(), min_length=1, max_length=2000)


class DeliveredBody(HouseholdsBody):
    day = DayField(required=False, help_text=_("The day on which they were handed over; today if left out."))


class CountShape(serializers.Serializer[object]):
    cards = serializers.IntegerField()
