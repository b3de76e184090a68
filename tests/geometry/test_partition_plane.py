"""From degrees to metres and back."""

import numpy as np
import pytest
import shapely
from pyproj import Geod

from geodata.geometry.projection import Plane, flat_at

PLANE = Plane(112)
BOX = np.array([shapely.box(112.4, 27.8, 112.6, 28.0)], dtype=object)


def test_lengths_and_areas_are_those_of_the_spheroid():
    geod = Geod(ellps="WGS84")
    area, around = geod.geometry_area_perimeter(shapely.segmentize(BOX[0], 0.001))
    (square,) = PLANE.on_paper(BOX)
    assert shapely.length(square) == pytest.approx(around, rel=5e-4)
    assert shapely.area(square) == pytest.approx(abs(area), rel=5e-4)


def test_given_vertices_return_with_the_very_numbers_that_they_had():
    given = np.array([shapely.Polygon([(112.41234567891, 27.9), (112.5, 27.91), (112.45, 28.000000001)])])
    assert PLANE.on_earth(PLANE.on_paper(given), given)[0].wkb == given[0].wkb


def test_new_vertices_are_rounded_to_a_millimetre():
    new = PLANE.on_earth(np.array([shapely.Point(450_000.1234567, 3_080_000.7654321)]), BOX[:0])
    xy = shapely.get_coordinates(new)
    assert (xy == xy.round(8)).all()
    assert PLANE.metres(xy)[0] == pytest.approx([450_000.1234567, 3_080_000.7654321], abs=0.002)


def test_a_household_without_a_point_has_none_on_the_plane():
    assert np.isnan(PLANE.metres(np.array([[np.nan, np.nan]]))).all()


def test_neighbours_share_their_vertices_there_and_back():
    grids = np.array([shapely.box(112.4, 27.8, 112.5, 28.0), shapely.box(112.5, 27.8, 112.6, 28.0)])
    assert shapely.coverage_is_valid(PLANE.on_paper(grids))
    assert shapely.coverage_is_valid(PLANE.on_earth(PLANE.on_paper(grids), grids))


def test_what_is_straight_in_degrees_is_straight_on_the_flat_plane():
    ends, middle = np.array([[112.5, 27.9], [112.52, 27.9]]), np.array([[112.51, 27.9]])
    flat = flat_at(np.array([shapely.LineString(ends)]))
    assert flat.metres(middle)[0] == pytest.approx(flat.metres(ends).mean(axis=0), abs=1e-6)
    assert np.hypot(*(PLANE.metres(middle)[0] - PLANE.metres(ends).mean(axis=0))) > 0.02


def test_lengths_on_the_flat_plane_are_those_of_the_ellipsoid():
    flat = flat_at(np.array([shapely.box(112.5, 27.9, 112.54, 27.94)]))
    places = np.array([[112.51, 27.91], [112.53, 27.91], [112.51, 27.93]])
    here, there = flat.metres(places), PLANE.metres(places)
    for other in (1, 2):
        assert np.hypot(*(here[other] - here[0])) == pytest.approx(
            np.hypot(*(there[other] - there[0])), rel=3e-4
        )


def test_what_goes_to_the_flat_plane_comes_back():
    flat = flat_at(np.array([shapely.box(112.5, 27.9, 112.54, 27.94)]))
    places = np.array([[112.5012345678, 27.9112345678], [np.nan, np.nan]])
    assert flat.degrees(flat.metres(places)) == pytest.approx(places.round(8), nan_ok=True)
