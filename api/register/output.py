"""Changes of the register as they are answered."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.base.fields import NextField
from geodata.register.kinds.registry import NAMES, label_of
from geodata.register.models import MOVES, RegisterChange


class RegisterChangeOut(serializers.Serializer[RegisterChange]):
    """One change. Send its ETag, or `version`, as If-Match with what is to become of it."""

    id = serializers.IntegerField()
    client_id = serializers.UUIDField()
    body_hash = serializers.CharField(help_text=_("Keep the change on the phone until it has come back."))
    kind = serializers.ChoiceField(NAMES)
    kind_word = serializers.SerializerMethodField(help_text=_("The kind in words."))
    household = serializers.CharField(source="household.token", default=None, allow_null=True)
    village = serializers.CharField(source="village.code")
    grid = serializers.CharField(source="grid.code", default=None, allow_null=True)
    into = serializers.CharField(
        source="into.code",
        default=None,
        allow_null=True,
        help_text=_("The other village to which the household goes: it decides."),
    )
    payload = serializers.DictField()
    effective_on = serializers.DateField()
    proposed_by = serializers.CharField(source="proposed_by.name")
    proposed_at = serializers.DateTimeField()
    state = serializers.ChoiceField(RegisterChange.State.choices)
    decided_by = serializers.CharField(source="decided_by.name", default=None, allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()
    version = serializers.IntegerField()

    def get_kind_word(self, change: RegisterChange) -> str:
        return str(label_of(change.kind))


class OneRegisterChangeOut(RegisterChangeOut):
    moves = serializers.ListField(
        child=serializers.ChoiceField(MOVES),
        help_text=_("What the reader may do with it now."),
    )


class ChangesOut(serializers.Serializer[Any]):
    results = RegisterChangeOut(many=True)
    next = NextField()


class NotConfirmed(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    message = serializers.CharField(help_text=_("Why it was not confirmed."))


class ConfirmedOut(serializers.Serializer[Any]):
    confirmed = serializers.IntegerField()
    refused = NotConfirmed(many=True)
