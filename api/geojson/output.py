"""Features as the API's description shows them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

_OF_MANY = ["MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection"]


def _numbers(depth: int) -> dict[str, Any]:
    """A position, within so many lists."""
    if depth:
        return {"type": "array", "items": _numbers(depth - 1)}
    return {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}


def _geometry(kind: str, depth: int) -> dict[str, Any]:
    return {
        "type": ["object", "null"],
        "properties": {"type": {"type": "string", "const": kind}, "coordinates": _numbers(depth)},
        "required": ["type", "coordinates"],
    }


@extend_schema_field(_geometry("Point", 0))
class PointOut(serializers.JSONField):
    """WGS 84, longitude first; null where there is none."""


@extend_schema_field(_geometry("MultiPolygon", 3))
class BorderOut(serializers.JSONField):
    """WGS 84, longitude first; null where there is none."""


@extend_schema_field(_geometry("LineString", 1))
class PathOut(serializers.JSONField):
    """WGS 84, longitude first; null where there is none."""


@extend_schema_field(
    {
        "type": ["object", "null"],
        "properties": {
            "type": {"type": "string", "enum": ["Point", "LineString", "Polygon", *_OF_MANY]},
            "coordinates": {"type": "array", "items": {}},
            "geometries": {"type": "array", "items": {"type": "object"}},
        },
        "required": ["type"],
    }
)
class GeometryOut(serializers.JSONField):
    """Of any kind, WGS 84, longitude first; null where there is none."""


@extend_schema_field({"type": "string", "const": "Feature"})
class FeatureType(serializers.CharField):
    """The word that GeoJSON asks for."""


@extend_schema_field({"type": "string", "const": "FeatureCollection"})
class CollectionType(serializers.CharField):
    """The word that GeoJSON asks for."""


class FeatureOut(serializers.Serializer[object]):
    type = FeatureType()
    id = serializers.CharField(help_text=_("The code of the area or the token of the household."))


class CollectionOut(serializers.Serializer[object]):
    type = CollectionType()
    on = serializers.DateField(help_text=_("The requested day."))
