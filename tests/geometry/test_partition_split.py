"""Fresh grids by load."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.geometry import tiling
from geodata.geometry.arrays import compactness
from geodata.geometry.partition import Land, Options, split
from geodata.geometry.topology import locate
from geodata.geometry.validity import problems
from tests.paper import line, lines, points, scattered, square, squares

VILLAGE = square(0, 0, 12, 9)
WITH_A_HOLE = shapely.difference(VILLAGE, square(5, 3, 2, 2))
WITH_ISLANDS = shapely.union_all(squares((0, 0, 9, 9), (10, 1, 4, 4), (10, 6, 1, 1)))
BAY = shapely.difference(VILLAGE, square(4, 2, 1, 7))
HOMES = scattered(VILLAGE, 300)


def loads(tile):
    return np.bincount(tile.label, minlength=len(tile.grids))


def one(outline, homes, **options):
    return split([Land(outline, homes)], Options(**options))[0]


def test_a_village_is_split_into_as_many_grids_as_its_households_need():
    assert len(one(VILLAGE, HOMES, target=100).grids) == 3


def test_a_village_is_split_into_the_number_asked_for():
    assert len(one(VILLAGE, HOMES, count=7).grids) == 7


@pytest.mark.parametrize("outline", [VILLAGE, WITH_A_HOLE, WITH_ISLANDS, BAY])
@pytest.mark.parametrize("borders", ["straight", "natural"])
def test_grids_tile_the_village_with_every_household_in_its_grid(outline, borders):
    homes = scattered(outline, 300)
    tile = one(outline, homes, target=40, borders=borders)
    assert problems(outline, tile.grids) == []
    assert (locate(homes, tile.grids, tile.label) == tile.label).all()


def test_grids_are_even():
    sizes = loads(one(VILLAGE, HOMES, target=50))
    assert sizes.sum() == 300
    assert sizes.max() <= 1.05 * sizes.mean()


def test_the_same_village_gives_the_same_grids_again():
    first, again = one(VILLAGE, HOMES, target=50), one(VILLAGE, HOMES, target=50)
    assert [grid.wkb for grid in first.grids] == [grid.wkb for grid in again.grids]
    assert first.label.tolist() == again.label.tolist()


def test_another_seed_may_give_other_grids_just_as_good():
    tile = one(VILLAGE, HOMES, target=50, seed=2)
    assert problems(VILLAGE, tile.grids) == []
    assert loads(tile).max() <= 1.05 * loads(tile).mean()


def test_pulling_borders_straight_makes_grids_more_compact_than_cells():
    tile = one(VILLAGE, HOMES, target=50)
    assert compactness(tile.grids).mean() > 0.6


def test_natural_borders_have_more_bends_than_straight_ones():
    straight, natural = (
        shapely.get_num_coordinates(one(VILLAGE, HOMES, target=50, borders=borders).grids).sum()
        for borders in ("straight", "natural")
    )
    assert natural > straight


def test_no_household_means_one_grid():
    tile = one(VILLAGE, points())
    assert (len(tile.grids), len(tile.label)) == (1, 0)
    assert shapely.equals(tile.grids[0], VILLAGE)


def test_households_on_one_point_stay_together():
    homes = np.concatenate([np.repeat(points((1, 1)), 40, axis=0), scattered(VILLAGE, 60)])
    tile = one(VILLAGE, homes, count=3)
    assert len(set(tile.label[:40].tolist())) == 1
    assert problems(VILLAGE, tile.grids) == []


def test_there_are_never_more_grids_than_places():
    tile = one(VILLAGE, points((1, 1), (1, 1), (5, 5)), count=5)
    assert sorted(loads(tile).tolist()) == [1, 2]


def test_a_household_on_the_outline_is_in_one_grid():
    homes = np.concatenate([HOMES, points((0, 4), (12, 9))])
    tile = one(VILLAGE, homes, target=50)
    assert loads(tile).sum() == 302
    assert (shapely.distance(tile.grids[tile.label], shapely.points(homes)) == 0).all()


def test_grids_rather_end_at_a_river():
    homes = np.concatenate(
        [scattered(square(0, 0, 5.8, 9), 150, 3), scattered(square(6.2, 0, 5.8, 9), 150, 4)]
    )
    river = lines(line((6, 0), (6, 9)))
    (tile,) = split([Land(VILLAGE, homes, dividers=river)], Options(count=2))
    assert sorted(loads(tile).tolist()) == [150, 150]
    assert len(set(tile.label[:150].tolist())) == 1


def test_where_straight_lines_fail_the_cells_borders_hold(monkeypatch):
    nothing = lambda outline, rim, lines: np.array([outline])  # noqa: E731
    monkeypatch.setattr(tiling, "faces_between", nothing)
    tile = one(VILLAGE, HOMES, target=50)
    assert problems(VILLAGE, tile.grids) == []
    assert (locate(HOMES, tile.grids, tile.label) == tile.label).all()


def test_a_proposal_records_what_it_depends_on():
    record = Options(target=90).record()
    assert record["target"] == 90
    assert record["seed"] == 1
    assert record["metis"]


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from([VILLAGE, WITH_A_HOLE, WITH_ISLANDS, BAY]),
    st.integers(0, 1000),
    st.integers(1, 120),
    st.integers(1, 12),
)
def test_any_village_is_tiled_and_loses_nobody(outline, seed, households, count):
    homes = scattered(outline, households, seed)
    tile = one(outline, homes, count=count)
    assert problems(outline, tile.grids) == []
    assert (locate(homes, tile.grids, tile.label) == tile.label).all()
    assert (loads(tile) > 0).all()
