"""Industry as it is answered: rows of each kind, and figures of villages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from geodata.industry.words import Group, OfferKind, Topic


class CooperativeOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    village = serializers.CharField(source="village.code")
    product = serializers.CharField()
    members = serializers.IntegerField(help_text=_("Households that belong to it today."), required=False)


class MembershipOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    household = serializers.CharField(source="household.token", help_text=_("Its token."))
    since = serializers.DateField(source="period.lower", allow_null=True)


class OneCooperativeOut(CooperativeOut):
    memberships = MembershipOut(many=True, help_text=_("Of households that you see."))


class EnterpriseOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    area = serializers.CharField(source="area.code")
    business = serializers.CharField()
    villages = serializers.IntegerField(
        help_text=_("Villages with which it is paired today."), required=False
    )


class EnterprisePairOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    village = serializers.CharField(source="village.code")
    liaison = serializers.CharField()


class OneEnterpriseOut(EnterpriseOut):
    pairs = EnterprisePairOut(many=True)


class SpecialistOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    unit = serializers.CharField()
    field = serializers.CharField()
    area = serializers.CharField(source="area.code")
    guided = serializers.IntegerField(help_text=_("Visits within a year."), required=False)


class GuidanceOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    specialist = serializers.IntegerField(source="specialist_id")
    village = serializers.CharField(source="village.code")
    day = serializers.DateField()
    topic = serializers.ChoiceField(Topic.choices)
    persons = serializers.IntegerField()


class SaleOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    village = serializers.CharField(source="village.code")
    day = serializers.DateField()
    product = serializers.CharField()
    kg = serializers.DecimalField(max_digits=10, decimal_places=1)
    yuan = serializers.DecimalField(max_digits=12, decimal_places=2)
    enterprise = serializers.IntegerField(source="enterprise_id", allow_null=True)
    cooperative = serializers.IntegerField(source="cooperative_id", allow_null=True)


class IndustryOfferOut(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(OfferKind.choices)
    title = serializers.CharField()
    provider = serializers.CharField()
    area = serializers.CharField(source="area.code")
    until = serializers.DateField()
    places = serializers.IntegerField(allow_null=True)
    text = serializers.CharField()


class IncomeOut(serializers.Serializer[Any]):
    """Of a village, never of a household or person."""

    id = serializers.IntegerField()
    village = serializers.CharField(source="village.code")
    year = serializers.IntegerField()
    group = serializers.ChoiceField(Group.choices)
    households = serializers.IntegerField(help_text=_("How many were asked."))
    mean = serializers.DecimalField(max_digits=9, decimal_places=0, help_text=_("Yuan a person."))


class VillageSumsOut(serializers.Serializer[Any]):
    village = serializers.CharField(source="area.code")
    farming = serializers.IntegerField(help_text=_("Households with crop or livestock."))
    members = serializers.IntegerField(help_text=_("Of these, households in a co-operative."))
    enterprises = serializers.IntegerField(help_text=_("Paired with the village today."))
    guided = serializers.IntegerField(help_text=_("Visits of specialists."))
    persons = serializers.IntegerField(help_text=_("Persons who came to them."))
    kg = serializers.DecimalField(max_digits=None, decimal_places=1)
    yuan = serializers.DecimalField(max_digits=None, decimal_places=2)


class TopicSumsOut(serializers.Serializer[Any]):
    topic = serializers.ChoiceField(Topic.choices)
    guided = serializers.IntegerField()
    persons = serializers.IntegerField()


class ProductSumsOut(serializers.Serializer[Any]):
    product = serializers.CharField()
    kg = serializers.DecimalField(max_digits=None, decimal_places=1)
    yuan = serializers.DecimalField(max_digits=None, decimal_places=2)


class DifferenceOut(serializers.Serializer[Any]):
    """`yuan` is the mean of members less that of others; null where one of them was told by nobody."""

    year = serializers.IntegerField()
    members = serializers.IntegerField(help_text=_("Households of members that were asked."))
    others = serializers.IntegerField(help_text=_("Other households that were asked."))
    yuan = serializers.DecimalField(max_digits=None, decimal_places=0, allow_null=True)


class IndustrySumsOut(serializers.Serializer[Any]):
    villages = VillageSumsOut(many=True)
    village_without_enterprise = serializers.ListField(
        child=serializers.CharField(), help_text=_("Codes of villages beside which no enterprise stands.")
    )
    topics = TopicSumsOut(many=True)
    products = ProductSumsOut(many=True)
    incomes = DifferenceOut(many=True)
