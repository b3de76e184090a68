"""The own households as a phone takes them along."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from geodata.visits.models import VisitMode
from geodata.visits.rhythm import Status


class PersonShape(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class OwnHomeShape(serializers.Serializer[Any]):
    token = serializers.CharField()
    number = serializers.CharField()
    head = serializers.CharField()
    spelled = serializers.ListField(
        child=serializers.CharField(), help_text=_("The name in pinyin and by initials.")
    )
    place = serializers.CharField(allow_blank=True)
    address = serializers.CharField(allow_blank=True)
    phones = serializers.ListField(child=serializers.CharField())
    status = serializers.ChoiceField(Status.choices)
    special = serializers.BooleanField()
    group = serializers.ChoiceField(["urgent", "due", "rest"])
    reason = serializers.CharField(help_text=_("Why it stands where it stands."))
    counts = serializers.ListField(
        child=serializers.ChoiceField(choices=VisitMode.choices),
        help_text=_("The modes of visits that count here, by the household's rule."),
    )
    last_met = serializers.DateField(allow_null=True)
    point = serializers.ListField(
        child=serializers.FloatField(), allow_null=True, help_text=_("Longitude and latitude.")
    )
    companions = serializers.ListField(
        child=serializers.IntegerField(), help_text=_("Ids of those who often go along.")
    )


class TodayShape(serializers.Serializer[Any]):
    account = serializers.IntegerField()
    day = serializers.DateField()
    keep_hours = serializers.IntegerField(help_text=_("After so many hours a phone forgets them."))
    people = PersonShape(many=True)
    households = OwnHomeShape(many=True)
