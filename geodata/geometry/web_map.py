"""Squares of the web map (EPSG:3857, `zoom/x/y` from the north-west corner), with what is drawn around them."""

import math

WORLD = 20_037_508.342789244
"""Half the side of the web map's plane, in its metres."""
EXTENT, BUFFER = 4_096, 64
"""Of a square in its own units, and how much beyond it is told, so that lines and symbols meet those of the next."""

Bounds = tuple[float, float, float, float]
"""West, south, east, north."""


def square_around(zoom: int, x: int, y: int) -> Bounds:
    """The square with what is drawn around it, on the plane."""
    side = 2 * WORLD / 2**zoom
    beyond = side * BUFFER / EXTENT
    west, north = -WORLD + x * side, WORLD - y * side
    return west - beyond, north - side - beyond, west + side + beyond, north + beyond


def degrees_around(zoom: int, x: int, y: int) -> Bounds:
    """The same in degrees of WGS 84."""
    west, south, east, north = square_around(zoom, x, y)
    return _longitude(west), _latitude(south), _longitude(east), _latitude(north)


def square_at(zoom: int, longitude: float, latitude: float) -> tuple[int, int]:
    """x and y of the square in which a place lies."""
    across = (longitude + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(latitude))) / math.pi) / 2
    return math.floor(across * 2**zoom), math.floor(down * 2**zoom)


def _longitude(metres: float) -> float:
    return max(-180.0, min(180.0, metres / WORLD * 180))


def _latitude(metres: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * metres / WORLD)))
