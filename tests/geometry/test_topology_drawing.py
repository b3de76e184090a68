"""Lines cut an outline into faces, and faces are matched to grids."""

import numpy as np
import pytest
import shapely

from geodata.geometry.topology import NOWHERE, draw, locate, matched, with_shared_vertices
from tests.paper import line, lines, points, square, squares

VILLAGE = square(0, 0, 4, 2)
HALVES = squares((0, 0, 2, 2), (2, 0, 2, 2))


def areas(faces):
    return sorted((shapely.area(faces) / 10_000).round(6).tolist())


def test_without_lines_the_village_is_one_face():
    assert areas(draw(VILLAGE, lines()).faces) == [8]


def test_a_line_across_cuts_the_village_in_two():
    assert areas(draw(VILLAGE, lines(line((1, 0), (1, 2)))).faces) == [2, 6]


def test_lines_may_cross_and_overshoot():
    drawing = draw(VILLAGE, lines(line((1, -1), (1, 3)), line((-1, 1), (5, 1))))
    assert areas(drawing.faces) == [1, 1, 3, 3]
    assert len(drawing.loose) == 0


@pytest.mark.parametrize("short", [0.009, 0.004, 0.0])
def test_an_end_that_misses_the_outline_by_less_than_a_centimetre_meets_it(short):
    drawn = line((1.3333, short / 100), (1.7, 1), (1.2222, 2 - short / 100))
    assert len(draw(VILLAGE, lines(drawn)).faces) == 2


def test_a_line_that_ends_in_the_open_is_loose():
    drawing = draw(VILLAGE, lines(line((1, 0), (1, 1.5))))
    assert areas(drawing.faces) == [8]
    assert [loose.length for loose in drawing.loose] == [150]


def test_given_vertices_keep_their_exact_numbers_when_lines_are_noded():
    corner = (1123.45678901, 2050.98765432)
    drawn = shapely.LineString([(1100.123456, 2000.0), corner, (1300.3, 2300.0)])
    drawing = draw(VILLAGE, lines(drawn, line((-1, 1.31), (5, 1.47))))
    assert corner in {tuple(xy) for xy in shapely.get_coordinates(drawing.faces).tolist()}


def test_a_hole_in_the_village_is_no_face():
    ring = shapely.difference(square(0, 0, 3, 3), square(1, 1))
    assert areas(draw(ring, lines(line((0, 1.5), (1, 1.5)), line((2, 1.5), (3, 1.5)))).faces) == [4, 4]


def test_an_island_is_a_face_of_its_own():
    village = shapely.union_all(squares((0, 0, 2, 2), (5, 0)))
    assert areas(draw(village, lines(line((1, 0), (1, 2)))).faces) == [1, 2, 2]


def test_a_household_on_a_border_lies_in_exactly_one_grid():
    assert locate(points((2, 1)), HALVES).tolist() == [0]
    assert locate(points((2, 1)), HALVES, np.array([1])).tolist() == [1]


def test_a_household_outside_or_without_a_point_lies_nowhere():
    assert locate(np.array([[0.0, 0.0], [np.nan, np.nan]]), HALVES).tolist() == [NOWHERE, NOWHERE]


def test_a_split_grid_goes_on_in_its_larger_part():
    faces = draw(VILLAGE, lines(line((1, 0), (1, 2)), line((2, 0), (2, 2)))).faces
    homes, grid = points((0.5, 1), (1.5, 1), (1.6, 1), (3, 1)), np.array([0, 0, 0, 1])
    of = matched(faces, homes, grid, HALVES)
    assert of[locate(homes, faces)].tolist() == [NOWHERE, 0, 0, 1]


def test_a_merged_grid_is_the_one_with_more_households():
    faces = draw(VILLAGE, lines()).faces
    assert matched(faces, points((1, 1), (3, 1), (3.1, 1)), np.array([0, 1, 1]), HALVES).tolist() == [1]


def test_grids_without_households_are_matched_by_land():
    faces = draw(VILLAGE, lines(line((1.9, 0), (1.9, 2)))).faces
    of = matched(faces, points(), np.zeros(0, int), HALVES)
    assert of[locate(points((0.5, 1), (3.5, 1)), faces)].tolist() == [0, 1]


def test_a_grid_may_go_on_in_each_part_of_the_village():
    faces = squares((0, 0), (5, 0))
    homes, grid = points((0.5, 0.5), (5.5, 0.5)), np.array([0, 0])
    present = np.array([shapely.union_all(faces)])
    assert matched(faces, homes, grid, present).tolist() == [0, NOWHERE]
    assert matched(faces, homes, grid, present, part=np.array([0, 1])).tolist() == [0, 0]


def test_a_county_of_villages_drawn_one_by_one_becomes_one_valid_coverage():
    grids = squares((0, 0, 2, 2), (2, 0), (2, 1))
    assert not shapely.coverage_is_valid(grids)
    mended = with_shared_vertices(grids)
    assert shapely.coverage_is_valid(mended)
    assert shapely.area(mended).tolist() == shapely.area(grids).tolist()


def test_sharing_vertices_leaves_a_valid_coverage_as_it_is():
    assert shapely.equals_exact(with_shared_vertices(HALVES), HALVES).all()


def test_a_grid_that_gives_most_of_its_households_away_is_still_itself():
    faces = squares((0, 0, 0.5, 2), (0.5, 0, 3.5, 2))
    homes, grid = points((0.2, 1), (1, 1), (1.2, 1), (1.4, 1), (3, 1), (3.2, 1)), np.array([0, 0, 0, 0, 1, 1])
    assert matched(faces, homes, grid, HALVES).tolist() == [0, 1]
