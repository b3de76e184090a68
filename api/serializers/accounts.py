"""Signing in, and what the user may do."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.serializers.areas import PlaceShape
from api.serializers.base import Body, Query
from api.serializers.fields import TextField
from geodata.accounts.models import ApiToken
from geodata.contacts.models import Duty
from geodata.territory.scope import Right


class LoginName(TextField):
    """Whose it is stands on record without ID numbers; whatever its office once chose for a name opens the account."""

    leaves_out_id_numbers = True


class TokenBody(Body):
    username = LoginName(max_length=150)
    password = serializers.CharField(max_length=200, write_only=True, trim_whitespace=False)
    code = TextField(
        write_only=True,
        max_length=20,
        required=False,
        help_text=_("Of the second step, for accounts that have one: six digits, or a recovery code."),
    )


class TokenMade(serializers.Serializer[object]):
    """Send it as `Authorization: Bearer …` until it expires."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


class EndTokenQuery(Query):
    all = serializers.BooleanField(required=False, help_text=_("End all tokens of this user."))


class OneOfMyTokens(serializers.Serializer[ApiToken]):
    number = serializers.IntegerField(source="pk")
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    used_at = serializers.DateTimeField(allow_null=True, help_text=_("Last used, to the minute."))
    device = serializers.CharField(help_text=_("What the program that uses it calls itself."))
    network = serializers.CharField(help_text=_("The beginning of the address."))
    current = serializers.BooleanField(help_text=_("Whether it is the token of this request."))


class MyTokens(serializers.Serializer[object]):
    tokens = OneOfMyTokens(many=True)


class Post(serializers.Serializer[Duty]):
    kind = serializers.ChoiceField(Duty.Kind.choices)
    name = serializers.CharField(source="get_kind_display")
    area = PlaceShape(allow_null=True)
    since = serializers.DateField(source="period.lower", allow_null=True)
    until = serializers.DateField(
        source="period.upper", allow_null=True, help_text=_("The first day on which it no longer holds.")
    )


class ScopeOfMe(serializers.Serializer[object]):
    codes = serializers.ListField(child=serializers.CharField(), help_text=_("Tops of the visible subtrees."))
    households = serializers.IntegerField(help_text=_("Single households that the user looks after."))


class Me(serializers.Serializer[object]):
    username = serializers.CharField()
    name = serializers.CharField()
    on = serializers.DateField()
    duties = Post(many=True)
    scope = ScopeOfMe()
    rights = serializers.ListField(child=serializers.ChoiceField([right.value for right in Right]))
