"""How many households changed grid, and when."""

import datetime as dt

import pytest

from geodata.people.moves import Moves, moves_of
from geodata.people.placing import move
from tests import village as v

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 5, 1)


def test_households_that_move_are_counted_by_day_and_way():
    place = v.county()
    other = v.household(place.grids[0], v.middle(0, 0))
    for home in (place.homes[0], other):
        move(household=home, grid=place.grids[1], on=DAY)
    move(household=other, grid=None, on=DAY + dt.timedelta(days=9))
    first, second = place.grids[0].code, place.grids[1].code
    assert moves_of(place.west, days=[DAY, DAY + dt.timedelta(days=9)]) == {
        DAY: [Moves(first, second, 2)],
        DAY + dt.timedelta(days=9): [Moves(second, None, 1)],
    }


def test_a_household_that_becomes_known_has_not_moved():
    place = v.county()
    v.household(place.grids[0], v.middle(0, 0), day=DAY)
    assert moves_of(place.west, days=[DAY]) == {}


def test_moves_in_another_village_do_not_count():
    place = v.county()
    move(household=place.homes[2], grid=None, on=DAY)
    assert moves_of(place.west, days=[DAY]) == {}
