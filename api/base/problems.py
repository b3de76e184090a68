"""The problem document, for the API's description."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class FaultOut(serializers.Serializer[object]):
    field = serializers.CharField(help_text=_("The parameter or field, or empty."))
    value = serializers.JSONField(help_text=_("The value given, shortened."))
    message = serializers.CharField(help_text=_("What is wrong."))
    remedy = serializers.CharField(help_text=_("How to fix it; may be empty."))


class Problem(serializers.Serializer[object]):
    """RFC 9457, in the language of the Accept-Language header."""

    type = serializers.CharField(help_text=_("urn:gridmap:problem: and a name that does not change."))
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField(help_text=_("The path of the request."))
    request_id = serializers.CharField(help_text=_("Quote it when you report a problem."))
    errors = FaultOut(many=True)  # type: ignore[assignment]
