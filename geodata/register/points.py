"""A point as a change says it."""

from collections.abc import Mapping
from typing import Any

from django.contrib.gis.geos import Point


def point_of(value: Mapping[str, Any]) -> Point:
    return Point(round(value["lon"], 7), round(value["lat"], 7), srid=4326)
