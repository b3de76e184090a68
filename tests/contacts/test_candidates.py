"""Who could look after a household, and who could go along."""

import pytest

from geodata.contacts.candidates import candidates, companions
from tests import village as v

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(bare_county):
    return bare_county


def members(places) -> list[int]:
    return [one.member for one in candidates(places.homes[0], on=v.TODAY)]


def test_the_nearest_comes_first_and_without_a_point_last(places):
    unknown = v.member(places.west)
    far, near = v.member(places.west, point=v.middle(1, 0)), v.member(places.west, point=v.middle(0, 0))
    assert members(places) == [near.pk, far.pk, unknown.pk]


def test_those_with_room_come_before_the_full(places):
    full, free = v.member(places.west, point=v.middle(0, 0), capacity=1), v.member(places.west)
    v.link(full, places.homes[1])
    assert members(places) == [free.pk, full.pk]


@pytest.mark.parametrize("ability", ["away", "ill", "aged", "other"])
def test_who_is_unable_is_not_offered(places, ability):
    v.member(places.west, ability=ability)
    assert members(places) == []


def test_who_belongs_to_another_village_or_left_is_not_offered(places):
    v.member(places.east)
    v.member(places.west).__class__.objects.update(period=v.since(v.TODAY.replace(year=2030)))
    assert members(places) == []


def test_distance_is_in_metres_on_the_sphere(places):
    v.member(places.west, point=v.middle(1, 0))
    # A hundredth of a degree of longitude at 27.905 N.
    assert candidates(places.homes[0], on=v.TODAY)[0].metres == pytest.approx(983, abs=3)


def test_load_counts_the_links_of_the_day(places):
    member = v.member(places.west)
    v.link(member, places.homes[0])
    v.link(member, places.homes[1], day=v.TODAY.replace(year=2030))
    one = candidates(places.homes[0], on=v.TODAY)[0]
    assert (one.load, one.linked, one.busy) == (1, True, False)


def test_candidates_are_one_query(places, django_assert_num_queries):
    for _number in range(5):
        v.link(v.member(places.west), places.homes[0], primary=False)
    with django_assert_num_queries(1):
        candidates(places.homes[0], on=v.TODAY)


def test_contacts_and_posts_of_the_place_go_along_but_not_oneself(places):
    member, me = v.member(places.west), v.officer("cadre", places.west)
    v.link(member, places.homes[0])
    leader = v.officer("small_leader", places.grids[0])
    v.officer("small_leader", places.grids[1])
    assert set(companions(places.homes[0], on=v.TODAY, besides=me)) == {member.user, leader}
