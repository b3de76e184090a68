"""Why a household has its status: the same interval as the database's, and a sentence."""

import datetime as dt

import pytest

from geodata.coverage.households import states_of
from geodata.coverage.states import Question, Selection
from geodata.people.models import CareCategory
from geodata.people.placing import occupy
from geodata.periods import since
from geodata.visits.models import VisitRule
from geodata.visits.reasons import Rhythm, in_words, rhythm_of
from tests import village as v

pytestmark = pytest.mark.usefixtures("defaults")


@pytest.fixture
def places(bare_county):
    return bare_county


def interval(home) -> int:
    """What the database says of that day."""
    return states_of(Question(Selection(households=(home.pk,)), on=v.TODAY))[home.pk].interval


def rule(days: int, *, area=None, **group: object) -> None:
    VisitRule.objects.create(days=days, area=area, period=since(v.LONG_AGO), **group)


@pytest.mark.parametrize(
    "categories", [[], ["low_income"], ["low_income", "serious_illness"], ["lone_elderly", "monitored"]]
)
def test_the_interval_is_the_databases(places, categories):
    for category in categories:
        v.care(places.homes[0], category)
    assert rhythm_of(places.homes[0], on=v.TODAY).interval == interval(places.homes[0])


def test_a_rule_of_the_nearest_area_counts(places):
    v.care(places.homes[0])
    low_income = CareCategory.objects.get(code="low_income")
    rule(60, area=places.county, category=low_income)
    rule(45, area=places.west, category=low_income)
    rule(5, area=places.east, category=low_income)
    assert rhythm_of(places.homes[0], on=v.TODAY).interval == interval(places.homes[0]) == 45


def test_a_seasonal_household_has_its_own_rhythm(places):
    occupy(household=places.homes[0], occupancy="seasonal", on=dt.date(2025, 1, 1))
    assert rhythm_of(places.homes[0], on=v.TODAY).interval == interval(places.homes[0]) == 183


def test_a_care_record_that_has_not_begun_does_not_count(places):
    v.care(places.homes[0], day=v.TODAY + dt.timedelta(days=1))
    assert rhythm_of(places.homes[0], on=v.TODAY).interval == interval(places.homes[0])


@pytest.mark.parametrize(
    ("status", "last_met", "words"),
    [
        ("never", None, "Nobody was met here yet; a visit is due every 31 days (A)."),
        ("exempt", None, "Nobody to visit: A."),
        ("ok", dt.date(2026, 6, 20), "Last met on 2026-06-20, 10 days ago; a visit is due every 31 days (A), the next by 2026-07-21."),
        ("ok", dt.date(2026, 5, 30), "Last met on 2026-05-30, 31 days ago; a visit is due every 31 days (A), the next by 2026-06-30."),
        ("overdue", dt.date(2026, 5, 29), "Last met on 2026-05-29, 32 days ago; a visit is due every 31 days (A): 1 days late."),
    ],
)  # fmt: skip
def test_the_sentence_says_when_and_why(status, last_met, words, in_english):
    assert in_words(Rhythm(31, "A"), status=status, last_met=last_met, on=v.TODAY) == words
