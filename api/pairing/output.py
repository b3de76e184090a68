"""Gaps of contact, steps and members, as they are answered."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.base.fields import NextField
from api.contacts.output import POINT, MemberRow
from geodata.coverage.gap_reasons import Cause


@extend_schema_field(POINT)
class Lonlat(serializers.JSONField):
    """Longitude and latitude (WGS 84), or null."""


class SuggestionOut(serializers.Serializer[object]):
    member = serializers.IntegerField()
    name = serializers.CharField()
    metres = serializers.IntegerField(allow_null=True)
    load = serializers.IntegerField(help_text=_("Number of households, including this one."))
    capacity = serializers.IntegerField()


class GapOut(serializers.Serializer[object]):
    household = serializers.CharField(help_text=_("The token of the household."))
    head = serializers.CharField()
    number = serializers.CharField()
    cause = serializers.ChoiceField(Cause.choices)
    cause_word = serializers.CharField()
    exempt = serializers.BooleanField()
    point = Lonlat(help_text=_("Only within one village."))
    suggestion = SuggestionOut(allow_null=True)


class GapsOut(serializers.Serializer[object]):
    area = serializers.CharField()
    on = serializers.DateField()
    causes = serializers.DictField(child=serializers.IntegerField())
    results = GapOut(many=True)
    next = NextField()


class RefusedOut(serializers.Serializer[object]):
    household = serializers.CharField()
    message = serializers.CharField()


class LinkStepOut(serializers.Serializer[object]):
    step = serializers.IntegerField(
        allow_null=True, help_text=_("What can be undone; null if nothing was done.")
    )
    households = serializers.IntegerField()
    refused = RefusedOut(many=True)


class OneMember(MemberRow):
    households = serializers.ListField(
        child=serializers.CharField(), help_text=_("Tokens of those that you may see.")
    )
