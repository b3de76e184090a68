"""Where households go when their grid ends: after most of its households, then of its land, then to the first."""

import numpy as np
import pytest

from geodata.geometry.placing import Redrawn, settled
from geodata.geometry.topology import NOWHERE
from tests.paper import points, squares

NO_POINT = np.array([[np.nan, np.nan]])
PRESENT = squares((0, 0, 6, 2))


def grid_of_one_without_a_point(shapes, *places, continues=None):
    homes = np.concatenate([*([points(*places)] if places else []), NO_POINT])
    own = np.zeros(len(homes), np.int64)
    goes_on = np.full(len(shapes), NOWHERE) if continues is None else continues
    found = settled(Redrawn(PRESENT, shapes, goes_on), homes, own, np.ones(len(homes), bool))
    return int(found.grid[-1]), bool(found.followed[-1])


LESS_AND_MORE = squares((0, 0, 2, 2), (2, 0, 4, 2))
HALVES = squares((0, 0, 3, 2), (3, 0, 3, 2))


@pytest.mark.parametrize(
    ("shapes", "places", "heir"),
    [
        (LESS_AND_MORE, [(1, 1), (1, 1.5), (5, 1)], 0),
        (LESS_AND_MORE, [(1, 1), (5, 1)], 1),
        (LESS_AND_MORE, [], 1),
        (HALVES, [], 0),
        (HALVES, [(1, 1), (5, 1)], 0),
        (squares((8, 0, 1, 2)), [], NOWHERE),
        (squares(), [], NOWHERE),
    ],
    ids=[
        "households",
        "as many, then land",
        "land alone",
        "the first",
        "the first of two",
        "gone",
        "nothing",
    ],
)
def test_one_whom_no_point_places_follows(shapes, places, heir):
    assert grid_of_one_without_a_point(shapes, *places) == (heir, True)


def test_a_grid_that_goes_on_keeps_them_however_many_leave():
    kept = grid_of_one_without_a_point(LESS_AND_MORE, (5, 1), (4, 1), continues=np.array([0, NOWHERE]))
    assert kept == (0, False)
