"""A fresh split rather keeps households with whoever looks after them."""

import numpy as np
import pytest
import shapely

from geodata.geometry.partition import Options
from geodata.geometry.proposals import Village, judge, price, propose_split
from geodata.geometry.topology import NOWHERE

SIZE = 2_000.0


def looked_after(seed: int) -> Village:
    """240 households in a square, each by one of 24 of them: the nearest in four of five cases."""
    chance = np.random.default_rng(seed)
    homes = chance.uniform(20, SIZE - 20, (240, 2))
    nearest = shapely.STRtree(shapely.points(homes[:24])).nearest(shapely.points(homes))
    helper = np.where(chance.random(240) < 0.8, nearest, chance.integers(0, 24, 240))
    square = shapely.box(0, 0, SIZE, SIZE)
    return Village(square, np.array([square]), homes, np.zeros(240, np.int64), homes[helper])


def without(village: Village) -> Village:
    return Village(village.outline, village.grids, village.points, village.grid)


@pytest.fixture(scope="module")
def compared():
    villages = [looked_after(seed) for seed in range(8)]
    options = Options(target=40)
    plain = propose_split([without(each) for each in villages], options)
    return villages, propose_split(villages, options), plain


def test_fewer_contacts_cross_a_border(compared):
    villages, held, plain = compared
    assert price(villages, held)["crossing_after"] < 0.9 * price(villages, plain)["crossing_after"]


def test_the_grids_are_as_even_and_whole(compared):
    villages, held, plain = compared
    ours = [judge([village], [each]) for village, each in zip(villages, held, strict=True)]
    theirs = [judge([village], [each]) for village, each in zip(villages, plain, strict=True)]
    assert all((each.grids, each.lost, each.valid, each.contiguous) == (6, 0, True, True) for each in ours)
    assert max(each.balance_worst for each in ours) <= 1.06
    assert sum(each.compactness for each in ours) > 0.8 * sum(each.compactness for each in theirs)


def test_the_price_counts_before_after_and_newly(compared):
    villages, held, _plain = compared
    costs = price(villages, held)
    assert (costs["crossing_before"], costs["newly_crossing"]) == (0, costs["crossing_after"])
    assert price([without(each) for each in villages], held)["crossing_after"] == 0


def test_helpers_elsewhere_and_unknown_ones_count_for_nothing():
    village = looked_after(1)
    away = np.where(np.arange(240)[:, None] % 2 == 0, np.nan, -9_000.0) * np.ones((1, 2))
    (proposal,) = propose_split([Village(village.outline, village.grids, village.points, village.grid, away)])
    assert (proposal.grid != NOWHERE).all()
    assert price([village], [proposal])["crossing_before"] == 0
