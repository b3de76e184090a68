"""Proposals beside the present grids: who keeps, who moves, and the figures."""

import numpy as np
import pytest
import shapely

from geodata.base.errors import BadInput
from geodata.geometry.partition import Options
from geodata.geometry.proposals import Proposal, Village, judge, propose_rebalance, propose_split
from geodata.geometry.topology import NOWHERE, locate
from tests.paper import points, scattered, square, squares

VILLAGE = square(0, 0, 12, 9)
NO_POINT = np.array([[np.nan, np.nan]])
NO_GRIDS = np.zeros(0, dtype=object)


def village(grids, homes=None):
    homes = scattered(VILLAGE, 120) if homes is None else homes
    grid = locate(homes, grids) if len(grids) else np.full(len(homes), NOWHERE)
    return Village(VILLAGE, grids, homes, grid)


HALVES = squares((0, 0, 4, 9), (4, 0, 8, 9))


def with_two_more(one):
    """A household without a point and one outside, both in the first grid."""
    homes = np.concatenate([one.points, NO_POINT, points((50, 50))])
    return Village(one.outline, one.grids, homes, np.r_[one.grid, 0, 0])


def test_households_that_no_point_places_keep_their_grid():
    before = with_two_more(village(HALVES))
    (after,) = propose_split([before], Options(count=2))
    assert after.continues[after.grid[-2:]].tolist() == [0, 0]
    assert not after.placed[-2:].any()


def test_where_their_grid_ends_they_follow_most_of_it():
    before = with_two_more(village(HALVES))
    (after,) = propose_split([before], Options(count=1))
    assert after.grid.tolist() == [0] * 122


def test_new_grids_come_after_those_that_go_on():
    (after,) = propose_split([village(HALVES)], Options(count=4))
    assert after.continues.tolist() == [0, 1, NOWHERE, NOWHERE]


def test_a_village_without_grids_gets_its_first():
    before = village(NO_GRIDS)
    (after,) = propose_split([before], Options(target=40))
    figures = judge([before], [after])
    assert (figures.grids, figures.lost, figures.moved, figures.valid) == (3, 0, 0, True)


def test_a_village_without_any_point_is_one_grid():
    before = Village(VILLAGE, HALVES, np.repeat(NO_POINT, 3, axis=0), np.array([0, 1, NOWHERE]))
    (after,) = propose_split([before])
    assert after.grid.tolist() == [0, 0, NOWHERE]
    assert (judge([before], [after]).balance_mean, judge([before], [after]).without_point) == (1.0, 3)


def test_a_village_without_grids_cannot_be_rebalanced():
    with pytest.raises(BadInput):
        propose_rebalance([village(NO_GRIDS)])


def test_rebalancing_keeps_the_grids_and_their_order():
    before = village(HALVES)
    (after,) = propose_rebalance([before], 1.05)
    figures = judge([before], [after])
    assert after.continues.tolist() == [0, 1]
    assert (figures.lost, figures.valid, figures.contiguous) == (0, True, True)
    assert 0 < figures.moved < 60


def test_no_villages_make_no_proposals():
    assert propose_split([]) == propose_rebalance([]) == []


def judged(grids, grid):
    before = village(HALVES, points((1, 1), (2, 1), (5, 1), (11, 1)))
    proposal = Proposal(grids, np.array([0, 1]), np.array(grid), np.ones(4, bool))
    return judge([before], [proposal])


def test_figures_of_the_present_grids():
    figures = judged(HALVES, [0, 0, 1, 1])
    assert (figures.balance_worst, figures.lost, figures.moved, figures.valid) == (1.0, 0, 0, True)


def test_a_household_in_another_grid_than_its_point_is_lost():
    assert judged(HALVES, [0, 0, 0, 1]).lost == 1


def test_grids_with_a_gap_are_not_valid():
    assert not judged(squares((0, 0, 3, 9), (4, 0, 8, 9)), [0, 0, 1, 1]).valid


def test_grids_in_pieces_are_not_contiguous():
    apart = shapely.MultiPolygon([square(0, 0, 3, 9), square(9, 0, 3, 9)])
    figures = judged(np.array([apart, square(3, 0, 6, 9)]), [0, 0, 1, 0])
    assert (figures.contiguous, figures.valid) == (False, True)


def test_villages_that_meet_at_a_t_are_valid_together():
    west = Village(square(0, 0, 2, 2), squares((0, 0, 2, 2)), points((1, 1)), np.array([0]))
    east = Village(
        square(2, 0, 2, 2), squares((2, 0, 2, 1), (2, 1, 2, 1)), points((3, 0.5), (3, 1.5)), np.array([0, 1])
    )
    proposals = [
        Proposal(each.grids, np.arange(len(each.grids)), each.grid, np.ones(len(each.grid), bool))
        for each in (west, east)
    ]
    assert not shapely.coverage_is_valid(np.concatenate([west.grids, east.grids]))
    assert judge([west, east], proposals).valid
