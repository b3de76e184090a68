"""Any lines and rings over any village: its faces are those of noding everything and polygonizing it."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.geometry.arrays import CENTIMETRE
from geodata.geometry.topology import NOWHERE, draw, locate
from geodata.geometry.validity import problems

SIDE = 1000
NARROW = 5 * CENTIMETRE
"""Faces narrower than this may be there or not."""


def village(random: np.random.Generator) -> shapely.Polygon | shapely.MultiPolygon:
    """A square with up to two holes, perhaps with an island beside it, perhaps turned."""
    land = shapely.box(0, 0, SIDE, SIDE)
    kind = random.integers(4)
    for _hole in range(random.integers(1, 3) if kind else 0):
        (west, south), (wide, high) = random.uniform(100, 800, 2), random.uniform(50, 200, 2)
        hole = np.round([west, south, min(west + wide, 950), min(south + high, 950)], 2)
        land = shapely.difference(land, shapely.box(*hole))
    if kind >= 2:
        land = shapely.union(land, shapely.box(SIDE + round(random.uniform(50, 100), 2), 100, 1400, 500))
    if kind == 3:
        land = shapely.transform(land, lambda xy: np.round(xy @ np.array([[0.9, 0.3], [-0.3, 0.9]]), 2))
    return land


def drawn_over(random: np.random.Generator) -> np.ndarray:
    """Lines and rings over it and beyond, some through its corners and along its rim."""
    found, rings_only = [], random.random() < 0.5
    for _line in range(random.integers(1, 7)):
        xy = random.uniform(-100, 1400, (random.integers(3 if rings_only else 2, 6), 2))
        if len(xy) > 2 and (rings_only or random.random() < 0.4):
            xy = np.vstack([xy, xy[:1]])
        if random.random() < 0.3:
            xy = np.round(xy / 100) * 100
        if (np.diff(xy, axis=0) != 0).any(axis=1).all():
            found.append(shapely.LineString(xy))
    return np.array(found, dtype=object)


def wide(faces: np.ndarray) -> np.ndarray:
    return faces[2 * shapely.area(faces) > NARROW * shapely.length(faces)]


def all_noded(land, lines) -> np.ndarray:
    noded = shapely.union_all(np.r_[shapely.boundary(land), lines], grid_size=CENTIMETRE)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    return faces[shapely.contains(land, shapely.point_on_surface(faces))]


def lacking(wanted: np.ndarray, found: np.ndarray) -> list[str]:
    """Wide faces that are not there, with the same land to the centimetre."""
    inside = locate(shapely.get_coordinates(shapely.point_on_surface(wide(wanted))), found)
    off = shapely.area(found[inside]) - shapely.area(wide(wanted))
    return [
        face.wkt
        for face, place, more in zip(wide(wanted), inside.tolist(), off.tolist(), strict=True)
        if place == NOWHERE or abs(more) > CENTIMETRE * face.length
    ]


def check(land, lines) -> None:
    faces, expected = draw(land, lines).faces, all_noded(land, lines)
    assert lacking(expected, faces) == lacking(faces, expected) == []
    assert abs(shapely.area(faces).sum() - shapely.area(land)) < CENTIMETRE * shapely.length(faces).sum()
    assert problems(land, faces) == []


@settings(max_examples=500, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_faces_are_those_of_noding_everything(seed):
    random = np.random.default_rng(seed)
    check(village(random), drawn_over(random))


@pytest.mark.parametrize("seed", [4, 10, 78, 142, 248, 296, 322, 366, 2473])
def test_drawings_that_once_came_out_wrong(seed):
    random = np.random.default_rng(seed)
    check(village(random), drawn_over(random))


RING = shapely.LineString([(100, 100), (500, 100), (500, 500), (100, 500), (100, 100)])
OTHER = shapely.LineString([(300, 300), (700, 300), (700, 700), (300, 700), (300, 300)])


def test_two_rings_that_cross_make_four_faces():
    faces = draw(shapely.box(0, 0, SIDE, SIDE), np.array([RING, OTHER], dtype=object)).faces
    assert sorted(shapely.area(faces).round().tolist()) == [40_000, 120_000, 120_000, 720_000]


def test_a_line_over_an_enclave_makes_no_land_of_it():
    land = shapely.difference(shapely.box(0, 0, SIDE, SIDE), shapely.box(400, 400, 600, 600))
    faces = draw(land, np.array([shapely.LineString([(0, 500), (SIDE, 500)])], dtype=object)).faces
    assert sorted(shapely.area(faces).round().tolist()) == [480_000, 480_000]


def test_a_ring_over_the_rim_cuts_what_it_has_inside():
    ring = shapely.LineString([(-100, 100), (300, 100), (300, 300), (-100, 300), (-100, 100)])
    faces = draw(shapely.box(0, 0, SIDE, SIDE), np.array([ring], dtype=object)).faces
    assert sorted(shapely.area(faces).round().tolist()) == [60_000, 940_000]
