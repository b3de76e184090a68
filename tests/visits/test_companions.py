"""Who may be named as a visitor of a household."""

import pytest

from geodata.errors import BadInput
from geodata.visits.companions import check_visitors
from tests import village as v

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(bare_county):
    return bare_county


def check(places, *people) -> None:
    check_visitors(household=places.homes[0], visitors=[who.pk for who in people], by=v.user(), on=v.TODAY)


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
        check_visitors(household=places.homes[0], visitors=[author.pk], by=author, on=v.TODAY)
