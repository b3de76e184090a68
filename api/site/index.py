"""The way in: what there is below /api/v1/."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import documented
from api.base.serializers import Query
from api.base.views import View

NAMES = (
    "areas",
    "coverage",
    "households",
    "members",
    "ledger",
    "categories",
    "jobs",
    "me",
    "token",
    "schema",
    "docs",
)


class IndexOut(serializers.Serializer[object]):
    def get_fields(self) -> dict[str, Any]:
        return {name: serializers.URLField() for name in NAMES}


class Index(View):
    @documented("index", _("Endpoints of this API"), {200: IndexOut})
    def get(self, request: Request) -> Response:
        """The addresses below this one."""
        Query.read(request)
        return Response({name: request.build_absolute_uri(reverse(f"api:{name}")) for name in NAMES})
