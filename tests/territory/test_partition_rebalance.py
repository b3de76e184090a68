"""Present grids evened out, and households lassoed into another grid."""

import numpy as np
import pytest
import shapely

from geodata.errors import BadInput
from geodata.territory.partition import Land, Options, split
from geodata.territory.rebalance import rebalance
from geodata.territory.redrawing import Settled, lasso
from geodata.territory.topology import locate, matched
from geodata.territory.validity import problems
from tests.paper import at, points, scattered, square, squares

VILLAGE = square(0, 0, 12, 9)
STRIPS = squares((0, 0, 3, 9), (3, 0, 3, 9), (6, 0, 3, 9), (9, 0, 3, 9))
HOMES = scattered(VILLAGE, 400, 7)


def settled(grids=STRIPS, homes=HOMES):
    return Settled(grids, homes, locate(homes, grids))


def drifted(seed=7):
    """An even plan of 50 households a grid, whose grids have since grown by up to 24 %."""
    homes = scattered(VILLAGE, 400, seed)
    tile = split([Land(VILLAGE, homes)], Options(target=50))[0]
    new = [
        scattered(grid, int((0, 2, 12, 4, 0, 6, 3, 1)[number]), seed)
        for number, grid in enumerate(tile.grids)
    ]
    grown = np.repeat(np.arange(len(new)), [len(each) for each in new])
    return Settled(tile.grids, np.concatenate([homes, *new]), np.concatenate([tile.label, grown]))


def loads(tile):
    return np.bincount(tile.label, minlength=len(tile.grids))


def moves(village, tile):
    return int((tile.label != village.grid).sum())


def test_uneven_grids_come_under_the_limit():
    (tile,) = rebalance([settled()], 1.12)
    assert loads(tile).max() <= 112
    assert problems(VILLAGE, tile.grids) == []
    assert (locate(HOMES, tile.grids, tile.label) == tile.label).all()


def test_only_as_many_move_as_must():
    village = settled()
    (tile,) = rebalance([village], 1.12)
    excess = np.maximum(np.bincount(village.grid) - 112, 0).sum()
    assert excess <= moves(village, tile) <= 2 * excess


def test_even_grids_stay_the_very_polygons():
    village = settled()
    (tile,) = rebalance([village], 5.0)
    assert tile.grids is village.grids


def test_borders_of_grids_that_nobody_leaves_stay_as_they_are():
    village = drifted()
    (tile,) = rebalance([village], 1.12)
    untouched = [
        number
        for number in range(len(tile.grids))
        if set(np.flatnonzero(village.grid == number)) == set(np.flatnonzero(tile.label == number))
    ]
    assert untouched
    assert (
        shapely.area(shapely.symmetric_difference(tile.grids[untouched], village.grids[untouched])) < 1
    ).all()


def test_drifted_plans_move_less_than_an_eighth_of_what_a_fresh_split_moves():
    villages = [drifted(seed) for seed in range(6)]
    fresh = split([Land(VILLAGE, village.points) for village in villages], Options(target=50))
    few = many = 0
    for village, even, new in zip(villages, rebalance(villages, 1.12), fresh, strict=True):
        assert loads(even).max() <= 1.12 * loads(even).mean()
        named = matched(new.grids, village.points, village.grid, village.grids)
        few, many = few + moves(village, even), many + int((named[new.label] != village.grid).sum())
    assert 0 < few <= many / 8


def test_the_same_grids_are_rebalanced_the_same_way_again():
    first, again = (rebalance([settled()], 1.05)[0] for _ in range(2))
    assert [grid.wkb for grid in first.grids] == [grid.wkb for grid in again.grids]


def test_a_grid_without_households_takes_some():
    homes = scattered(square(0, 0, 6, 9), 100)
    grids = squares((0, 0, 4, 9), (4, 0, 2, 9), (6, 0, 6, 9))
    (tile,) = rebalance([settled(grids, homes)], 1.12)
    assert loads(tile).min() > 0
    assert problems(VILLAGE, tile.grids) == []


@pytest.mark.usefixtures("in_english")
def test_grids_that_do_not_tile_are_refused():
    with pytest.raises(BadInput, match="do not tile"):
        rebalance([settled(squares((0, 0, 5, 9), (4, 0, 8, 9)))], 1.0)


def test_lassoed_households_take_the_border_along():
    village = settled()
    chosen = np.flatnonzero((np.abs(HOMES[:, 0] - at(3, 0)[0]) < 40) & (village.grid == 0))
    tile = lasso(village, chosen, 1)
    assert (tile.label[chosen] == 1).all()
    assert moves(village, tile) == len(chosen) > 0
    assert problems(VILLAGE, tile.grids) == []


@pytest.mark.usefixtures("in_english")
def test_a_lasso_that_would_leave_a_grid_in_pieces_is_refused():
    with pytest.raises(BadInput, match="in several pieces"):
        lasso(settled(), np.flatnonzero(settled().grid == 0)[:1], 3)


@pytest.mark.usefixtures("in_english")
def test_a_lasso_around_all_of_a_grid_is_refused():
    homes = points((1, 1), (5, 1), (8, 1), (11, 1))
    with pytest.raises(BadInput, match="without land"):
        lasso(settled(homes=homes), np.array([0]), 1)


def test_lassoing_there_and_back_restores_who_is_where():
    village = settled()
    chosen = np.flatnonzero((np.abs(HOMES[:, 0] - at(3, 0)[0]) < 40) & (village.grid == 0))
    there = lasso(village, chosen, 1)
    back = lasso(Settled(there.grids, HOMES, there.label), chosen, 0)
    assert back.label.tolist() == village.grid.tolist()


def looked_after(village, seed):
    """Each household by somebody who lives in one of the grids: in two of three its own."""
    chance = np.random.default_rng(seed)
    return np.where(
        chance.random(len(village.grid)) < 2 / 3, village.grid, chance.integers(0, len(village.grids), len(village.grid))
    )  # fmt: skip


def apart(helper, tile):
    return int((helper != tile.label).sum())


def test_households_rather_stay_with_whom_looks_after_them():
    """Over ten villages: fewer contacts cross a border, and the grids are as even."""
    with_ties = without = 0
    for seed in range(10):
        village = drifted(seed)
        helper = looked_after(village, seed)
        tied = Settled(village.grids, village.points, village.grid, helper=helper)
        kept, plain = rebalance([tied], 1.12)[0], rebalance([village], 1.12)[0]
        assert loads(kept).max() <= max(loads(plain).max(), 1.12 * loads(kept).mean() + 1)
        with_ties, without = with_ties + apart(helper, kept), without + apart(helper, plain)
    assert with_ties < without
