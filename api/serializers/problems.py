"""The problem document, for the API's description."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers


class FaultShape(serializers.Serializer[object]):
    field = serializers.CharField(help_text=_("The parameter or field, or empty."))
    value = serializers.JSONField(help_text=_("What was given, shortened."))
    message = serializers.CharField(help_text=_("What is not right."))
    remedy = serializers.CharField(help_text=_("How to mend it, or empty."))


class Problem(serializers.Serializer[object]):
    """RFC 9457, in the language of the Accept-Language header."""

    type = serializers.CharField(help_text=_("urn:gridmap:problem: and a name that does not change."))
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    instance = serializers.CharField(help_text=_("The path of the request."))
    request_id = serializers.CharField(help_text=_("Tell it when you report a problem."))
    errors = FaultShape(many=True)  # type: ignore[assignment]
