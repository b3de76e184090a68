"""Addresses of tiles, and what each layer says about itself as TileJSON 3."""

from typing import Any

import orjson
from django.conf import settings
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import renderers
from rest_framework.request import Request

from api.base.renderers import Json
from api.base.unchanged import by_content
from api.base.views import View
from api.ogc.told import rows_of
from api.territory.input import OnDay
from api.tiles import squares
from api.tiles.layers import COUNTS, HOUSEHOLD, LAYERS, NEAR, NEAREST, Layer
from geodata.base import periods
from geodata.base.access import require
from geodata.base.scope import Right
from geodata.coverage import disclosure

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"


class Mvt(renderers.BaseRenderer):
    media_type = MEDIA_TYPE
    format = "pbf"
    charset = None

    def render(self, data: Any, *_told: Any, **_more: Any) -> bytes:
        return data if isinstance(data, bytes) else b""


class LayerView(View):
    http_method_names = ["get", "head", "options"]

    def layer(self, name: str) -> Layer:
        """404 where there is none, 403 without its right."""
        if name not in LAYERS:
            raise Http404
        require(self.scope, LAYERS[name].right)
        return LAYERS[name]


@extend_schema(exclude=True)
class Tile(LayerView):
    renderer_classes = [Mvt, Json]
    cache_control = "private, no-cache"

    def get(self, request: Request, layer: str, zoom: str, x: str, y: str) -> HttpResponse:
        """204 where nothing of it may be shown; households lie in no cache."""
        one, place = self.layer(layer), {"zoom": int(zoom), "x": int(x), "y": int(y)}
        on = OnDay.read(request).get("on") or periods.today()
        if not squares.exists(**place, nearest=NEAREST):
            raise Http404
        tile = self._written(one, on=on, **place) if place["zoom"] >= one.first else b""
        answer = HttpResponse(tile, content_type=MEDIA_TYPE, status=200 if tile else 204)
        if one.level:
            return by_content(request, answer)
        # The framework has taken the headers of the view before it asked it.
        self.headers = {**self.headers, "Cache-Control": View.cache_control}
        return answer

    def _written(self, layer: Layer, *, on: Any, **place: int) -> bytes:
        if layer.level:
            rows = rows_of(self.scope, (layer.level,), on=on)
            return squares.of_areas(layer, rows, on=on, **place)
        listed = self.scope.to(Right.HOUSEHOLDS)
        disclosure.check_day(on, free=disclosure.is_free(listed))
        return squares.of_households(layer, scope=self.scope, on=on, **place)


@extend_schema(exclude=True)
class TileJson(LayerView):
    renderer_classes = [Json]

    def get(self, request: Request, layer: str) -> HttpResponse:
        OnDay.read(request)
        one = self.layer(layer)
        told = {
            "tilejson": "3.0.0",
            "name": one.name,
            "description": str(one.title),
            "tiles": [f"{request.build_absolute_uri('/tiles/')}{one.name}/{{z}}/{{x}}/{{y}}.pbf"],
            "minzoom": one.first,
            "maxzoom": NEAREST,
            "bounds": list(settings.COUNTY_BOX),
            "vector_layers": [
                {"id": one.name, "fields": _fields(one), "minzoom": one.first, "maxzoom": NEAREST}
            ],
        }
        return HttpResponse(orjson.dumps(told), content_type=Json.media_type)


def _fields(layer: Layer) -> dict[str, str]:
    if not layer.level:
        return {
            name: "Boolean" if kind == "boolean" else "String" for name, kind in (HOUSEHOLD | NEAR).items()
        }
    return _texts("code", "name", "hidden") | dict.fromkeys(COUNTS, "Number")


def _texts(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "String")
