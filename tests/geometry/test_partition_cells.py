"""The land around each household, and who borders on whom."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.geometry.cells import voronoi_cells
from geodata.geometry.regions import cells_in
from tests.paper import points, scattered, square, squares

VILLAGE = square(0, 0, 4, 2)


def test_neighbours_share_the_border_between_their_homes():
    cells = voronoi_cells(VILLAGE, points((1, 1), (3, 1)))
    assert cells.graph.metres.tolist() == [200]
    assert cells.graph.apart.tolist() == [200]


def test_two_households_on_one_point_share_a_cell():
    cells = voronoi_cells(VILLAGE, points((1, 1), (1, 1), (3, 1)))
    assert cells.node[0] == cells.node[1] != cells.node[2]
    assert sorted(cells.graph.load.tolist()) == [1, 2]


def test_a_point_weighs_what_it_is_given():
    assert voronoi_cells(VILLAGE, points((1, 1), (3, 1)), np.array([5, 7])).graph.load.tolist() == [5, 7]


def test_a_village_with_one_household_or_none_is_one_cell():
    assert voronoi_cells(VILLAGE, points((1, 1))).graph.load.tolist() == [1]
    assert voronoi_cells(VILLAGE, points()).graph.load.tolist() == [0]


def test_homes_on_a_line_have_neighbours_on_both_sides():
    cells = voronoi_cells(VILLAGE, points((0.5, 1), (1.5, 1), (2.5, 1), (3.5, 1)))
    assert len(cells.graph.one) == 3


def test_homes_on_a_lattice_touch_in_points_that_are_no_borders():
    cells = voronoi_cells(VILLAGE, points((1, 0.5), (3, 0.5), (1, 1.5), (3, 1.5)))
    assert sorted(cells.graph.metres.tolist()) == [100, 100, 200, 200]


def test_households_do_not_border_across_a_bay():
    bay = shapely.difference(square(0, 0, 5, 4), square(2, 1, 1, 3))
    cells = voronoi_cells(bay, points((1, 3), (4, 3), (2.5, 0.5)))
    west, east, south = cells.node
    pairs = set(zip(cells.graph.one.tolist(), cells.graph.other.tolist(), strict=True))
    assert pairs == {tuple(sorted((west, south))), tuple(sorted((east, south)))}


def test_an_island_is_joined_by_a_bridge_without_border():
    village = shapely.union_all(squares((0, 0, 2, 2), (5, 0)))
    cells = voronoi_cells(village, points((0.5, 1), (1.5, 1), (5.5, 0.5)))
    assert sorted(cells.graph.metres.tolist()) == [0, 200]


def test_an_island_without_households_belongs_to_somebody():
    village = shapely.union_all(squares((0, 0, 2, 2), (5, 0)))
    cells = voronoi_cells(village, points((0.5, 1), (1.5, 1)))
    assert cells.graph.load.sum() == 2
    assert cells.graph.contiguous(np.zeros(len(cells.graph.load), int))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 500), st.integers(1, 40))
def test_all_cells_are_joined_and_all_households_counted(seed, count):
    outline = shapely.difference(square(0, 0, 9, 6), shapely.union_all(squares((2, 1, 1, 5), (5, 0, 1, 5))))
    cells = voronoi_cells(outline, scattered(outline, count, seed))
    assert cells.graph.load.sum() == count
    assert cells.graph.contiguous(np.zeros(len(cells.graph.load), int))


def test_cells_within_grids_meet_along_the_present_border():
    regions = cells_in(
        squares((0, 0, 2, 2), (2, 0, 2, 2)), points((1, 0.5), (1, 1.5), (3, 1)), np.array([0, 0, 1])
    )
    assert regions.grid.tolist() == [0, 0, 1]
    assert sorted(regions.present.metres.tolist()) == [100, 100]


def test_a_grid_without_households_is_one_empty_cell():
    regions = cells_in(squares((0, 0, 2, 2), (2, 0, 2, 2)), points((1, 1)), np.array([0]))
    assert regions.graph.load.tolist() == [1, 0]


@pytest.mark.parametrize("labels", [[0, 0, 1], [0, 1, 1]])
def test_present_borders_that_stay_are_whole_segments(labels):
    regions = cells_in(
        squares((0, 0, 2, 2), (2, 0, 2, 2)), points((1, 0.5), (1, 1.5), (3, 1)), np.array([0, 0, 1])
    )
    kept = regions.kept(np.array(labels))
    assert [line.length for line in kept] == [200 if labels[1] == 0 else 100]
