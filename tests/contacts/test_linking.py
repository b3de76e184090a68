import datetime as dt

import pytest

from geodata.base.errors import BadInput, Conflict
from geodata.contacts.assigning import end_contact, set_contact
from geodata.contacts.models import ContactLink
from tests import village as v

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 3, 1)


@pytest.fixture
def places(bare_county):
    return bare_county


@pytest.fixture
def boss(places):
    return v.officer("county_officer", places.county)


def test_setting_a_contact_hands_over_from_the_former_one(places, boss):
    old = v.link(v.member(places.west), places.homes[0])
    new = set_contact(household=places.homes[0], member=v.member(places.west), by=boss, on=DAY)
    old.refresh_from_db()
    assert (old.period.upper, old.end_reason) == (DAY, ContactLink.EndReason.HANDED_OVER)
    assert (new.period.lower, new.period.upper, new.set_by) == (DAY, None, boss)


def test_a_second_contact_leaves_the_first_in_place(places, boss):
    first = v.link(v.member(places.west), places.homes[0])
    set_contact(household=places.homes[0], member=v.member(places.west), by=boss, on=DAY, primary=False)
    first.refresh_from_db()
    assert first.period.upper is None


def test_changing_the_contact_twice_on_a_day_keeps_the_last(places, boss):
    set_contact(household=places.homes[0], member=v.member(places.west), by=boss, on=DAY)
    last = set_contact(household=places.homes[0], member=v.member(places.west), by=boss, on=DAY)
    assert ContactLink.objects.on(DAY).primary().get(household=places.homes[0]) == last
    assert ContactLink.objects.filter(household=places.homes[0]).count() == 1


def test_a_former_first_contact_may_come_back_on_the_same_day(places, boss):
    one, two = v.member(places.west), v.member(places.west)
    for who in (one, two, one, two):
        set_contact(household=places.homes[0], member=who, by=boss, on=DAY)
    assert ContactLink.objects.on(DAY).primary().get(household=places.homes[0]).member == two


def test_the_same_contact_again_is_refused(places, boss):
    one = v.member(places.west)
    set_contact(household=places.homes[0], member=one, by=boss, on=DAY)
    with pytest.raises(Conflict) as refusal:
        set_contact(household=places.homes[0], member=one, by=boss, on=DAY)
    assert refusal.value.field == "member"


def test_a_member_who_is_away_is_refused(places, boss):
    with pytest.raises(BadInput):
        set_contact(household=places.homes[0], member=v.member(places.west, ability="away"), by=boss, on=DAY)


def test_a_member_at_capacity_is_refused_and_nothing_changes(places, boss):
    old = v.link(v.member(places.west), places.homes[0])
    full = v.member(places.west, capacity=1)
    v.link(full, places.homes[1])
    with pytest.raises(Conflict):
        set_contact(household=places.homes[0], member=full, by=boss, on=DAY)
    old.refresh_from_db()
    assert old.period.upper is None


def test_ending_a_contact_keeps_it_with_its_reason(places):
    link = v.link(v.member(places.west), places.homes[0])
    end_contact(link=link, reason="member_left", on=DAY)
    link.refresh_from_db()
    assert (link.period.upper, link.end_reason) == (DAY, "member_left")


def test_ending_needs_a_reason_and_an_open_contact(places):
    link = v.link(v.member(places.west), places.homes[0])
    with pytest.raises(BadInput):
        end_contact(link=link, reason="", on=DAY)
    end_contact(link=link, reason="member_left", on=DAY)
    with pytest.raises(Conflict):
        end_contact(link=link, reason="member_left", on=DAY)
