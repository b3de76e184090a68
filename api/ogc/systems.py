"""Coordinate systems in which places are asked and told. All data are WGS 84; CGCS2000 differs from it by centimetres."""

from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.base.wording import figure

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


@dataclass(frozen=True, slots=True)
class System:
    uri: str
    srid: int
    flipped: bool
    """Are its coordinates latitude first?"""
    digits: int
    """Decimals that say a tenth of a metre."""
    sides: tuple[float, float, float, float]
    """Where it holds: west, south, east, north in its own units, longitude first."""

    def told(self, shape: str, *, points: bool = False) -> str:
        """SQL: a geometry of ours as GeoJSON in this system."""
        moved = shape if self.srid == WGS84 else f"ST_Transform({shape}, {self.srid})"
        turned = f"ST_FlipCoordinates({moved})" if self.flipped else moved
        wound = turned if points else f"ST_ForcePolygonCCW({turned})"
        return f"ST_AsGeoJSON({wound}, {self.digits}, 0)"

    def asked(self, shape: shapely.Geometry) -> tuple[str, dict[str, Any]]:
        """SQL of a geometry of this system as one of ours, and its parameter."""
        placed = f"ST_GeomFromWKB(%(shape)s, {self.srid})"
        if self.flipped:
            placed = f"ST_FlipCoordinates({placed})"
        return (placed if self.srid == WGS84 else f"ST_Transform({placed}, {WGS84})"), {
            "shape": shapely.to_wkb(shape)
        }

    def holds(self, shape: shapely.Geometry) -> bool:
        """Does it lie where the system holds?"""
        west, south, east, north = self.sides
        left, low, right, high = shape.bounds
        if self.flipped:
            left, low, right, high = low, left, high, right
        return bool(west <= left and right <= east and south <= low and high <= north)


WGS84 = 4326
_EARTH = (-180.0, -90.0, 180.0, 90.0)
_FAR = 20037508.35
CRS84 = System("http://www.opengis.net/def/crs/OGC/1.3/CRS84", WGS84, False, 6, _EARTH)
SYSTEMS = {
    system.uri: system
    for system in (
        CRS84,
        System(f"{EPSG}4326", WGS84, True, 6, _EARTH),
        System(f"{EPSG}4490", 4490, True, 6, _EARTH),
        System(f"{EPSG}3857", 3857, False, 2, (-_FAR, -_FAR, _FAR, _FAR)),
    )
}
MOST_VERTICES = 1_000


def system_of(uri: str, *, field: str) -> System:
    """By its name as an address or in brackets, as some programs send it. Raises BadInput."""
    system = SYSTEMS.get(uri.strip("[]"))
    if system is None:
        raise BadInput(
            _("This coordinate system is not offered."),
            field=field,
            value=uri,
            remedy=_("Choose one of: %(names)s.") % {"names": ", ".join(SYSTEMS)},
        )
    return system


def checked(shape: shapely.Geometry, system: System, *, field: str) -> shapely.Geometry:
    """A geometry that somebody sent, as it may be asked about: raises BadInput."""
    wrong = (
        shape is None
        or shape.is_empty
        or shape.geom_type == "GeometryCollection"
        or shapely.get_num_coordinates(shape) > MOST_VERTICES
        or not shapely.is_valid(shape)
        or not system.holds(shape)
    )
    if wrong:
        raise BadInput(
            _("This is not a valid shape of that coordinate system."),
            field=field,
            remedy=_("Up to %(n)s positions in the order and units of the coordinate system.")
            % {"n": figure(MOST_VERTICES)},
        )
    return shapely.force_2d(shape)
