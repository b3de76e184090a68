"""What this installation publishes: signed coverage, and the key to check it by."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.fields import CodeField, DayField
from api.base.schema import documented
from api.base.serializers import Query
from api.base.views import View
from api.federation.collectors import Collecting, Collector
from geodata.federation.publishing import key_in_use, published
from geodata.federation.signing import FORMAT


class PublishedQuery(Query):
    area = CodeField(help_text=_("The code of a county."))
    since = DayField(
        required=False, help_text=_("From this day on, 31 days at most; the last one if left out.")
    )


class PublishedDay(serializers.Serializer[Any]):
    day = serializers.DateField()
    payload = serializers.CharField(help_text=_("The text that was signed: a JSON object."))
    signature = serializers.CharField(help_text=_("Ed25519, in base64."))
    key = serializers.CharField(help_text=_("The public key of that signature, in base64."))


class PublishedOut(serializers.Serializer[Any]):
    area = serializers.CharField()
    results = PublishedDay(many=True)


class KeyOut(serializers.Serializer[Any]):
    format = serializers.CharField(help_text=_("Stands, with a line feed, before what is signed."))
    key = serializers.CharField(help_text=_("Ed25519, 32 bytes in base64."))


class PublishedCoverageOfArea(View):
    authentication_classes = [Collector]
    permission_classes = [Collecting]

    @documented(
        "published_coverage",
        _("Published coverage"),
        {200: PublishedOut},
        query=PublishedQuery,
        problems=[404],
    )
    def get(self, request: Request) -> Response:
        """Signed counts of a county, its townships and villages, by day; small counts hidden. Off until a key is set.

        For a collector, with a token of its own. What was told of a day is told the same ever after.
        """
        query = PublishedQuery.read(request)
        days = published(
            area=query["area"], since=query.get("since"), collector=str(request.auth), at=timezone.now()
        )
        return Response(PublishedOut({"area": query["area"], "results": days}).data)


class PublishingKey(View):
    authentication_classes = []
    permission_classes = [AllowAny]

    @documented("publishing_key", _("Key of published coverage"), {200: KeyOut}, problems=[404])
    def get(self, request: Request) -> Response:
        """The public key by which published coverage is checked. Open to everybody."""
        Query.read(request)
        return Response(KeyOut({"format": FORMAT, "key": key_in_use(settings.PUBLISHING_KEY)}).data)
