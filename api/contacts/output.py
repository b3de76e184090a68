"""Contacts and members, as they are answered."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from geodata.contacts.models import ContactLink, Member


class ContactMade(serializers.Serializer[ContactLink]):
    """The contact that holds from today on."""

    household = serializers.CharField(source="household.token")
    member = serializers.IntegerField(source="member_id")
    name = serializers.CharField(source="member.user.name")
    primary = serializers.BooleanField()
    since = serializers.DateField(source="period.lower")


POINT = {"type": ["array", "null"], "items": {"type": "number"}, "minItems": 2, "maxItems": 2}


class MemberRow(serializers.Serializer[Member]):
    id = serializers.IntegerField()
    user = serializers.IntegerField(source="user_id")
    name = serializers.CharField(source="user.name")
    branch = serializers.CharField(source="branch.name")
    kind = serializers.ChoiceField(Member.Kind.choices)
    load = serializers.IntegerField()
    capacity = serializers.IntegerField()
    ability = serializers.ChoiceField(Member.Ability.choices)
    until = serializers.DateField(
        source="period.upper",
        allow_null=True,
        help_text=_("The first day on which he or she is no longer a member."),
    )
    point = serializers.SerializerMethodField()

    @extend_schema_field(POINT)
    def get_point(self, member: Member) -> list[float] | None:
        """Longitude and latitude of the home (WGS 84)."""
        return [round(axis, 6) for axis in member.point.coords] if member.point else None


class Members(serializers.Serializer[object]):
    village = serializers.CharField()
    results = MemberRow(many=True)
