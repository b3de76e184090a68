"""What comes of a turnover, as it is answered."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from geodata.turnover.outcome import LeftLine, Outcome, PostLine


class PostLineOut(serializers.Serializer[PostLine]):
    kind = serializers.CharField()
    area = serializers.CharField()
    name = serializers.CharField()
    new = serializers.BooleanField(help_text=_("Somebody who gets an account with it."))


class LeftLineOut(serializers.Serializer[LeftLine]):
    name = serializers.CharField()
    handed = serializers.IntegerField()
    alone = serializers.IntegerField(help_text=_("Households that nobody takes."))
    why = serializers.CharField()


class TurnoverOut(serializers.Serializer[Outcome]):
    ended = PostLineOut(many=True)
    filled = PostLineOut(many=True)
    left = LeftLineOut(many=True)
    handed = serializers.IntegerField(help_text=_("Households that go to somebody else."))
    alone = serializers.IntegerField(help_text=_("Households that nobody takes."))
    reprint = serializers.IntegerField(help_text=_("Households that hold a card with the former name."))
    vacant = serializers.IntegerField(help_text=_("Grids without a leader afterwards."))
    seen = serializers.CharField(source="digest", help_text=_("Send it to save exactly this."))
