"""The laws of contacts and posts stand in the database."""

import datetime as dt

import pytest
from django.db import IntegrityError

from geodata.base.periods import between, since
from geodata.contacts.models import ContactLink
from geodata.posts.models import Post
from tests import village as v

pytestmark = pytest.mark.django_db
NEW_YEAR = dt.date(2026, 1, 1)


def refused(law: str):
    return pytest.raises(IntegrityError, match=law)


def test_a_household_has_one_open_primary_contact():
    places = v.county()
    v.link(v.member(places.west), places.homes[0])
    with refused("one_open_primary_contact_per_household"):
        v.link(v.member(places.west), places.homes[0], day=NEW_YEAR)


def test_a_second_contact_may_stand_beside_the_first():
    places = v.county()
    v.link(v.member(places.west), places.homes[0])
    v.link(v.member(places.west), places.homes[0], primary=False)
    assert places.homes[0].links.count() == 2


def test_a_member_is_linked_to_a_household_once_a_day():
    places = v.county()
    one = v.member(places.west)
    v.link(one, places.homes[0])
    with refused("one_link_per_member_household_and_day"):
        v.link(one, places.homes[0], primary=False)


def test_a_link_ends_with_a_reason():
    places = v.county()
    link = v.link(v.member(places.west), places.homes[0])
    with refused("link_ends_with_a_reason"):
        ContactLink.objects.filter(pk=link.pk).update(period=between(v.LONG_AGO, NEW_YEAR))


def test_a_grid_has_one_small_leader_a_day():
    grid = v.county().grids[0]
    v.officer("small_leader", grid)
    with refused("one_small_leader_per_grid_and_day"):
        v.officer("small_leader", grid)


def test_a_post_is_held_once_by_a_person():
    places = v.county()
    who = v.officer("planner", places.county)
    with refused("one_duty_per_person_post_area_and_day"):
        Post.objects.create(user=who, kind="planner", area=places.county, period=since(NEW_YEAR))


@pytest.mark.parametrize(("kind", "with_area"), [("auditor", True), ("county_officer", False)])
def test_a_post_has_an_area_unless_it_is_for_the_installation(kind, with_area):
    places = v.county()
    with refused("duty_has_an_area_unless_it_is_for_the_installation"):
        v.officer(kind, places.county if with_area else None)
