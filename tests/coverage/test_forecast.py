"""The forecast of an area beside its lists, and who may ask for it."""

import datetime as dt
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from geodata.base.errors import BadInput, NotAllowed, NotFound
from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.coverage.ahead.forecast import forecast
from geodata.coverage.households import matched
from geodata.coverage.states import Question, select
from geodata.people.placing import move, occupy
from geodata.visits.figures import AHEAD
from tests import village as v
from tests import worlds
from tests.roles import owner

pytestmark = pytest.mark.usefixtures("defaults")
MET = (3, 80, 100, 88)
"""Days since each of the four homes was met; the usual interval is 92 days."""


def some_are_due() -> v.County:
    worlds.defaults()
    places = v.county()
    cadre = v.user()
    for home, days in zip(places.homes, MET, strict=True):
        v.visit(home, today() - dt.timedelta(days=days), by=cadre)
    v.link(v.member(places.west), places.homes[0])
    empty = v.household(places.grids[0])
    occupy(household=empty, occupancy="empty", on=today() - dt.timedelta(days=5))
    return places


@pytest.fixture(scope="module")
def build():
    return some_are_due


@pytest.fixture
def scope(places):
    return scope_of(v.officer("county_officer", places.county), on=today())


def ahead(places, scope, **asked):
    return forecast(
        **{"area": places.county, "by": "grid", "days": 30, "on": today(), "scope": scope, **asked}
    )


def test_what_falls_due_is_the_length_of_its_list(places, scope):
    told = ahead(places, scope).total
    question = Question(select(scope=scope, area=places.county, on=today()), on=today())
    assert told.due == {days: matched(question, f"due_in_{days}") for days in AHEAD} == {7: 1, 14: 2, 30: 2}
    assert (told.households, told.owed) == (4, matched(question, "unvisited")) == (4, 1)


def test_parts_add_up_to_the_area(places, scope):
    told = ahead(places, scope)
    for name in ("households", "owed"):
        assert sum(getattr(row, name) for row in told.rows) == getattr(told.total, name)
    for days in AHEAD:
        assert sum(row.due[days] for row in told.rows) == told.total.due[days]
        assert sum(row.expected[days] for row in told.rows) == pytest.approx(
            told.total.expected[days], abs=0.3
        )


def test_the_pace_that_is_needed_visits_whoever_is_owed_by_then(places, scope):
    assert ahead(places, scope).total.pace_needed == pytest.approx(3 / 30, abs=0.01)
    assert ahead(places, scope, days=7).total.pace_needed == pytest.approx(2 / 7, abs=0.01)


def test_the_present_pace_is_that_of_four_weeks(places, scope):
    assert ahead(places, scope).total.pace_now == pytest.approx(1 / 28, abs=0.01)


def test_grids_without_members_cannot_where_somebody_is_owed(places, scope):
    owing = {
        home.placements.get().grid.code for home, days in zip(places.homes, MET, strict=True) if days > 62
    }
    linked = places.homes[0].placements.get().grid.code
    assert set(ahead(places, scope).cannot) == owing - {linked}


def test_the_same_day_gives_the_same_answer(places, scope):
    assert ahead(places, scope) == ahead(places, scope)


def test_a_past_day_is_told_as_it_was(places, scope):
    then = ahead(places, scope, on=today() - dt.timedelta(days=10)).total
    assert (then.households, then.due, then.pace_now) == (5, {7: 1, 14: 1, 30: 3}, 0.0)


def test_a_forecast_costs_as_many_queries_whatever_the_size(places, scope, django_assert_max_num_queries):
    for area in (places.county, places.west):
        with django_assert_max_num_queries(12):
            ahead(places, scope, area=area)


def test_it_is_for_those_who_see_details_there(places, scope):
    planner = scope_of(v.officer("planner", places.county), on=today())
    with pytest.raises(NotAllowed):
        ahead(places, planner)
    village = scope_of(v.officer("village_officer", places.west), on=today())
    assert ahead(places, village, area=places.west).total.households == 2
    with pytest.raises((NotFound, NotAllowed)):
        ahead(places, village)


def test_too_many_days_are_refused(places, scope):
    for days in (0, 93):
        with pytest.raises(BadInput):
            ahead(places, scope, days=days)


@owner()
def test_the_command_prints_what_the_verb_says(places, scope, capsys):
    call_command("forecast", area=places.county.code, days=30, json=True)
    told = json.loads(capsys.readouterr().out)
    expected = ahead(places, scope)
    assert told == {
        "area": places.county.code,
        "on": today().isoformat(),
        "days": 30,
        "due": {str(days): count for days, count in expected.total.due.items()},
        "pace_needed": expected.total.pace_needed,
        "pace_now": expected.total.pace_now,
        "cannot": expected.cannot,
    }
    with pytest.raises(CommandError):
        call_command("forecast", area="999999")


def test_households_outside_every_grid_are_counted_with_their_village(places, scope):
    outside = v.household(places.grids[0])
    move(household=outside, grid=None, on=today() - dt.timedelta(days=5))
    village = ahead(places, scope, by="village")
    assert sum(row.households for row in village.rows) == village.total.households == 5
    grids = ahead(places, scope)
    assert [(row.code, row.households) for row in grids.rows if row.code is None] == [(None, 1)]
    assert sum(row.households for row in grids.rows) == 5
