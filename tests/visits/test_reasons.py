"""Why a household has its status: the same interval as the database's, and a sentence."""

import datetime as dt

import pytest
from django.utils.translation import override

from geodata.base.periods import since
from geodata.coverage.households import states_of
from geodata.coverage.states import Question, Selection
from geodata.people.models import CareCategory
from geodata.people.placing import occupy
from geodata.visits.explanation import Rhythm, how_often, in_words, rhythm_of, why_today
from geodata.visits.models import VisitRule
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
    ("days", "chinese"),
    [
        (7, "每周至少走访1次"),
        (92, "每季度至少走访1次"),
        (183, "每半年至少走访1次"),
        (14, "每14天至少走访1次"),
    ],
)
def test_an_interval_is_said_as_a_plan_of_work_says_it(days, chinese):
    with override("zh-hans"):
        assert how_often(days) == chinese


@pytest.mark.parametrize(
    ("status", "last_met", "words"),
    [
        ("never", None, "Nobody has been met here yet; to be visited at least once a month (A)."),
        ("exempt", None, "No visit needed: A."),
        ("ok", dt.date(2026, 6, 20), "Last met on 20 Jun 2026, 10 days ago; to be visited at least once a month (A), next by 21 Jul 2026."),
        ("ok", dt.date(2026, 5, 30), "Last met on 30 May 2026, 31 days ago; to be visited at least once a month (A), next by 30 Jun 2026."),
        ("overdue", dt.date(2026, 5, 29), "Last met on 29 May 2026, 32 days ago; to be visited at least once a month (A): 1 days overdue."),
    ],
)  # fmt: skip
def test_the_sentence_says_when_and_why(status, last_met, words, in_english):
    assert in_words(Rhythm(31, "A"), status=status, last_met=last_met, on=v.TODAY) == words


@pytest.mark.parametrize(
    ("days", "special", "told"),
    [
        (None, True, "Low-income: nobody met so far"),
        (142, True, "Low-income: nobody met for 142 days, 50 overdue"),
        (142, False, "nobody met for 142 days, 50 overdue"),
        (92, False, "due today"),
        (76, False, "due in 16 days"),
        (0, True, "Low-income: met today"),
    ],
)
def test_why_to_go_today_is_one_short_line(days, special, told):
    met = None if days is None else v.TODAY - dt.timedelta(days=days)
    with override("en"):
        said = why_today(Rhythm(92, "Low-income"), status="due", special=special, last_met=met, on=v.TODAY)
    assert said == told


def test_who_needs_no_visit_says_why_not():
    with override("en"):
        said = why_today(Rhythm(92, "Empty"), status="exempt", special=False, last_met=None, on=v.TODAY)
    assert said == "No visit needed: Empty."
