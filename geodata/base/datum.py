"""Where a coordinate stands: WGS 84, CGCS2000, and the two shifted datums of Chinese maps, GCJ-02 and BD-09.

Degrees, longitude before latitude, as arrays of any one shape. The formulas are the public ones (axis
6,378,245 m), the same in prcoords, coordTransform and coord_convert; the inverses are exact (10⁻¹¹°), by
iteration. CGCS2000 and WGS 84 differ by centimetres and count as one. Projected coordinates go through PROJ
by EPSG number.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

Degrees = NDArray[np.float64]
Pair = tuple[Degrees, Degrees]

# What a file calls its coordinate system never reaches PROJ as text: only a number does, and only of systems in degrees
# or metres. CGCS2000's zones: of six degrees with the zone before the easting, and without; of three degrees likewise.
GEOGRAPHIC = (4326, 4490)
CGCS2000 = tuple(range(4491, 4555))
PROJECTED = (*CGCS2000, 3857)
EPSG = GEOGRAPHIC + PROJECTED
"""The numbers in which a file without a declaration may be said to be."""
WIDE, NARROW = range(4491, 4513), range(4513, 4555)
UNSHIFTED = {4610: "Xi'an 80", 4214: "Beijing 54", 4555: "New Beijing"}
"""Geodetic systems whose shift to CGCS2000 is another one in each county, and not public."""

_AXIS, _ECCENTRICITY2 = 6378245.0, 0.00669342162296594323
_BD_TURN = np.pi * 3000.0 / 180.0


class Datum(TextChoices):
    WGS84 = "wgs84", _("WGS 84 (GPS)")
    CGCS2000 = "cgcs2000", _("CGCS2000 (surveyors, Tianditu)")
    GCJ02 = "gcj02", _("GCJ-02 (phone maps)")
    BD09 = "bd09", _("BD-09 (Baidu)")


def to_wgs84(lon: ArrayLike, lat: ArrayLike, datum: str) -> Pair:
    """Degrees in `datum` as degrees in WGS 84."""
    here = _degrees(lon, lat)
    if datum == Datum.BD09:
        here = bd09_to_gcj02(*here)
    return gcj02_to_wgs84(*here) if datum in (Datum.GCJ02, Datum.BD09) else here


def from_wgs84(lon: ArrayLike, lat: ArrayLike, datum: str) -> Pair:
    """Degrees in WGS 84 as degrees in `datum`."""
    here = _degrees(lon, lat)
    if datum in (Datum.GCJ02, Datum.BD09):
        here = wgs84_to_gcj02(*here)
    return gcj02_to_bd09(*here) if datum == Datum.BD09 else here


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """Shifted by 300 to 700 m in the box 72.004 to 137.8347° E, 0.8293 to 55.8271° N; unchanged outside."""
    lon, lat = _degrees(lon, lat)
    x, y = lon - 105.0, lat - 35.0
    waves = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = (
        -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + waves + _north_waves(y)
    )
    east = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + waves + _east_waves(x)
    phi = np.radians(lat)
    w = 1 - _ECCENTRICITY2 * np.sin(phi) ** 2
    north = np.degrees(north * w * np.sqrt(w) / (_AXIS * (1 - _ECCENTRICITY2)))
    east = np.degrees(east * np.sqrt(w) / (_AXIS * np.cos(phi)))
    inside = (lon >= 72.004) & (lon <= 137.8347) & (lat >= 0.8293) & (lat <= 55.8271)
    return np.where(inside, lon + east, lon), np.where(inside, lat + north, lat)


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """The exact inverse of `wgs84_to_gcj02`."""
    goal = _degrees(lon, lat)
    return _inverse(wgs84_to_gcj02, goal, start=goal)


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> Pair:
    lon, lat = _degrees(lon, lat)
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD_TURN)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD_TURN)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """The exact inverse of `gcj02_to_bd09`."""
    goal = _degrees(lon, lat)
    return _inverse(gcj02_to_bd09, goal, start=published_bd09_to_gcj02(*goal))


def published_bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> Pair:
    """The inverse that other libraries publish: about 5 cm off their own forward formula."""
    lon, lat = _degrees(lon, lat)
    lon, lat = lon - 0.0065, lat - 0.006
    radius = np.hypot(lon, lat) - 0.00002 * np.sin(lat * _BD_TURN)
    angle = np.arctan2(lat, lon) - 0.000003 * np.cos(lon * _BD_TURN)
    return radius * np.cos(angle), radius * np.sin(angle)


@lru_cache
def readable(epsg: int) -> bool:
    """Does PROJ know that number, as a system on the ground, in degrees or metres?"""
    try:
        crs = CRS.from_epsg(int(epsg))
    except CRSError:
        return False
    return (crs.is_projected or crs.is_geographic) and len(crs.axis_info) == 2


@lru_cache
def geodetic(epsg: int) -> int:
    """The number of the system in degrees below a projection; 4326 where it has none of its own."""
    below = CRS.from_epsg(epsg).geodetic_crs
    return (below.to_epsg() if below else None) or 4326


def unshifted(epsg: int) -> str:
    """The name of an old Chinese datum whose shift nobody knows without parameters; "" for all others."""
    return UNSHIFTED.get(geodetic(epsg), "")


def meridian(epsg: int) -> int:
    """The middle of a CGCS2000 zone, degrees east."""
    zones, first, step = (11, WIDE[0], 6) if epsg in WIDE else (21, NARROW[0], 3)
    return 75 + (epsg - first) % zones * step


def zone(epsg: int) -> int:
    """The number that a CGCS2000 zone writes before the easting; 0: it writes none."""
    if epsg not in (*WIDE[:11], *NARROW[:21]):
        return 0
    return 13 + epsg - WIDE[0] if epsg in WIDE else 25 + epsg - NARROW[0]


def around(west: float, east: float) -> tuple[int, ...]:
    """The projections in which offices between those degrees may keep their files, the neighbouring zones included."""
    near = (epsg for epsg in (*NARROW, *WIDE) if west - 3 <= meridian(epsg) <= east + 3)
    return (*near, 3857)


def unproject(east: ArrayLike, north: ArrayLike, epsg: int) -> Pair:
    """Coordinates in `epsg` (east and north) as degrees in WGS 84; of `unshifted` ones in their own datum.

    ValueError: it is not `readable`.
    """
    return _transform(epsg, east, north, inverse=True)


def project(lon: ArrayLike, lat: ArrayLike, epsg: int) -> Pair:
    """Degrees in WGS 84 as metres east and north in `epsg`. ValueError: it is not `readable`."""
    return _transform(epsg, lon, lat, inverse=False)


def _transform(epsg: int, x: ArrayLike, y: ArrayLike, *, inverse: bool) -> Pair:
    if not readable(epsg):
        raise ValueError(f"EPSG:{epsg} is none that can be read")
    here = _degrees(x, y)
    base = geodetic(epsg)
    if base != 4490 and base not in UNSHIFTED:
        base = 4326
    if epsg in (base, 4490):
        return here
    there, back = _transformer(epsg, base), "INVERSE"
    lon, lat = there.transform(*here, direction=back if inverse else "FORWARD")
    return np.asarray(lon), np.asarray(lat)


@lru_cache
def _transformer(epsg: int, base: int) -> Transformer:
    return Transformer.from_crs(base, epsg, always_xy=True)


def _inverse(forward: Callable[..., Pair], goal: Pair, *, start: Pair) -> Pair:
    lon, lat = start
    for _round in range(8):  # each round leaves a ten-thousandth of the error: three are enough
        there = forward(lon, lat)
        lon, lat = lon + goal[0] - there[0], lat + goal[1] - there[1]
    return lon, lat


def _north_waves(y: Degrees) -> Degrees:
    long = 160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)
    waves: Degrees = (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi) + long) * 2 / 3
    return waves


def _east_waves(x: Degrees) -> Degrees:
    long = 150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)
    waves: Degrees = (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi) + long) * 2 / 3
    return waves


def _degrees(lon: ArrayLike, lat: ArrayLike) -> Pair:
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
