"""A plan or an edit as drawn: which grids it makes, and what is wrong."""

import numpy as np
import shapely

from geodata.geometry.checks import check_edit, check_plan
from geodata.geometry.topology import NOWHERE, with_shared_vertices
from tests.paper import line, lines, points, square, squares

VILLAGE = square(0, 0, 4, 2)
HALVES = squares((0, 0, 2, 2), (2, 0, 2, 2))
HOMES, GRID = points((0.5, 1), (1.5, 1), (1.6, 1), (3, 1)), np.array([0, 0, 0, 1])


def test_the_present_borders_drawn_again_change_nothing():
    check = check_plan(VILLAGE, lines(line((2, 0), (2, 2))), HOMES, GRID, HALVES)
    assert (check.continues.tolist(), check.gone.tolist(), check.problems) == ([0, 1], [], [])
    assert shapely.equals(check.grids, HALVES).all()


def test_a_new_line_makes_a_new_grid_at_the_end():
    check = check_plan(VILLAGE, lines(line((2, 0), (2, 2)), line((1, 0), (1, 2))), HOMES, GRID, HALVES)
    assert check.continues.tolist() == [0, 1, NOWHERE]
    assert shapely.equals(check.grids[2], square(0, 0, 1, 2))


def test_without_its_border_a_grid_is_gone():
    check = check_plan(VILLAGE, lines(), HOMES, GRID, HALVES)
    assert (check.continues.tolist(), check.gone.tolist()) == ([0], [1])


def test_a_line_that_divides_nothing_is_a_problem_at_its_place():
    check = check_plan(VILLAGE, lines(line((2, 0), (2, 2)), line((1, 0), (1, 1))), HOMES, GRID, HALVES)
    assert [(each.kind.value, each.place.length) for each in check.problems] == [("loose", 100)]


def test_a_household_without_a_point_decides_nothing():
    homes = np.concatenate([HOMES, [[np.nan, np.nan]]])
    check = check_plan(VILLAGE, lines(line((2, 0), (2, 2))), homes, np.append(GRID, 1), HALVES)
    assert check.continues.tolist() == [0, 1]


def test_a_grid_keeps_its_piece_on_an_island():
    village = shapely.union_all([VILLAGE, square(6, 0)])
    present = np.array([HALVES[0], shapely.union_all([HALVES[1], square(6, 0)])])
    homes, grid = np.concatenate([HOMES, points((6.5, 0.5))]), np.append(GRID, 1)
    check = check_plan(village, lines(line((2, 0), (2, 2))), homes, grid, present)
    assert (check.continues.tolist(), check.problems) == ([0, 1], [])


def test_an_edit_is_checked_on_the_grids_that_it_touches():
    thirds = squares((0, 0, 1, 2), (1, 0, 1, 2), (2, 0, 2, 2))
    homes, grid = points((0.5, 1), (1.4, 1), (1.6, 1), (3, 1)), np.array([0, 1, 1, 2])
    check = check_edit(thirds, {0, 1}, lines(line((0.8, 0), (1.2, 1), (0.8, 2))), homes, grid)
    assert (check.continues.tolist(), check.problems) == ([0, 1], [])
    assert check.grids[0].area == 20_000


def test_two_grids_are_merged_by_leaving_their_border_out():
    check = check_edit(HALVES, {0, 1}, lines(), HOMES, GRID)
    assert (check.continues.tolist(), check.gone.tolist()) == ([0], [1])


def test_splitting_and_merging_restores_the_borders():
    split = check_edit(HALVES, {0}, lines(line((0, 0.7), (1, 1.1), (2, 0.9))), HOMES, GRID)
    assert len(split.grids) == 2
    grids = with_shared_vertices(np.array([*split.grids, HALVES[1]]))
    merged = check_edit(grids, {0, 1}, lines(), HOMES, np.array([0, 1, 1, 2]))
    assert shapely.equals(merged.grids[0], HALVES[0])
