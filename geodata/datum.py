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
from pyproj import Transformer

Degrees = NDArray[np.float64]
Pair = tuple[Degrees, Degrees]

# A fixed list of numbers: what a file calls its coordinate system never reaches PROJ as text.
# 4525 and 4526 write the zone before the easting, 4546 and 4547 are the same zones without it.
GEOGRAPHIC = (4326, 4490)
PROJECTED = (4525, 4526, 4546, 4547, 3857)
EPSG = GEOGRAPHIC + PROJECTED

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


def unproject(east: ArrayLike, north: ArrayLike, epsg: int) -> Pair:
    """Coordinates in `epsg` (east and north) as degrees in WGS 84. ValueError: not in `EPSG`."""
    return _transform(epsg, east, north, inverse=True)


def project(lon: ArrayLike, lat: ArrayLike, epsg: int) -> Pair:
    """Degrees in WGS 84 as metres east and north in `epsg`. ValueError: not in `EPSG`."""
    return _transform(epsg, lon, lat, inverse=False)


def _transform(epsg: int, x: ArrayLike, y: ArrayLike, *, inverse: bool) -> Pair:
    if epsg not in EPSG:
        raise ValueError(f"EPSG:{epsg} is not in the list")
    here = _degrees(x, y)
    if epsg in GEOGRAPHIC:
        return here
    there, back = _transformer(epsg, 4326 if epsg == 3857 else 4490), "INVERSE"
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
