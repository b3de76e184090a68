"""Which visits start the interval anew: the rule that sets the rhythm says so."""

import datetime as dt

import pytest
from django.db import connection

from geodata.base.periods import since, today
from geodata.coverage import facts
from geodata.coverage.households import states_of
from geodata.coverage.states import Question, Selection
from geodata.visits.explanation import rhythm_of
from geodata.visits.models import VisitRule
from geodata.visits.schedule import counted
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("defaults")


@pytest.fixture
def home():
    return v.county().homes[0]


def ago(days: int) -> dt.date:
    return today() - dt.timedelta(days=days)


def last_met(home, on=None):
    """As facts say it today, and history on other days."""
    question = Question(Selection(households=(home.pk,)), on=on or today())
    return states_of(question)[home.pk].last_met


def by(mode: str, home, days: int, who=None):
    return v.visit(home, ago(days), by=who or v.user(), mode=mode)


def rule(days: int, modes: list[str], **group: object) -> VisitRule:
    return VisitRule.objects.create(days=days, modes=modes, period=since(v.LONG_AGO), **group)


@pytest.mark.parametrize(
    ("mode", "counts"), [("door", True), ("chance", True), ("phone", False), ("video", False)]
)
def test_without_more_only_visits_in_person_count(home, mode, counts):
    by(mode, home, 3)
    assert (last_met(home) == ago(3)) is counts
    assert facts.differences(on=today()) == []


def test_a_call_counts_where_the_rule_of_the_area_says_so(home):
    by("phone", home, 3)
    rule(92, ["door", "phone"], occupancy="lived_in", area=home.village)
    assert last_met(home) == ago(3)
    by("phone", home, 1)
    assert last_met(home) == ago(1)
    assert facts.differences(on=today()) == []


def test_the_rule_that_sets_the_rhythm_decides(home):
    rule(92, ["door", "phone"], occupancy="lived_in", area=home.village)
    by("door", home, 20)
    by("phone", home, 2)
    v.care(home)
    assert last_met(home) == ago(20)
    assert facts.differences(on=today()) == []


def test_of_rules_with_as_many_days_the_one_nearer_to_the_door_decides(home):
    v.care(home)
    rule(31, ["door", "phone"], occupancy="lived_in", area=home.village)
    by("phone", home, 2)
    assert last_met(home) is None
    assert rhythm_of(home, on=today()).modes == ("door", "chance")


def test_a_call_never_moves_the_day_but_stays_on_record(home):
    by("door", home, 40)
    by("phone", home, 1)
    assert (last_met(home), home.visits.met().count()) == (ago(40), 2)


def test_history_says_the_same_as_facts(home):
    who = v.user()
    for mode, days in (("door", 90), ("chance", 60), ("video", 30), ("phone", 10)):
        by(mode, home, days, who)
    for modes, days in (
        (["door"], 90),
        (["door", "chance"], 60),
        (["door", "video"], 30),
        (["door", "phone"], 10),
    ):
        with owner():
            VisitRule.objects.filter(area=home.village).delete()
        rule(50, modes, occupancy="lived_in", area=home.village)
        assert (last_met(home), last_met(home, ago(1))) == (ago(days), ago(days))
        assert facts.differences(on=today()) == []


@pytest.mark.parametrize("modes", [["door"], ["door", "phone"], ["chance", "door", "phone", "video"]])
def test_the_database_writes_modes_as_the_same_number(db, modes):
    with connection.cursor() as cursor:
        cursor.execute("SELECT counted_modes(%s::varchar[])", [modes])
        assert cursor.fetchone()[0] == counted(modes)
