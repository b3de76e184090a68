"""Contact members, and setting one."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.base import Body, Query
from api.serializers.fields import CodeField, WholeField
from api.serializers.visits import LARGEST_ID
from geodata.contacts.models import ContactLink, Member


class ContactBody(Body):
    member = WholeField(least=1, most=LARGEST_ID, help_text=_("The member's id, as in members/."))
    primary = serializers.BooleanField(default=True, help_text=_("The first contact, or a second one."))


class ContactMade(serializers.Serializer[ContactLink]):
    """The contact that holds from today on."""

    household = serializers.CharField(source="household.token")
    member = serializers.IntegerField(source="member_id")
    name = serializers.CharField(source="member.user.name")
    primary = serializers.BooleanField()
    since = serializers.DateField(source="period.lower")


POINT = {"type": ["array", "null"], "items": {"type": "number"}, "minItems": 2, "maxItems": 2}


class MembersQuery(Query):
    village = CodeField(help_text=_("The village whose members are asked for."))
    all = serializers.BooleanField(
        default=False, help_text=_("Also those who are not able to help, or have left.")
    )


class MemberRow(serializers.Serializer[Member]):
    id = serializers.IntegerField()
    user = serializers.IntegerField(source="user_id")
    name = serializers.CharField(source="user.name")
    branch = serializers.CharField(source="branch.name")
    load = serializers.IntegerField()
    capacity = serializers.IntegerField()
    ability = serializers.ChoiceField(Member.Ability.choices)
    until = serializers.DateField(
        source="period.upper", allow_null=True, help_text=_("The first day on which he or she is no member.")
    )
    point = serializers.SerializerMethodField()

    @extend_schema_field(POINT)
    def get_point(self, member: Member) -> list[float] | None:
        """Longitude and latitude of the home (WGS 84)."""
        return [round(axis, 6) for axis in member.point.coords] if member.point else None


class Members(serializers.Serializer[object]):
    village = serializers.CharField()
    results = MemberRow(many=True)
