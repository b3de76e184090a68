"""A plan for a later day: the day begins, by itself, also where no worker ran at midnight."""

import datetime as dt
import logging

import psycopg
import pytest
from django.db import connection

from geodata.contacts.cards import Card
from geodata.coverage import cards, facts, households, states
from geodata.coverage.models import HouseholdFacts
from geodata.jobs import days
from geodata.people.models import Household, Placement
from geodata.periods import today
from geodata.redrawing.drafting import create_plan, describe_plan, save_drawing
from geodata.redrawing.models import BoundaryPlan
from geodata.redrawing.moves import approve, submit
from geodata.redrawing.publishing import publish
from geodata.territory.models import Area, Boundary
from tests import village as v
from tests.redrawing.conftest import NOON, codes, figures, grid_of, line, pencil, told
from tests.roles import owner

TODAY = today()
TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture
def it_is(monkeypatch):
    """`it_is(day)`: what the clock says from here on, to us and to the database."""

    def turn(day):
        monkeypatch.setattr("geodata.periods.today", lambda: day)
        with owner(), connection.cursor() as cursor:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION gridmap_today() RETURNS date LANGUAGE sql STABLE AS"
                f" $$ SELECT date '{day}' $$"
            )

    return turn


def everything() -> list[object]:
    """All that a day may change."""
    return [
        sorted(map(str, rows))
        for rows in (
            Area.objects.values_list("pk", "name", "period"),
            Boundary.objects.values_list("pk", "period"),
            Placement.objects.values_list("pk", "household", "grid", "period"),
            Household.objects.values_list("pk", "grid"),
            HouseholdFacts.objects.values_list(),
            BoundaryPlan.objects.values_list("pk", "state", "version", "took_effect"),
        )
    ]


def question(places, on) -> states.Question:
    return states.Question(states.Selection(villages=(places.west.pk,)), on=on)


def card_of(home) -> Card:
    link = v.link(v.member(home.village), home)
    with owner():
        return Card.objects.create(
            household=home, link=link, member=link.member, printed_on=TODAY, delivered_on=TODAY
        )


def test_until_the_day_nothing_is_another_but_the_plan(places, draft, through, it_is):
    card_of(places.homes[1])
    before = everything(), figures(places, TODAY)
    through(draft, day=TOMORROW)
    now = everything()
    days.begin_day(TODAY)
    assert everything() == now
    assert now[3] == before[0][3]
    assert figures(places, TODAY) == before[1]
    assert facts.differences(on=TODAY) == []
    assert {card.state for card in cards.page(question(places, TODAY), ("outdated", "held"))} == {"held"}


def test_when_the_day_begins_all_that_is_current_follows(places, draft, through, it_is):
    card_of(places.homes[1])
    through(draft, day=TOMORROW)
    by_history = figures(places, TOMORROW)
    it_is(TOMORROW)
    assert not states.facts_hold(TOMORROW)
    assert days.begin_day(TOMORROW)
    assert states.facts_hold(TOMORROW)
    assert facts.differences(on=TOMORROW) == []
    assert figures(places, TOMORROW) == by_history
    assert sorted(by_history) == codes(TOMORROW)
    assert set(Household.objects.filter(village=places.west).values_list("grid", flat=True)) == {
        places.grids[0].pk
    }
    listed = households.page(question(places, TOMORROW), "households", limit=10)
    assert {row.grid_id for row in listed} == {places.grids[0].pk}
    found = {card.household_id: card.state for card in cards.page(question(places, TOMORROW), ("outdated",))}
    assert found == {places.homes[1].pk: "outdated"}


def test_a_day_that_begins_twice_changes_nothing(places, draft, through, it_is):
    through(draft, day=TOMORROW)
    it_is(TOMORROW)
    days.begin_day(TOMORROW)
    once = everything()
    assert days.begin_day(TOMORROW)
    assert everything() == once


def test_days_that_were_missed_are_caught_up(places, planner, approver, draft, through, it_is):
    third, later = TODAY + dt.timedelta(days=3), TODAY + dt.timedelta(days=6)
    through(draft, day=TOMORROW)
    second = create_plan(
        name="例", villages=[places.west], by=planner, at=NOON, today=TODAY, reason="例", effective=third
    )
    second, _ = save_drawing(
        plan=second, version=1, pencil=pencil(line((0.8, 0), (0.8, 1))), by=planner, at=NOON, today=TODAY
    )
    submit(plan=second, told=told(planner))
    approve(plan=second, told=told(approver))
    publish(plan=second, told=told(approver))
    it_is(later)
    days.begin_day(later)
    assert set(BoundaryPlan.objects.values_list("took_effect", flat=True)) == {True}
    assert facts.differences(on=later) == []
    for home in places.homes[:2]:
        home.refresh_from_db()
        assert home.grid.code == grid_of(home, later)
    assert grid_of(places.homes[1], later) != grid_of(places.homes[0], later)
    assert grid_of(places.homes[1], TOMORROW) == places.grids[0].code


def test_a_draft_does_not_begin_by_itself(places, planner, draft, it_is):
    plan = describe_plan(plan=draft, version=1, by=planner, at=NOON, effective=TOMORROW)
    assert (plan.state, plan.took_effect) == ("draft", False)
    it_is(TOMORROW)
    days.begin_day(TOMORROW)
    plan.refresh_from_db()
    assert (plan.state, plan.took_effect) == ("draft", False)


def test_of_two_workers_one_begins_the_day(places):
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        lock = [days.LOCK, TODAY.toordinal()]
        other.execute("SELECT pg_advisory_lock(%s, %s)", lock)
        assert not days.begin_day(TODAY)
        other.execute("SELECT pg_advisory_unlock(%s, %s)", lock)
    assert days.begin_day(TODAY)


def test_facts_that_differ_from_history_are_told(places, caplog):
    with owner():
        HouseholdFacts.objects.filter(household=places.homes[0]).update(special=True)
    with caplog.at_level(logging.ERROR, "gridmap.jobs"):
        days.begin_day(TODAY)
    (record,) = caplog.records
    assert (record.count, record.households) == (1, [places.homes[0].pk])


def test_a_day_without_anything_due_tells_nothing(places, caplog):
    with caplog.at_level(logging.WARNING, "gridmap.jobs"):
        days.begin_day(TODAY)
    assert caplog.records == []
