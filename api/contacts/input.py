"""What is sent to name a contact, and what is asked of members."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import LARGEST_ID, CodeField, DayField, TextField, WholeField
from api.base.serializers import Body, Query
from geodata.contacts.members import MOST
from geodata.contacts.models import Member


class ContactIn(Body):
    member = WholeField(least=1, most=LARGEST_ID, help_text=_("The member's id, as in members/."))
    primary = serializers.BooleanField(default=True, help_text=_("The first contact, or a second one."))


class MembersQuery(Query):
    village = CodeField(help_text=_("The village whose members are requested."))
    all = serializers.BooleanField(
        default=False, help_text=_("Also members who are not able to help, or have left.")
    )


class MemberIn(Body):
    """Who joins: the login name of somebody with an account, or name and phone of somebody new."""

    village = CodeField(help_text=_("The village that he or she is a member of."))
    username = TextField(max_length=40, allow_blank=True, default="", help_text=_("The whole login name."))
    name = TextField(max_length=60, allow_blank=True, default="", help_text=_("The name of someone new."))
    phone = TextField(max_length=40, allow_blank=True, default="", help_text=_("The phone of someone new."))
    branch = TextField(max_length=100, help_text=_("The name of a branch of the village."))
    kind = serializers.ChoiceField(Member.Kind.choices, default=Member.Kind.PARTY_MEMBER)
    ability = serializers.ChoiceField(Member.Ability.choices, default=Member.Ability.ABLE)
    capacity = WholeField(least=0, most=MOST, default=20, help_text=_("Households at most."))
    since = DayField(help_text=_("The first day of membership."))


class MemberChangeIn(Body):
    ability = serializers.ChoiceField(Member.Ability.choices)
    capacity = WholeField(least=0, most=MOST, help_text=_("Households at most."))
    kind = serializers.ChoiceField(Member.Kind.choices, required=False)
    since = DayField(
        required=False,
        help_text=_("The day since which that is so; none: today. Days before stay as they were."),
    )
    left_on = DayField(
        required=False,
        allow_null=True,
        default=None,
        help_text=_("The first day on which he or she is no longer a member; null: stays."),
    )
