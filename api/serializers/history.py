"""What happened to a household, as the API tells it."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from geodata.audit.timeline import DID, Change, Event, Moment


class ChangeShape(serializers.Serializer[Change]):
    field = serializers.CharField(source="name")
    label = serializers.CharField(help_text=_("The field in the reader's language."))  # type: ignore[assignment]
    before = serializers.CharField(allow_blank=True, help_text=_("In words; empty: there was no value."))
    after = serializers.CharField(allow_blank=True)


class EventShape(serializers.Serializer[Event]):
    did = serializers.ChoiceField(list(DID))
    what = serializers.CharField(help_text=_("What was changed: the household, a contact, a visit …"))
    which = serializers.CharField(allow_blank=True, help_text=_("Whose contact, of which day the visit …"))
    why = serializers.CharField(allow_blank=True)
    changes = ChangeShape(many=True)


class MomentShape(serializers.Serializer[Moment]):
    at = serializers.DateTimeField()
    who = serializers.CharField(allow_blank=True, help_text=_("Empty: no user, but a command or a job."))
    why = serializers.CharField(allow_blank=True)
    request = serializers.CharField(allow_blank=True, help_text=_("The id of the request."))
    events = EventShape(many=True)


class HistoryShape(serializers.Serializer[object]):
    household = serializers.CharField()
    masked = serializers.BooleanField(help_text=_("Details are hidden from you."))
    results = MomentShape(many=True, help_text=_("The latest first."))
