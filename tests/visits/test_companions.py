"""Who may be named as a visitor of a household."""

import datetime as dt

import pytest

from geodata.base.errors import BadInput
from geodata.contacts.models import Member
from geodata.visits.visitors import check_visitors
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(bare_county):
    return bare_county


def check(places, *people) -> None:
    visitors = [who.pk for who in people]
    check_visitors(household=places.homes[0], visitors=visitors, besides=[], on=v.TODAY)


def test_members_of_the_village_and_posts_in_and_above_it_are_known(places):
    check(
        places,
        v.member(places.west).user,
        v.officer("small_leader", places.grids[1]),
        v.officer("county_officer", places.county),
    )


@pytest.mark.parametrize("where", ["east", "far", "other_town"])
def test_people_of_other_places_are_not(places, where):
    with pytest.raises(BadInput) as refused:
        check(places, v.officer("cadre", getattr(places, where)))
    assert refused.value.field == "visitors"


def test_whoever_enters_the_visit_needs_no_post(places, django_assert_num_queries):
    author = v.user()
    with django_assert_num_queries(0):
        check_visitors(household=places.homes[0], visitors=[author.pk], besides=[author.pk], on=v.TODAY)


def test_who_had_left_is_not_and_who_was_written_down_later_is(places):
    later, left = v.member(places.west), v.member(places.west)
    with owner():
        Member.objects.filter(pk=later.pk).update(period=(v.TODAY + dt.timedelta(days=30), None))
        Member.objects.filter(pk=left.pk).update(period=(v.LONG_AGO, v.TODAY))
    check(places, later.user)
    with pytest.raises(BadInput):
        check(places, left.user)
