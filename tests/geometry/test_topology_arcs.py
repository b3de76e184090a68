"""Borders as shared lines, and back."""

import numpy as np
import shapely

from geodata.geometry.arcs import OUTSIDE, arcs_of
from geodata.geometry.topology import draw
from tests.paper import line, lines, square, squares

VILLAGE = square(0, 0, 4, 2)
HALVES = squares((0, 0, 2, 2), (2, 0, 2, 2))


def test_two_grids_share_one_movable_arc():
    arcs = arcs_of(HALVES)
    (shared,) = arcs.lines[arcs.movable]
    assert shapely.equals(shared, line((2, 0), (2, 2)))
    assert len(arcs.lines) == 3


def test_an_arc_has_its_left_grid_on_its_left():
    arcs = arcs_of(HALVES)
    for arc, left in zip(arcs.lines, arcs.left, strict=True):
        beside = shapely.offset_curve(arc, 10).interpolate(0.5, normalized=True)
        assert shapely.contains(HALVES[left], beside)


def test_the_outline_is_fixed():
    arcs = arcs_of(HALVES)
    rim = shapely.union_all(arcs.lines[~arcs.movable])
    assert shapely.equals(rim, VILLAGE.boundary)
    assert (arcs.right[~arcs.movable] == OUTSIDE).all()


def test_arcs_end_where_three_grids_meet():
    arcs = arcs_of(draw(VILLAGE, lines(line((2, 0), (2, 2)), line((0, 1), (2, 1)))).faces)
    assert sorted(arc.length for arc in arcs.lines[arcs.movable]) == [100, 100, 200]


def test_an_enclosed_grid_has_one_closed_arc():
    village = square(0, 0, 3, 3)
    arcs = arcs_of(np.array([shapely.difference(village, square(1, 1)), square(1, 1)]))
    (ring,) = arcs.lines[arcs.movable]
    assert shapely.is_closed(ring) and ring.length == 400


def test_arcs_are_cut_where_grids_of_the_same_pair_touch_a_third_in_a_point():
    outer = shapely.difference(square(0, 0, 4, 4), shapely.union_all(squares((1, 1), (2, 2))))
    grids = draw(outer, lines()).faces
    arcs = arcs_of(np.array([*grids, square(1, 1), square(2, 2)]))
    ends = [arc.coords[place] for arc in arcs.lines[arcs.movable] for place in (0, -1)]
    assert ends.count((1200.0, 2200.0)) == 4


def test_the_arcs_of_a_tiling_make_its_grids_again():
    grids = draw(VILLAGE, lines(line((1.1, 0), (1.4, 1), (1.2, 2)), line((1.4, 1), (4, 1.3)))).faces
    arcs = arcs_of(grids)
    again = draw(VILLAGE, arcs.lines[arcs.movable]).faces
    assert {shapely.normalize(each).wkb for each in again} == {shapely.normalize(each).wkb for each in grids}
