"""The base below the areas of a map: for everybody who is signed in."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.base.schema import documented
from api.base.views import View
from geodata.territory.base_map import base_now, square

VERSION = OpenApiParameter(
    "version",
    {"type": "string", "pattern": "^[0-9a-f]{16}$"},
    OpenApiParameter.PATH,
    description=_("The version of the base, as it is told."),
)
PLACE = [
    OpenApiParameter(
        name,
        {"type": "string", "pattern": f"^[0-9]{{1,{most}}}$"},
        OpenApiParameter.PATH,
        description=_("The zoom, column or row of a square of the web map."),
    )
    for name, most in (("zoom", 2), ("x", 5), ("y", 5))
]


class BaseOut(serializers.Serializer[object]):
    version = serializers.CharField(
        allow_blank=True, help_text=_("Part of the address of its squares; empty: there is no base.")
    )
    credit = serializers.CharField(
        allow_blank=True, help_text=_("Whose it is and by which licence: stands on the map.")
    )


class BaseShapeOut(serializers.Serializer[object]):
    kind = serializers.CharField(help_text="relief, water, river, road, settlement")
    rank = serializers.IntegerField(help_text=_("1 is seen from afar, 3 from near."))
    name = serializers.CharField(allow_blank=True)
    shape = serializers.JSONField(
        help_text=_("A GeoJSON geometry in units of the square, from its upper left corner.")
    )


class BaseSquareOut(serializers.Serializer[object]):
    side = serializers.IntegerField(help_text=_("Units along a side of the square."))
    shapes = BaseShapeOut(many=True)


class Base(View):
    """It changes when an operator imports another one."""

    cache_control = "private, max-age=300"

    @documented("base", _("The base map"), {200: BaseOut})
    def get(self, _request: Request) -> Response:
        """What lies below the areas of all maps: roads, rivers, waters, relief and settlements that were imported here."""
        base = base_now()
        return Response({"version": base.version if base else "", "credit": base.credit if base else ""})


class BaseSquare(View):
    """Its address says which base it belongs to, so it never changes."""

    cache_control = "private, max-age=31536000, immutable"

    @documented(
        "base_square",
        _("One square of the base map"),
        {200: BaseSquareOut},
        path=[VERSION, *PLACE],
        problems=[404],
    )
    def get(self, _request: Request, version: str, zoom: str, x: str, y: str) -> HttpResponse:
        """A square of the web map (zoom, column, row). 404 where there is no such square, or another base by now."""
        shapes = square(version, zoom=int(zoom), x=int(x), y=int(y))
        if shapes is None:
            raise Http404
        return HttpResponse(shapes, content_type="application/json")
