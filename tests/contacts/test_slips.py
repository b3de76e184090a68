"""Slips: who of a village gets a one-time link, and what becomes of earlier ones."""

import datetime as dt

import pytest

from geodata.accounts.links import holder_of, use_link
from geodata.audit.models import AccessEntry
from geodata.base.errors import BadInput, Conflict, NotAllowed
from geodata.contacts.rights import scope_of
from geodata.contacts.slips import LIFE, counts, issue_slips
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db
DAY, HOUR = v.TODAY, dt.timedelta(hours=1)


@pytest.fixture
def places(bare_county):
    return bare_county


@pytest.fixture
def town(places):
    return v.officer("township_officer", places.town)


def issued(by, village, *, again=False, at=v.NOON):
    scope = scope_of(by, on=DAY)
    return issue_slips(village=village, again=again, by=by, scope=scope, at=at, on=DAY)


def with_password(who):
    with owner():
        who.set_password("correct horse 例")
        who.save()
    return who


@pytest.mark.usefixtures("told_in_english")
def test_everybody_of_the_village_without_a_password_gets_one(places, town):
    leader = v.officer("small_leader", places.grids[0])
    member = v.member(places.west)
    with_password(v.officer("village_officer", places.west))
    v.officer("small_leader", places.grids[2])
    slips = issued(town, places.west)
    assert sorted(slip.username for slip in slips) == sorted([leader.username, member.user.username])
    assert {slip.role for slip in slips} == {"Small grid leader · 第一网格", "Contact member · 例西村"}


def test_each_opens_its_own_account_once_and_for_two_weeks(places, town):
    leader, other = (v.officer("small_leader", grid) for grid in places.grids[:2])
    links = {slip.username: slip.link for slip in issued(town, places.west)}
    nearly = v.NOON + dt.timedelta(days=14) - HOUR
    assert holder_of(*links[leader.username], at=nearly) == leader
    assert use_link(*links[leader.username], password="nine green bottles", at=nearly) == leader
    assert use_link(*links[leader.username], password="nine green bottles", at=nearly) is None
    assert holder_of(*links[other.username], at=v.NOON + LIFE) is None


def test_again_ends_the_earlier_ones_and_leaves_passwords_alone(places, town):
    leader, other = (v.officer("small_leader", grid) for grid in places.grids[:2])
    first = {slip.username: slip.link for slip in issued(town, places.west)}
    use_link(*first[other.username], password="nine green bottles", at=v.NOON)
    with pytest.raises(Conflict):
        issued(town, places.west, at=v.NOON + HOUR)
    second = issued(town, places.west, again=True, at=v.NOON + HOUR)
    assert [slip.username for slip in second] == [leader.username]
    assert holder_of(*first[leader.username], at=v.NOON + HOUR) is None
    other.refresh_from_db()
    assert other.check_password("nine green bottles")


def test_whose_link_has_expired_gets_another_without_being_asked(places, town):
    v.officer("small_leader", places.grids[0])
    issued(town, places.west)
    late = v.NOON + LIFE
    told = counts(village=places.west, scope=scope_of(town, on=DAY), at=late, on=DAY)
    assert (told.without, told.expired, told.waiting, told.due) == (0, 1, 0, 1)
    assert len(issued(town, places.west, at=late)) == 1


def test_each_link_is_on_record_and_says_nothing_of_itself(places, town):
    leader = v.officer("small_leader", places.grids[0])
    slip = issued(town, places.west)[0]
    entry = AccessEntry.objects.get(action="link_issued")
    assert (entry.user, entry.subject) == (town, leader.username)
    assert entry.details == {"kind": "slip", "area": places.west.code}
    assert slip.link.code not in str(list(AccessEntry.objects.values()))


def test_an_office_issues_none_for_accounts_of_offices_above_or_elsewhere(places):
    village = v.officer("village_officer", places.west)
    v.officer("township_officer", places.town)
    elsewhere = v.member(places.west)
    v.link(elsewhere, v.household(places.grids[3], v.middle(3, 0)))
    v.member(places.west)
    assert len(issued(village, places.west)) == 1
    with pytest.raises(NotAllowed):
        issued(village, places.east)


def test_slips_are_made_village_by_village(places, town):
    county = v.officer("county_officer", places.county)
    with pytest.raises(BadInput):
        issued(county, places.town)


def test_where_nobody_needs_one_none_is_made(places, town):
    with pytest.raises(Conflict):
        issued(town, places.west)


def test_what_is_too_much_at_once_is_refused(places, town, monkeypatch):
    monkeypatch.setattr("geodata.contacts.slips.MOST", 1)
    for grid in places.grids[:2]:
        v.officer("small_leader", grid)
    with pytest.raises(Conflict, match="1"):
        issued(town, places.west)


def test_many_take_few_queries(places, town, django_assert_max_num_queries):
    for _number in range(20):
        v.member(places.west)
    with django_assert_max_num_queries(18):
        issued(town, places.west)
