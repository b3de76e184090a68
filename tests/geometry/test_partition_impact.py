"""What a change of borders would mean."""

import numpy as np
import pytest

from geodata.geometry.impact import Links, People, impact
from geodata.geometry.topology import NOWHERE
from tests.paper import squares

HALVES = squares((0, 0, 2, 2), (2, 0, 2, 2))
SHIFTED = squares((0, 0, 1, 2), (1, 0, 3, 2))
PEOPLE = People(
    before=np.array([0, 0, 1, NOWHERE]),
    after=np.array([0, 1, 1, NOWHERE]),
    special=np.array([False, True, False, True]),
    residents=np.array([2, 3, 4, 5]),
)
NO_LINKS = Links(*np.zeros((3, 0), int))


def change(new=SHIFTED, continues=(0, 1), people=PEOPLE, links=NO_LINKS):
    return impact(HALVES, new, np.array(continues), people, links)


def test_each_grid_has_its_figures_before_and_after():
    west, east = change().grids
    assert (west.before.households, west.before.special, west.before.residents) == (2, 1, 5)
    assert (west.after.households, west.after.special, west.after.residents) == (1, 0, 2)
    assert (east.before.area, east.after.area) == (40_000, 60_000)


def test_shape_is_told_by_compactness_and_pieces():
    west, _ = change().grids
    assert west.before.compactness == pytest.approx(np.pi / 4)
    assert west.after.pieces == 1


def test_households_whose_grid_changes_are_listed():
    assert change().moved.tolist() == [1]


def test_nobody_moves_when_a_grid_is_only_numbered_otherwise():
    people = People(PEOPLE.before, np.array([1, 1, 0, NOWHERE]), PEOPLE.special, PEOPLE.residents)
    assert change(HALVES[::-1], (1, 0), people).moved.tolist() == []


def test_a_grid_that_ends_has_no_figures_after():
    people = People(PEOPLE.before, np.array([0, 0, 0, NOWHERE]), PEOPLE.special, PEOPLE.residents)
    merged = change(squares((0, 0, 4, 2)), (0,), people)
    assert [(each.present, each.new, each.after is None) for each in merged.grids] == [
        (0, 0, False),
        (1, None, True),
    ]
    assert merged.moved.tolist() == [2]


def test_a_new_grid_has_no_figures_before():
    people = People(PEOPLE.before, np.array([0, 2, 1, NOWHERE]), PEOPLE.special, PEOPLE.residents)
    split = change(squares((0, 0, 1, 2), (2, 0, 2, 2), (1, 0, 1, 2)), (0, 1, NOWHERE), people)
    assert split.grids[2].before is None
    assert split.moved.tolist() == [1]


def test_contacts_that_the_change_puts_across_a_border_are_listed():
    links = Links(household=np.array([0, 1, 2]), before=np.array([0, 0, 0]), after=np.array([0, 0, 0]))
    impact = change(links=links)
    assert impact.crossing == (1, 2)
    assert impact.newly_crossing.tolist() == [1]


def test_a_member_whose_home_is_unknown_crosses_nothing():
    unknown = np.array([NOWHERE])
    assert change(links=Links(np.array([1]), unknown, unknown)).crossing == (0, 0)


def test_a_contact_within_a_new_grid_does_not_cross():
    people = People(PEOPLE.before, np.array([0, 2, 2, NOWHERE]), PEOPLE.special, PEOPLE.residents)
    links = Links(household=np.array([1]), before=np.array([0]), after=np.array([2]))
    assert change(squares((0, 0), (3, 0), (1, 0, 2, 2)), (0, 1, NOWHERE), people, links).crossing == (0, 0)
