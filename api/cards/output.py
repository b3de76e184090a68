"""Cards of households, as they are answered."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import NextField
from geodata.coverage.cards import CardState


class CardOut(serializers.Serializer[object]):
    household = serializers.CharField(help_text=_("The token of the household."))
    state = serializers.ChoiceField(CardState.choices)
    printed_on = serializers.DateField(allow_null=True)
    delivered_on = serializers.DateField(allow_null=True)


class CardsOut(serializers.Serializer[object]):
    area = serializers.CharField()
    on = serializers.DateField()
    states = serializers.DictField(child=serializers.IntegerField())
    results = CardOut(many=True)
    next = NextField()


class CountOut(serializers.Serializer[object]):
    cards = serializers.IntegerField()
