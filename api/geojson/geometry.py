"""A geometry that somebody sends: GeoJSON in WGS 84 that is checked before anything is built from it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, LinearRing, LineString, MultiPolygon, Point, Polygon
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework_gis.fields import GeometryField

from geodata.base.wording import listed

MOST_VERTICES = 10_000
LONGITUDE_FIRST = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}

DEPTHS = {"Point": 0, "LineString": 1, "Polygon": 2, "MultiPolygon": 3}
"""Lists around the positions of each type."""

Position = tuple[float, float]


class StrictGeometryField(GeometryField):  # type: ignore[misc]
    """A dict of one of `kinds`; two dimensions, finite, in settings.COUNTY_BOX, closed, valid, ≤ 10,000 vertices."""

    default_error_messages = {
        "not_geojson": _("This is not a GeoJSON geometry."),
        "other_kind": _("The geometry has to be a {kinds}."),
        "foreign_crs": _("Only WGS 84 coordinates are accepted."),
        "not_a_position": _("A position is two plain numbers: longitude and latitude."),
        "wrong_depth": _("The coordinates are not nested as in a {kind}."),
        "too_many": _("The geometry has more than {most} vertices."),
        "swapped_axes": _("Latitude and longitude are swapped."),
        "outside": _("A position lies outside the county and its surroundings."),
        "open_ring": _("A ring needs at least four positions and must end where it begins."),
        "invalid_shape": _("The polygon crosses itself or is otherwise invalid."),
        "short_line": _("A line needs two positions or more."),
    }
    remedies = {
        "not_geojson": _('Send an object such as {"type": "Point", "coordinates": [112.5, 27.9]}.'),
        "other_kind": _("Use that type."),
        "foreign_crs": _("Convert the coordinates to WGS 84 and leave out “crs”."),
        "not_a_position": _("Write [longitude, latitude] in degrees, without a height."),
        "wrong_depth": _("Compare with the examples in RFC 7946."),
        "too_many": _("Simplify it."),
        "swapped_axes": _("Write longitude first: [longitude, latitude]."),
        "outside": _("Check the coordinates; they are degrees of WGS 84."),
        "open_ring": _("Repeat the first position at the end of each ring."),
        "invalid_shape": _("Fix it where its lines cross or touch."),
        "short_line": _("Remove it, or draw it again."),
    }

    def __init__(self, *, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kinds = tuple(kinds)

    def to_internal_value(self, data: Any) -> GEOSGeometry:
        if not isinstance(data, dict) or not isinstance(data.get("type"), str):
            self.fail("not_geojson")
        if data["type"] not in self.kinds:
            self.fail("other_kind", kinds=listed(self.kinds))
        if "crs" in data and data["crs"] != LONGITUDE_FIRST:
            self.fail("foreign_crs")
        if set(data) - {"type", "coordinates", "crs"} or "coordinates" not in data:
            self.fail("not_geojson")
        self._check_positions(data["type"], data["coordinates"])
        return self._built(data["type"], data["coordinates"])

    def _check_positions(self, kind: str, coordinates: Any) -> None:
        wrong = self._wrong_depth(kind)
        for count, position in enumerate(_positions(coordinates, DEPTHS[kind], wrong), start=1):
            if count > MOST_VERTICES:
                self.fail("too_many", most=MOST_VERTICES)
            if len(position) != 2 or not all(map(_is_degree, position)):
                self.fail("not_a_position")
            if not _inside(*position):
                self.fail("swapped_axes" if _inside(*reversed(position)) else "outside")

    def _wrong_depth(self, kind: str) -> Callable[[], None]:
        return lambda: self.fail("wrong_depth", kind=kind)

    def _built(self, kind: str, coordinates: Any) -> GEOSGeometry:
        if kind == "Point":
            return Point(tuple(coordinates), srid=4326)
        if kind == "LineString":
            if len(coordinates) < 2:
                self.fail("short_line")
            return LineString([tuple(position) for position in coordinates], srid=4326)
        parts = [coordinates] if kind == "Polygon" else coordinates
        polygons = [Polygon(*map(self._ring, rings), srid=4326) for rings in parts]
        shape: GEOSGeometry = polygons[0] if kind == "Polygon" else MultiPolygon(polygons, srid=4326)
        if not shape.valid:
            self.fail("invalid_shape")
        return shape

    def _ring(self, positions: Sequence[Position]) -> LinearRing:
        if len(positions) < 4 or positions[0] != positions[-1]:
            self.fail("open_ring")
        return LinearRing([tuple(position) for position in positions])


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "type": {"type": "string", "const": "Point"},
            "coordinates": {
                "type": "array",
                "items": {"type": "number"},
                "minItems": 2,
                "maxItems": 2,
                "example": [112.5, 27.9],
            },
        },
        "required": ["type", "coordinates"],
    }
)
class PointField(StrictGeometryField):
    """A point."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(kinds=["Point"], **kwargs)


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "type": {"type": "string", "const": "LineString"},
            "coordinates": {
                "type": "array",
                "items": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
                "minItems": 2,
                "example": [[112.5, 27.9], [112.51, 27.91]],
            },
        },
        "required": ["type", "coordinates"],
    }
)
class LineField(StrictGeometryField):
    """A line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(kinds=["LineString"], **kwargs)


def _positions(coordinates: Any, depth: int, wrong: Callable[[], None]) -> Iterator[Sequence[Any]]:
    """The positions below `depth` lists; `wrong()` raises where the nesting is another. Never deeper than the type."""
    if not isinstance(coordinates, list) or not coordinates:
        wrong()
    if depth == 0:
        if any(isinstance(part, list | dict) for part in coordinates):
            wrong()
        yield coordinates
        return
    for part in coordinates:
        yield from _positions(part, depth - 1, wrong)


def _is_degree(value: Any) -> bool:
    """A finite number of a size that degrees have (NaN compares false)."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -1000 < value < 1000


def _inside(longitude: float, latitude: float) -> bool:
    west, south, east, north = settings.COUNTY_BOX
    return bool(west <= longitude <= east and south <= latitude <= north)
