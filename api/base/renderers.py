"""JSON by orjson: numbers as they are, NaN as null, days as text."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer


class Json(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=str)


class GeoJson(Json):
    """RFC 7946: WGS 84, longitude first."""

    media_type = "application/geo+json"
    format = "geojson"


class AnyFile(Json):
    """A file as it is; the type that it was given stands in its description."""

    media_type = "application/octet-stream"
    format = "file"
