"""Facts are what history says, whatever happens."""

import datetime as dt

import pytest
from django.db import connection

from geodata.base.periods import between, since, today
from geodata.contacts.assigning import end_contact, set_contact
from geodata.contacts.models import ContactLink
from geodata.coverage import facts
from geodata.coverage.models import HouseholdFacts
from geodata.coverage.states import facts_hold
from geodata.people.models import CareCategory, CareRecord, Household
from geodata.people.placing import move, occupy
from geodata.visits.models import VisitRule
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("defaults")


@pytest.fixture
def places(bare_county):
    return bare_county


def of(home: Household) -> HouseholdFacts:
    return HouseholdFacts.objects.get(household=home)


def ago(days: int) -> dt.date:
    return today() - dt.timedelta(days=days)


def test_a_new_household_has_facts(places):
    assert HouseholdFacts.objects.count() == 4
    assert of(places.homes[0]).grid == places.grids[0] and of(places.homes[0]).has_point


def test_a_visit_moves_the_last_day_forward_only(places):
    for days in (10, 20):
        v.visit(places.homes[0], ago(days), by=v.user())
    assert of(places.homes[0]).last_met == ago(10)


def test_voiding_the_last_visit_brings_back_the_one_before(places):
    cadre = v.user()
    v.visit(places.homes[0], ago(20), by=cadre)
    v.void(v.visit(places.homes[0], ago(10), by=cadre), "other household")
    assert of(places.homes[0]).last_met == ago(20)


def test_contacts_are_followed(places):
    boss = v.user()
    link = set_contact(household=places.homes[0], member=v.member(places.west), by=boss, on=ago(5))
    assert of(places.homes[0]).linked
    end_contact(link=link, reason="member_left", on=today())
    assert not of(places.homes[0]).linked


def test_a_second_contact_alone_is_no_first_contact(places):
    v.link(v.member(places.west), places.homes[0], primary=False)
    assert not of(places.homes[0]).linked


def test_moves_occupancy_and_points_are_followed(places):
    move(household=places.homes[0], grid=places.grids[1], on=today())
    occupy(household=places.homes[0], occupancy="empty", on=today())
    Household.objects.filter(pk=places.homes[0].pk).update(point=None, point_quality="", point_since=None)
    row = of(places.homes[0])
    assert (row.grid, row.exempt, row.has_point) == (places.grids[1], True, False)


def test_rules_and_categories_are_followed(places):
    v.care(places.homes[0])
    with owner():
        VisitRule.objects.filter(category__code="low_income").update(days=10)
    assert (of(places.homes[0]).interval, of(places.homes[0]).special) == (10, True)
    with owner():
        CareCategory.objects.filter(code="low_income").update(special=False)
    assert not of(places.homes[0]).special


def test_after_many_events_facts_equal_history(places):
    cadre, member = v.user(), v.member(places.west)
    for number, home in enumerate(places.homes):
        v.visit(home, ago(number * 30), by=cadre)
        v.care(home, "lone_elderly" if number % 2 else "low_income")
    v.link(member, places.homes[0], day=ago(300))
    move(household=places.homes[1], grid=None, on=ago(3))
    CareRecord.objects.filter(household=places.homes[2]).update(period=between(v.LONG_AGO, today()))
    assert facts.differences(on=today()) == []


def test_a_difference_is_reported_and_mended(places):
    HouseholdFacts.objects.filter(household=places.homes[0]).update(linked=True)
    assert facts.differences(on=today()) == [places.homes[0].pk]
    facts.refresh_all()
    assert facts.differences(on=today()) == []


def test_facts_do_not_answer_beyond_the_next_change(places):
    tomorrow = today() + dt.timedelta(days=1)
    ContactLink.objects.create(
        household=places.homes[0], member=v.member(places.west), period=between(v.LONG_AGO, tomorrow),
        end_reason="member_left",
    )  # fmt: skip
    assert of(places.homes[0]).good_until == tomorrow
    assert facts_hold(today())


def test_old_facts_leave_the_answer_to_history_until_refreshed(places):
    HouseholdFacts.objects.filter(household=places.homes[0]).update(good_until=today())
    assert not facts_hold(today())
    assert facts.refresh_outdated(on=today()) == 1
    assert facts_hold(today())


def test_a_coming_rule_ends_all_facts_on_its_day(places):
    day = today() + dt.timedelta(days=9)
    VisitRule.objects.create(occupancy="lived_in", area=places.west, days=60, period=since(day))
    assert set(HouseholdFacts.objects.values_list("good_until", flat=True)) == {day}


def test_other_days_are_answered_from_history():
    assert not facts_hold(ago(1))


def test_the_databases_day_is_the_installations_day():
    with connection.cursor() as cursor:
        cursor.execute("SELECT gridmap_today()")
        assert cursor.fetchone()[0] == today()
