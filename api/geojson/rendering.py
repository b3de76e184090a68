"""The parts of GeoJSON that all features share."""

from collections.abc import Iterable
from typing import Any

import orjson


def fragment(geometry: str | None) -> orjson.Fragment | None:
    """Geometry that the database has rendered, taken over as it is."""
    return None if geometry is None else orjson.Fragment(geometry)


def feature(name: str | None, geometry: Any, properties: dict[str, Any]) -> dict[str, Any]:
    """A feature; its id is the code or token, left out where there is none."""
    head = {"type": "Feature"} if name is None else {"type": "Feature", "id": name}
    return {**head, "geometry": geometry, "properties": properties}


def collection(features: Iterable[dict[str, Any]], **members: Any) -> dict[str, Any]:
    """A collection with further members beside its features."""
    return {"type": "FeatureCollection", **members, "features": list(features)}
