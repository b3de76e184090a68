"""What is wrong with grids, at its place."""

import numpy as np
import pytest
import shapely
from django.utils import translation

from geodata.geometry.validity import Kind, problems
from tests.paper import SIDE, square, squares

VILLAGE = square(0, 0, 4, 2)


def kinds(found):
    return sorted({problem.kind.value for problem in found})


def test_grids_that_tile_have_no_problems():
    assert problems(VILLAGE, squares((0, 0, 2, 2), (2, 0, 2, 2))) == []


def test_an_overlap_is_shown_with_both_grids_and_its_place():
    (problem,) = problems(VILLAGE, squares((0, 0, 2.5, 2), (2, 0, 2, 2)))
    assert (problem.kind, problem.grids) == (Kind.OVERLAP, (0, 1))
    assert shapely.equals(problem.place, square(2, 0, 0.5, 2))


def test_a_gap_is_shown_with_its_size():
    (problem,) = problems(VILLAGE, squares((0, 0, 2, 2), (2.5, 0, 1.5, 2)))
    assert (problem.kind, problem.size) == (Kind.GAP, pytest.approx(0.5 * SIDE * 2 * SIDE))


@pytest.mark.parametrize(("width", "seen"), [(0.009, False), (0.02, True)])
def test_a_gap_counts_from_a_centimetre_on(width, seen):
    grids = squares((0, 0, 2, 2), (2 + width / SIDE, 0, 2 - width / SIDE, 2))
    assert (Kind.GAP in {problem.kind for problem in problems(VILLAGE, grids)}) == seen


def test_a_long_sliver_is_listed_not_closed():
    sliver = shapely.Polygon([(1200, 2000), (1200.3, 2000), (1200, 2200)])
    grids = squares((0, 0, 2, 2), (2, 0, 2, 2))
    grids[1] = shapely.difference(grids[1], sliver)
    problems_seen = problems(VILLAGE, grids)
    assert (kinds(problems_seen), round(problems_seen[0].size)) == (["gap"], 30)


def test_land_beyond_the_village_is_shown():
    (problem,) = problems(VILLAGE, squares((0, 0, 2, 2), (2, 0, 3, 2)))
    assert (problem.kind, problem.grids) == (Kind.OUTSIDE, (1,))
    assert shapely.equals(problem.place, square(4, 0, 1, 2))


def test_a_grid_in_two_pieces_shows_the_smaller_one():
    grids = squares((0, 0, 1, 2), (1, 0, 2, 2))
    grids[0] = shapely.union_all([grids[0], square(3, 0, 1, 1.5)])
    grids = np.append(grids, square(3, 1.5, 1, 0.5))
    problems_seen = problems(VILLAGE, grids)
    assert [(each.kind, each.grids, each.size) for each in problems_seen if each.kind == Kind.PIECES] == [
        (Kind.PIECES, (0,), 15_000)
    ]


def test_a_grid_may_be_in_pieces_where_that_is_allowed():
    grids = squares((0, 0, 1, 2), (1, 0, 2, 2))
    grids[0] = shapely.MultiPolygon([grids[0], square(3, 0, 1, 2)])
    assert kinds(problems(VILLAGE, grids)) == ["pieces"]
    assert problems(VILLAGE, grids, in_pieces=[0]) == []


def test_a_grid_may_have_a_piece_on_an_island():
    village = shapely.MultiPolygon([square(0, 0, 2, 2), square(5, 0)])
    grids = np.array([square(0, 0, 1, 2), shapely.MultiPolygon([square(1, 0, 1, 2), square(5, 0)])])
    assert problems(village, grids) == []


def test_borders_that_do_not_share_vertices_are_shown():
    problems_seen = problems(VILLAGE, squares((0, 0, 2, 2), (2, 0, 2, 1), (2, 1, 2, 1)))
    assert kinds(problems_seen) == ["vertices"]
    assert all(shapely.within(each.place, square(2, 0, 0.001, 2).buffer(0.1)) for each in problems_seen)


def test_a_polygon_that_crosses_itself_is_shown_where_it_does():
    bow = shapely.Polygon([(1000, 2000), (1400, 2200), (1400, 2000), (1000, 2200)])
    (problem,) = problems(VILLAGE, np.array([bow]))
    assert (problem.kind, problem.place) == (Kind.INVALID, shapely.Point(1200, 2100))


def test_a_grid_without_land_is_named():
    problems_seen = problems(VILLAGE, np.array([VILLAGE, shapely.Polygon()]))
    assert [(each.kind, each.grids) for each in problems_seen] == [(Kind.EMPTY, (1,))]


def test_a_problem_has_words():
    (problem,) = problems(VILLAGE, squares((0, 0, 3, 2)))
    with translation.override("en"):
        assert problem.message == "No grid covers this land."
