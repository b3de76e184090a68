"""How often a household is to be visited: the shortest of its rules, each of the nearest area."""

import datetime as dt

import pytest

from geodata.base.periods import between, since, today
from geodata.coverage.households import states_of
from geodata.coverage.states import Question, Selection
from geodata.people.placing import occupy
from geodata.visits.models import VisitRule
from tests import village as v

pytestmark = pytest.mark.usefixtures("defaults")


@pytest.fixture
def places(bare_county):
    return bare_county


def interval(home, on=None) -> int:
    question = Question(Selection(households=(home.pk,)), on=on or today())
    return states_of(question)[home.pk].interval


def test_a_household_without_care_record_has_the_general_rule(places):
    assert interval(places.homes[0]) == 92


def test_a_seasonal_household_has_its_own_rule(places):
    occupy(household=places.homes[0], occupancy="seasonal", on=today())
    assert interval(places.homes[0]) == 183


def test_the_shortest_of_several_rules_counts(places):
    v.care(places.homes[0], "low_income")
    v.care(places.homes[0], "lone_elderly")
    assert interval(places.homes[0]) == 7


def test_the_rule_of_the_nearest_area_counts(places):
    for area, days in ((places.county, 80), (places.west, 60), (places.other_town, 50)):
        VisitRule.objects.create(occupancy="lived_in", area=area, days=days, period=since(v.LONG_AGO))
    assert [interval(home) for home in places.homes] == [60, 60, 80, 50]


def test_a_nearer_rule_may_be_longer(places):
    v.care(places.homes[0], "low_income")
    VisitRule.objects.create(category_id=1, area=places.grids[0], days=60, period=since(v.LONG_AGO))
    assert interval(places.homes[0]) == 60


def test_a_rule_holds_on_its_days(places):
    now = today()
    yesterday = now - dt.timedelta(days=1)
    VisitRule.objects.create(occupancy="lived_in", area=places.west, days=60, period=between(v.LONG_AGO, now))
    assert (interval(places.homes[0], yesterday), interval(places.homes[0])) == (60, 92)
