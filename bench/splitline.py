"""The peer that needs nothing: shortest splitline. Cut by the shortest straight line that shares the households out in
proportion, then each half again."""

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.geometry.arrays import Floats, Ints, Shapes

DIRECTIONS = 36
FAR = 1e6


def splitline(outline: BaseGeometry, points: Floats, count: int) -> tuple[Shapes, Ints]:
    """The parts, and the part of each point."""
    label = np.zeros(len(points), np.int64)
    parts: list[BaseGeometry] = []
    _divide(outline, points, np.arange(len(points)), count, label, parts)
    return np.array(parts, dtype=object), label


def _divide(
    land: BaseGeometry, points: Floats, own: Ints, count: int, label: Ints, parts: list[BaseGeometry]
) -> None:
    if count == 1:
        label[own] = len(parts)
        parts.append(land)
        return
    first = count // 2
    below, half_plane = _shortest_cut(land, points[own], first / count)
    _divide(land.intersection(half_plane), points, own[below], first, label, parts)
    _divide(land.difference(half_plane), points, own[~below], count - first, label, parts)


def _shortest_cut(land: BaseGeometry, points: Floats, share: float) -> tuple[np.ndarray, BaseGeometry]:
    best = None
    middle = np.array(land.centroid.coords[0])
    for angle in np.arange(DIRECTIONS) * np.pi / DIRECTIONS:
        normal, along = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
        height = points @ normal
        ordered = np.sort(height)
        rank = min(max(round(share * len(height)), 1), len(height) - 1)
        cut = (ordered[rank - 1] + ordered[rank]) / 2
        foot = middle + normal * (cut - middle @ normal)
        length = shapely.intersection(
            shapely.LineString([foot - along * FAR, foot + along * FAR]), land
        ).length
        if best is None or length < best[0]:
            ends = [foot - along * FAR, foot + along * FAR]
            best = (
                length,
                height < cut,
                shapely.Polygon([*ends, ends[1] - normal * FAR, ends[0] - normal * FAR]),
            )
    assert best is not None
    return best[1], best[2]
