"""What is asked of cards, and sent when some are printed or handed over."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import DayField
from api.base.serializers import Body
from api.pairing.input import AreaQuery, HouseholdToken
from geodata.coverage.cards import CardState


class CardsQuery(AreaQuery):
    state = serializers.ChoiceField(
        CardState.choices, required=False, help_text=_("Only cards in this state.")
    )


class HouseholdsIn(Body):
    households = serializers.ListField(child=HouseholdToken(), min_length=1, max_length=2000)


class DeliveredIn(HouseholdsIn):
    day = DayField(required=False, help_text=_("The day on which they were handed over; today if left out."))
