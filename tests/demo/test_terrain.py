"""Invented lines and homes: everything tiles, every home stands where it belongs."""

import numpy as np
import pytest
import shapely

from geodata.demo.arrays import apportion, positions_within, stream
from geodata.demo.cells import grow, make_cells, merged
from geodata.demo.divisions import read_outline
from geodata.demo.rows.areas import unions
from geodata.demo.settlements import APART
from geodata.demo.terrain import county_outline, shapes_to_degrees, to_degrees, to_metres


@pytest.fixture(params=["county", "small"])
def either(request):
    return request.getfixturevalue(request.param)


def test_the_grids_are_a_valid_coverage_in_metres_and_in_degrees(either):
    assert shapely.coverage_is_valid(either.grids.shapes)
    assert shapely.coverage_is_valid(shapes_to_degrees(either.grids.shapes))


def test_villages_and_townships_are_coverages_of_whole_polygons(county):
    villages = unions(county.grids.shapes, county.grids.village, 38)
    townships = unions(villages, county.lines.village_township, 4)
    for shapes in (villages, townships, county.grids.shapes):
        assert shapely.coverage_is_valid(shapes_to_degrees(shapes))
        assert set(shapely.get_type_id(shapes)) == {shapely.GeometryType.POLYGON}


def test_all_grids_together_fill_the_outline(either):
    whole = shapely.coverage_union_all(either.grids.shapes)
    assert shapely.symmetric_difference(whole, either.lines.outline).area < 1e-5 * either.lines.outline.area


def test_shared_vertices_stay_identical_in_degrees(county):
    metres, degrees = (
        np.unique(shapely.get_coordinates(shapes), axis=0)
        for shapes in (county.grids.shapes, shapes_to_degrees(county.grids.shapes))
    )
    assert len(metres) == len(degrees)


def test_every_home_stands_in_the_grid_of_its_cell(either):
    home = shapely.points(to_degrees(either.households.points))
    shapes = shapes_to_degrees(either.grids.shapes)
    recorded = either.households.grid
    index = np.flatnonzero(recorded >= 0)
    wrong = index[~shapely.contains_properly(shapes[recorded[index]], home[index])]
    # The documented exceptions: points that disagree with the roster, and households of no grid.
    assert 1 <= len(wrong) <= max(1, len(recorded) // 1_800)
    assert 1 <= (recorded < 0).sum() <= max(1, len(recorded) // 3_500)


def test_homes_keep_eight_metres_apart(county):
    homes = shapely.points(county.households.points)
    one, other = shapely.STRtree(homes).query(homes, predicate="dwithin", distance=APART)
    assert (one == other).all()


def test_grids_are_many_and_uneven(county):
    recorded = county.households.grid
    sizes = np.bincount(recorded[recorded >= 0])
    assert 200 <= len(sizes) <= 230
    assert sizes.min() < 40 and sizes.max() > 230


def test_every_village_has_three_grids_or_more(either):
    assert np.bincount(either.grids.village, minlength=38).min() >= 3


def test_an_outline_for_more_households_is_larger_and_stands_beside_the_first():
    first, second = (county_outline(read_outline(), 200_000, place) for place in (0, 1))
    assert first.area == pytest.approx(246.2e6 * 200 / 22, rel=0.01)
    assert first.disjoint(second)


def test_metres_and_degrees_lead_back_to_each_other():
    degrees = np.array([[112.5, 27.9], [112.41, 28.01]])
    assert np.abs(to_degrees(to_metres(degrees)) - degrees).max() < 2e-8


def test_areas_grow_in_proportion_to_their_targets():
    cells = make_cells(shapely.box(0, 0, 3_000, 1_000), 300, stream(1))
    everything = np.arange(len(cells.shapes))
    seeds = np.array([np.argmin(cells.centres[:, 0]), np.argmax(cells.centres[:, 0])])
    area = grow(cells, everything, seeds, cells.area, np.array([1e6, 2e6]), stream(2))
    shapes = merged(cells, area, 2)
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes)[1] > 1.25 * shapely.area(shapes)[0]


def test_shares_add_up_to_the_total():
    assert apportion(10, np.array([1.0, 1.0, 1.0])).sum() == 10
    assert apportion(7, np.array([0.0, 5.0, 2.0])).tolist() == [0, 5, 2]


def test_positions_count_within_each_group():
    assert positions_within(np.array([5, 3, 5, 5, 3])).tolist() == [0, 0, 1, 2, 1]
