"""Present grids evened out, and households lassoed into another grid."""

import numpy as np
import pytest
import shapely

from geodata.base.errors import BadInput
from geodata.geometry.contact_keeping import PRICE
from geodata.geometry.edits import Settled, lasso
from geodata.geometry.partition import Land, Options, split
from geodata.geometry.rebalance import rebalance
from geodata.geometry.topology import locate, matched
from geodata.geometry.validity import problems
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
    with pytest.raises(BadInput, match="with no land"):
        lasso(settled(homes=homes), np.array([0]), 1)


def test_lassoing_there_and_back_restores_who_is_where():
    village = settled()
    chosen = np.flatnonzero((np.abs(HOMES[:, 0] - at(3, 0)[0]) < 40) & (village.grid == 0))
    there = lasso(village, chosen, 1)
    back = lasso(Settled(there.grids, HOMES, there.label), chosen, 0)
    assert back.label.tolist() == village.grid.tolist()


def looked_after(village, seed):
    """The home of whoever looks after each household: one of 40 persons, most often the nearest in its own grid."""
    chance = np.random.default_rng(seed)
    homes = chance.choice(len(village.grid), 40, replace=False)
    found = np.empty((len(village.grid), 2))
    for place, point in enumerate(village.points):
        own = homes[village.grid[homes] == village.grid[place]]
        near = own if len(own) and chance.random() < 0.95 else homes
        found[place] = village.points[near[np.argmin(np.hypot(*(village.points[near] - point).T))]]
    return found


@pytest.fixture(scope="module")
def evened():
    """Ten villages: as they are, evened out with what is known of contacts, and without."""
    found = []
    for seed in range(10):
        village = drifted(seed)
        tied = Settled(village.grids, village.points, village.grid, helpers=looked_after(village, seed))
        found.append((tied, rebalance([tied], 1.12)[0], rebalance([village], 1.12)[0]))
    return found


def newly(village, tile):
    """Contacts that cross a border, and did not before."""
    crossed = locate(village.helpers, village.grids) != village.grid
    return int(((locate(village.helpers, tile.grids) != tile.label) & ~crossed).sum())


def test_households_stay_with_whom_looks_after_them(evened):
    kept = sum(newly(village, even) for village, even, _plain in evened)
    plain = sum(newly(village, plain) for village, _even, plain in evened)
    assert kept <= plain / 4


def test_what_is_kept_together_is_as_even_and_whole(evened):
    for _village, even, plain in evened:
        assert loads(even).max() <= max(loads(plain).max(), int(1.12 * loads(even).mean()))
        assert problems(VILLAGE, even.grids) == []


def test_a_contact_kept_costs_no_more_moves_than_its_price(evened):
    more = sum(moves(village, even) - moves(village, plain) for village, even, plain in evened)
    spared = sum(newly(village, plain) - newly(village, even) for village, even, plain in evened)
    assert 0 <= more <= PRICE * spared


def test_whoever_is_looked_after_from_elsewhere_stops_nothing():
    village = settled()
    away = Settled(village.grids, village.points, village.grid, helpers=np.full((400, 2), np.nan))
    assert rebalance([away], 1.12)[0].label.tolist() == rebalance([village], 1.12)[0].label.tolist()
