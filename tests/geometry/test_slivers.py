"""Strips between borders that come from elsewhere."""

from itertools import pairwise

import numpy as np
import shapely
import shapely.affinity
from hypothesis import given
from hypothesis import strategies as st

from geodata.geometry.slivers import NOBODY, closed

VILLAGE = shapely.box(0, 0, 1000, 1000)


def halves(*, gap: float = 0, rim: float = 0) -> np.ndarray:
    """Two grids of a square village, with so many metres between them and before the village's rim."""
    west = shapely.box(rim, rim, 500 - gap / 2, 1000 - rim)
    east = shapely.box(500 + gap / 2, rim, 1000 - rim, 1000 - rim)
    return np.array([west, east], dtype=object)


def tiles(shapes: np.ndarray, outline: shapely.Geometry = VILLAGE) -> bool:
    overlap = sum(shapely.area(shapes)) - shapely.area(shapely.union_all(shapes))
    missing = shapely.area(shapely.symmetric_difference(shapely.union_all(shapes), outline))
    return bool(abs(overlap) < 0.01 and missing < 0.01)


def test_a_sliver_between_two_goes_to_one_of_them():
    shapes, slivers = closed(VILLAGE, halves(gap=0.4), within=1)
    assert tiles(shapes)
    assert round(sum(sliver.shape.area for sliver in slivers), 2) == 400


def test_along_the_rim_each_takes_what_lies_before_it():
    shapes, _slivers = closed(VILLAGE, halves(rim=0.3), within=1)
    assert tiles(shapes)
    assert np.allclose(shapely.area(shapes), 500_000, atol=1)


def test_what_reaches_beyond_the_outline_is_cut_off():
    shapes, slivers = closed(VILLAGE, halves(rim=-0.3), within=1)
    assert tiles(shapes)
    assert {sliver.taker for sliver in slivers} == {NOBODY}


def test_land_claimed_twice_goes_to_one_of_the_two():
    shapes, _slivers = closed(VILLAGE, halves(gap=-0.4), within=1)
    assert tiles(shapes)


def test_what_is_wider_stays():
    given = halves(gap=5)
    shapes, slivers = closed(VILLAGE, given, within=1)
    assert slivers == []
    assert shapes is given


def test_a_narrow_end_of_something_wide_stays_with_it():
    wedge = shapely.Polygon([(500, 0), (520, 1000), (500, 1000)])
    given = np.array(
        [shapely.box(0, 0, 500, 1000), shapely.difference(shapely.box(500, 0, 1000, 1000), wedge)]
    )
    shapes, _slivers = closed(VILLAGE, given, within=1)
    assert shapely.area(shapely.difference(VILLAGE, shapely.union_all(shapes))) > 9_900


def test_a_fixed_neighbour_keeps_its_land():
    given = halves(gap=-0.4)
    shapes, _slivers = closed(VILLAGE, given, within=1, fixed=[0])
    assert tiles(shapes)
    assert shapes[0].equals(given[0])


@given(st.integers(2, 6), st.floats(0.05, 0.9), st.integers(0, 2**32 - 1))
def test_any_layer_a_little_off_tiles_its_village(count: int, off: float, seed: int):
    chance = np.random.default_rng(seed)
    edges = np.linspace(0, 1000, count + 1)
    given = np.array(
        [
            shapely.affinity.translate(shapely.box(low, 0, high, 1000), *chance.uniform(-off / 3, off / 3, 2))
            for low, high in pairwise(edges)
        ],
        dtype=object,
    )
    shapes, _slivers = closed(VILLAGE, given, within=1)
    assert tiles(shapes)
    assert shapely.is_valid(shapes).all()
