"""What somebody may see follows from posts and links on a day."""

import datetime as dt

import pytest

from geodata.base.periods import between
from geodata.base.scope import Right
from geodata.contacts.models import Member
from geodata.contacts.rights import CONTACT_RIGHTS, RIGHTS, scope_of
from geodata.people.models import Household
from geodata.posts.models import Post
from geodata.territory.models import Area, Boundary
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(bare_county):
    return bare_county


def seen_by(who, on=v.TODAY) -> set[str]:
    return set(Household.objects.within(scope_of(who, on=on)).values_list("number", flat=True))


def test_a_county_officer_sees_every_household(places):
    assert seen_by(v.officer("county_officer", places.county)) == {home.number for home in places.homes}


def test_a_township_officer_sees_the_own_township_only(places):
    assert seen_by(v.officer("township_officer", places.town)) == {home.number for home in places.homes[:3]}


def test_a_village_officer_sees_the_own_village_only(places):
    assert seen_by(v.officer("village_officer", places.west)) == {home.number for home in places.homes[:2]}


def test_a_grid_leader_sees_the_own_grid_only(places):
    assert seen_by(v.officer("small_leader", places.grids[1])) == {places.homes[1].number}


def test_a_contact_member_sees_the_own_households_only(places):
    member = v.member(places.west)
    v.link(member, places.homes[2])
    assert seen_by(member.user) == {places.homes[2].number}


def test_a_member_who_left_sees_nothing(places):
    member = v.member(places.west)
    v.link(member, places.homes[0])
    member.period = between(v.LONG_AGO, v.TODAY)
    member.save()
    assert seen_by(member.user) == set()


@pytest.mark.parametrize("kind", ["auditor", "administrator"])
def test_auditors_and_administrators_see_no_household(places, kind):
    assert seen_by(v.officer(kind, None)) == set()


def test_an_ended_post_gives_nothing(places):
    who = v.officer("county_officer", places.county)
    Post.objects.filter(user=who).update(period=between(v.LONG_AGO, v.TODAY))
    assert seen_by(who, on=v.TODAY - dt.timedelta(days=1))
    assert seen_by(who, on=v.TODAY) == set()


def test_a_closed_account_sees_nothing(places):
    who = v.officer("county_officer", places.county)
    who.is_active = False
    who.save()
    assert scope_of(who, on=v.TODAY).grants == ()


def test_areas_and_boundaries_are_those_of_the_subtree(places):
    scope = scope_of(v.officer("township_officer", places.town), on=v.TODAY)
    assert set(Area.objects.within(scope)) == {places.town, places.west, places.east, *places.grids[:3]}
    assert Boundary.objects.within(scope).count() == 6
    assert places.county in Area.objects.on_the_way(scope)


def test_rights_hold_where_the_post_is(places):
    who = v.officer("planner", places.county)
    Post.objects.create(user=who, kind="small_leader", area=places.grids[3], period=between(v.LONG_AGO, None))
    details = scope_of(who, on=v.TODAY).to(Right.DETAILS)
    assert list(Household.objects.within(details)) == [places.homes[3]]


def test_a_household_elsewhere_widens_no_office(places):
    """An officer who looks after one household of another village sees that one there, and nothing else."""
    who = v.officer("village_officer", places.west)
    with owner():
        member = Member.objects.create(
            user=who,
            branch=v.member(places.west).branch,
            village=places.west,
            period=between(v.LONG_AGO, None),
        )
    v.link(member, places.homes[3])
    scope = scope_of(who, on=v.TODAY)
    own = set(Household.objects.filter(village=places.west))
    for right in Right:
        seen = set(Household.objects.within(scope.to(right)))
        expected = {places.homes[3]} if right in CONTACT_RIGHTS else set()
        assert seen == (own if right in RIGHTS["village_officer"] else set()) | expected, right
        assert not Area.objects.within(scope.to(right)).filter(code__startswith=places.far.code).exists()


def test_a_scope_takes_three_queries_at_most(places, django_assert_max_num_queries):
    who = v.officer("township_officer", places.town)
    Post.objects.create(user=who, kind="cadre", area=places.far, period=between(v.LONG_AGO, None))
    with django_assert_max_num_queries(3):
        scope_of(who, on=v.TODAY)
