"""Tokens, and oneself with today's duties, as they are answered."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.territory.output import PlaceOut
from geodata.accounts.models import ApiToken
from geodata.base.scope import Right
from geodata.posts.models import Post


class TokenMade(serializers.Serializer[object]):
    """Send it as `Authorization: Bearer …` until it expires."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


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


class PostOfMe(serializers.Serializer[Post]):
    kind = serializers.ChoiceField(Post.Kind.choices)
    name = serializers.CharField(source="get_kind_display")
    area = PlaceOut(allow_null=True)
    since = serializers.DateField(source="period.lower", allow_null=True)
    until = serializers.DateField(
        source="period.upper", allow_null=True, help_text=_("The first day on which it is no longer valid.")
    )


class ScopeOfMe(serializers.Serializer[object]):
    codes = serializers.ListField(
        child=serializers.CharField(), help_text=_("Codes of the topmost areas that are visible.")
    )
    households = serializers.IntegerField(
        help_text=_("Number of single households that the user looks after.")
    )


class Me(serializers.Serializer[object]):
    username = serializers.CharField()
    name = serializers.CharField()
    on = serializers.DateField()
    posts = PostOfMe(many=True)
    scope = ScopeOfMe()
    rights = serializers.ListField(child=serializers.ChoiceField([right.value for right in Right]))
