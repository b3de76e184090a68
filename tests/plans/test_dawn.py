"""A plan for a later day: the day begins, by itself, also where no worker ran at midnight."""

import datetime as dt
import logging

import psycopg
from django.db import connection

from geodata.base.periods import today
from geodata.cards.models import Card
from geodata.contacts.rights import scope_of
from geodata.coverage import cards, facts, households, states
from geodata.coverage.models import HouseholdFacts
from geodata.jobs import daily
from geodata.people.models import Household, Placement
from geodata.plans.editing import create_plan, describe_plan, save_drawing
from geodata.plans.models import BoundaryPlan
from geodata.plans.moves import approve, submit
from geodata.plans.publishing import publish
from geodata.territory.models import Area, Boundary
from tests import village as v
from tests.plans.conftest import NOON, as_mover, codes, figures, grid_of, line, pencil
from tests.roles import owner


def tomorrow() -> dt.date:
    return today() + dt.timedelta(days=1)


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
            household=home, link=link, member=link.member, printed_on=today(), delivered_on=today()
        )


def test_until_the_day_nothing_is_another_but_the_plan(places, draft, through, it_is):
    card_of(places.homes[1])
    before = everything(), figures(places, today())
    through(draft, day=tomorrow())
    now = everything()
    daily.begin_day(today())
    assert everything() == now
    assert now[3] == before[0][3]
    assert figures(places, today()) == before[1]
    assert facts.differences(on=today()) == []
    assert {card.state for card in cards.page(question(places, today()), ("outdated", "held"))} == {"held"}


def test_when_the_day_begins_all_that_is_current_follows(places, draft, through, it_is):
    card_of(places.homes[1])
    through(draft, day=tomorrow())
    it_is(tomorrow())
    assert not states.facts_hold(tomorrow())
    by_history = figures(places, tomorrow())
    assert daily.begin_day(tomorrow())
    assert states.facts_hold(tomorrow())
    assert facts.differences(on=tomorrow()) == []
    assert figures(places, tomorrow()) == by_history
    # What lies in none of the grids has no code.
    assert sorted(filter(None, by_history)) == codes(tomorrow())
    assert set(Household.objects.filter(village=places.west).values_list("grid", flat=True)) == {
        places.grids[0].pk
    }
    listed = households.page(question(places, tomorrow()), "households", limit=10)
    assert {row.grid_id for row in listed} == {places.grids[0].pk}
    found = {
        card.household_id: card.state for card in cards.page(question(places, tomorrow()), ("outdated",))
    }
    assert found == {places.homes[1].pk: "outdated"}


def test_a_day_that_begins_twice_changes_nothing(places, draft, through, it_is):
    through(draft, day=tomorrow())
    it_is(tomorrow())
    daily.begin_day(tomorrow())
    once = everything()
    assert daily.begin_day(tomorrow())
    assert everything() == once


def test_days_that_were_missed_are_caught_up(places, planner, approver, draft, through, it_is):
    third, later = today() + dt.timedelta(days=3), today() + dt.timedelta(days=6)
    through(draft, day=tomorrow())
    second = create_plan(
        name="例",
        villages=[places.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
        reason="例",
        effective=third,
    )
    second, _ = save_drawing(
        plan=second,
        version=1,
        pencil=pencil(line((0.8, 0), (0.8, 1))),
        scope=scope_of(planner, on=today()),
        by=planner,
        at=NOON,
        today=today(),
    )
    submit(plan=second, context=as_mover(planner))
    approve(plan=second, context=as_mover(approver))
    publish(plan=second, context=as_mover(approver))
    it_is(later)
    daily.begin_day(later)
    assert set(BoundaryPlan.objects.values_list("took_effect", flat=True)) == {True}
    assert facts.differences(on=later) == []
    for home in places.homes[:2]:
        home.refresh_from_db()
        assert home.grid.code == grid_of(home, later)
    assert grid_of(places.homes[1], later) != grid_of(places.homes[0], later)
    assert grid_of(places.homes[1], tomorrow()) == places.grids[0].code


def test_a_draft_does_not_begin_by_itself(places, planner, draft, it_is):
    plan = describe_plan(
        plan=draft, version=1, by=planner, scope=scope_of(planner, on=today()), at=NOON, effective=tomorrow()
    )
    assert (plan.state, plan.took_effect) == ("draft", False)
    it_is(tomorrow())
    daily.begin_day(tomorrow())
    plan.refresh_from_db()
    assert (plan.state, plan.took_effect) == ("draft", False)


def test_of_two_workers_one_begins_the_day(places):
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        lock = [daily.LOCK, today().toordinal()]
        other.execute("SELECT pg_advisory_lock(%s, %s)", lock)
        assert not daily.begin_day(today())
        other.execute("SELECT pg_advisory_unlock(%s, %s)", lock)
    assert daily.begin_day(today())


def test_facts_that_differ_from_history_are_told(places, caplog):
    with owner():
        HouseholdFacts.objects.filter(household=places.homes[0]).update(special=True)
    with caplog.at_level(logging.ERROR, "gridmap.jobs"):
        daily.begin_day(today())
    (record,) = caplog.records
    assert (record.count, record.households) == (1, [places.homes[0].pk])


def test_a_day_without_anything_due_tells_nothing(places, caplog):
    with caplog.at_level(logging.WARNING, "gridmap.jobs"):
        daily.begin_day(today())
    assert caplog.records == []
