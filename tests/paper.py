"""Squared paper in metres, for borders that can be done in the head: squares of 100 m, the corner at (1000, 2000)."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

EAST, NORTH, SIDE = 1000.0, 2000.0, 100.0


def square(column: float, row: float, wide: float = 1, high: float = 1) -> BaseGeometry:
    """A rectangle of squares."""
    west, south = EAST + column * SIDE, NORTH + row * SIDE
    return shapely.box(west, south, west + wide * SIDE, south + high * SIDE)


def squares(*places: tuple[float, ...]) -> np.ndarray:
    return np.array([square(*place) for place in places], dtype=object)


def at(column: float, row: float) -> tuple[float, float]:
    """A place on the paper; (0.5, 0.5) is the middle of the first square."""
    return (EAST + column * SIDE, NORTH + row * SIDE)


def points(*places: tuple[float, float]) -> np.ndarray:
    return np.array([at(*place) for place in places], dtype=float).reshape(-1, 2)


def line(*places: tuple[float, float]) -> BaseGeometry:
    return shapely.LineString([at(*place) for place in places])


def lines(*each: BaseGeometry) -> np.ndarray:
    return np.array(each, dtype=object)


def scattered(outline: BaseGeometry, count: int, seed: int = 1) -> np.ndarray:
    """So many homes in the outline, most of them in hamlets."""
    chance = np.random.default_rng(seed)
    west, south, east, north = outline.bounds
    hamlets = chance.uniform((west, south), (east, north), (max(3, count // 15), 2))
    homes = np.zeros((0, 2))
    while len(homes) < count:
        near = hamlets[chance.integers(0, len(hamlets), 4 * count)] + chance.normal(0, 40, (4 * count, 2))
        homes = np.concatenate([homes, near[shapely.contains_xy(outline, near)]])
    return homes[:count].round(2)
