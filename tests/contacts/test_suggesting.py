"""Suggesting a member for many households at once."""

import pytest

from geodata.contacts.candidates import candidates
from geodata.contacts.suggestions import suggestions
from tests import village as v

pytestmark = pytest.mark.django_db
ON = v.TODAY


@pytest.fixture
def places(bare_county):
    return bare_county


def test_the_suggestion_is_the_first_candidate(places):
    for column in (0, 1):
        v.member(places.west, point=v.middle(column, 0))
    v.member(places.west, point=v.middle(0, 0), capacity=0)
    for home in places.homes[:2]:
        first, found = candidates(home, on=ON)[0], suggestions([home.pk], on=ON)[home.pk]
        assert (found.member, found.metres) == (first.member, first.metres)


def test_distances_are_those_of_the_database(places):
    v.member(places.west, point=v.middle(3, 1))
    home = places.homes[0]
    assert suggestions([home.pk], on=ON)[home.pk].metres == candidates(home, on=ON)[0].metres > 3000


def test_nobody_is_suggested_of_whom_the_next_page_warns(places):
    near, far = v.member(places.west, point=v.middle(0, 0)), v.member(places.west)
    for _home in range(9):
        v.link(near, v.household(places.grids[0], v.middle(0, 0)))
    homes = [v.household(places.grids[0], v.middle(0, 0)) for _home in range(2)]
    nearest = suggestions([home.pk for home in homes], on=ON)
    assert [one.member for one in nearest.values()] == [near.pk, far.pk]
    v.link(near, homes[0])
    warned = {one.member for one in candidates(homes[1], on=ON) if one.busy}
    assert warned == {near.pk}
    assert suggestions([homes[1].pk], on=ON)[homes[1].pk].member == far.pk


def test_a_place_is_suggested_once(places):
    near, far = v.member(places.west, point=v.middle(0, 0), capacity=1), v.member(places.west)
    nearest = suggestions([places.homes[0].pk, places.homes[1].pk], on=ON)
    assert [one.member for one in nearest.values()] == [near.pk, far.pk]


def test_where_nobody_has_room_nobody_is_suggested(places):
    v.member(places.west, capacity=0)
    v.member(places.west, ability="away")
    v.member(places.east)
    assert suggestions([places.homes[0].pk], on=ON) == {}


def test_who_looks_after_it_already_is_passed_over(places):
    one, two = v.member(places.west), v.member(places.west)
    v.link(one, places.homes[0])
    assert suggestions([places.homes[0].pk], on=ON)[places.homes[0].pk].member == two.pk
    assert suggestions([places.homes[0].pk], on=ON, besides=[two.pk]) == {}


def test_a_household_without_a_point_gets_somebody_all_the_same(places):
    who, home = v.member(places.west, point=v.middle(0, 0)), v.household(places.grids[0])
    found = suggestions([home.pk], on=ON)[home.pk]
    assert (found.member, found.metres) == (who.pk, None)


def test_many_take_three_queries(places, django_assert_max_num_queries):
    homes = [v.household(places.grids[0], v.middle(0, 0)).pk for _home in range(20)]
    for _member in range(2):
        v.member(places.west, capacity=30)
    with django_assert_max_num_queries(3):
        assert len(suggestions(homes, on=ON)) == 20
