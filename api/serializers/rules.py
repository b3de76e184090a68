"""Visit rules as they are set and told."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.serializers.base import Body
from api.serializers.fields import CodeField, DayField, WholeField
from geodata.visits.models import Visit, VisitRule

GROUP = _("The code of a care category, lived_in or seasonal.")


class RuleBody(Body):
    group = serializers.SlugField(max_length=40, help_text=GROUP)
    area = CodeField(help_text=_("The area in which it holds."))
    days = WholeField(least=1, most=366, help_text=_("A visit is due every so many days."))
    modes = serializers.ListField(
        child=serializers.ChoiceField(Visit.Mode.choices), max_length=10, help_text=_("Which visits count.")
    )
    since = DayField(help_text=_("The first day on which it holds: today or later."))


class RuleEnd(Body):
    group = serializers.SlugField(max_length=40, help_text=GROUP)
    area = CodeField(help_text=_("The area in which it holds."))
    on = DayField(help_text=_("The first day on which it no longer holds."))


class RuleRow(serializers.Serializer[VisitRule]):
    group = serializers.SerializerMethodField(help_text=GROUP)
    area = serializers.CharField(source="area.code", allow_null=True, default=None)
    days = serializers.IntegerField()
    modes = serializers.ListField(child=serializers.ChoiceField(Visit.Mode.choices))
    since = serializers.DateField(source="period.lower", allow_null=True)
    until = serializers.DateField(source="period.upper", allow_null=True)

    def get_group(self, rule: VisitRule) -> str:
        return rule.category.code if rule.category else rule.occupancy


class RulesShape(serializers.Serializer[Any]):
    results = RuleRow(many=True)
