"""What becomes of orders by itself, however long the service stood still and however often it runs; and orders by chance."""

import datetime as dt
import random

import pytest
from django.db import connection, transaction

from geodata.services import moving, service
from geodata.services.models import OrderOffer, ServiceOrder
from geodata.services.service import Done, do_what_is_due
from tests import village as v
from tests.lives import settle_laws
from tests.services.conftest import Desk, a_team, fresh

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta(days=1)
ORDERS = 20
"""With 100 it takes half a minute."""


def test_what_nobody_takes_in_time_waits_for_the_next_dispatch(offered):
    assert do_what_is_due(at=v.NOON + DAYS / 2) == Done()
    late = v.NOON + 9 * DAYS
    assert do_what_is_due(at=late) == Done(timed_out=1, returned=1)
    again = fresh(offered)
    assert (again.state, again.teams, again.state_since) == ("ordered", [], late)
    assert do_what_is_due(at=late) == Done()
    settle_laws()


def test_it_is_offered_until_the_end_of_the_next_working_day(people, order, team):
    friday = dt.datetime(2026, 6, 26, 4, tzinfo=dt.UTC)
    people.village.does(moving.dispatch, order, teams=[team.pk], at=friday)
    until = OrderOffer.objects.get().until
    assert until == dt.datetime(2026, 6, 29, 15, 59, 59, tzinfo=dt.UTC)


def test_after_a_week_without_an_answer_it_is_closed_unrated(people, offered):
    people.driver.does(moving.take, offered)
    people.driver.does(moving.finish, offered)
    assert do_what_is_due(at=v.NOON + 6 * DAYS) == Done()
    assert do_what_is_due(at=v.NOON + 40 * DAYS) == Done(lapsed=1, closed=1)
    done = fresh(offered)
    assert (done.state, done.answer, done.ended_at) == ("closed", "", v.NOON + 40 * DAYS)
    assert list(done.steps.values_list("move", flat=True))[-2:] == ["lapse", "close"]
    settle_laws()


def test_what_was_rated_is_closed(people, offered):
    people.driver.does(moving.take, offered)
    people.driver.does(moving.finish, offered)
    people.contact.does(moving.rate, offered, answer="satisfied")
    assert do_what_is_due(at=v.NOON) == Done(closed=1)


class Killed(Exception):
    """The worker dies between two statements."""


def run_killed(monkeypatch, at: dt.datetime, after: int) -> None:
    left = [after]
    whole = service._count

    def count(statement, moment):
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        return whole(statement, moment)

    with monkeypatch.context() as patch:
        patch.setattr(service, "_count", count)
        with pytest.raises(Killed), transaction.atomic():
            do_what_is_due(at=at)


def test_orders_under_refusals_time_outs_and_a_workers_death(monkeypatch, people, places, team):
    """Exactly one has taken each, and none is lost."""
    dice = random.Random(21)
    drivers = [Desk(v.user()) for _ in range(3)]
    teams = [a_team(places.west, desk.by, name=f"例{n}") for n, desk in enumerate(drivers)]
    drivers = [Desk(desk.by) for desk in drivers]
    orders = [people.village.orders(places.homes[n % 2], text=f"例{n}") for n in range(ORDERS)]
    at, finished = v.NOON, set()
    for _day in range(120):
        at += DAYS
        for order in ServiceOrder.objects.exclude(pk__in=finished).order_by("pk"):
            _live_a_day(dice, order, people, list(zip(teams, drivers, strict=True)), at, finished)
        run_killed(monkeypatch, at, dice.randrange(4))
        do_what_is_due(at=at)
        if len(finished) == len(orders):
            break
    assert finished == {order.pk for order in orders}
    for order in ServiceOrder.objects.all():
        assert order.offers.filter(answer="taken").count() == 1
        assert order.steps.filter(move="finish").count() == 1
    settle_laws()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(n) FROM (SELECT count(*) n FROM geodata_orderoffer WHERE answer = '' GROUP BY order_id) x"
        )
        assert (cursor.fetchone()[0] or 0) <= 3


def _live_a_day(dice, order, people, pairs, at, finished) -> None:
    if order.state == "ordered":
        some = dice.sample(pairs, dice.randrange(1, 4))
        people.village.does(moving.dispatch, order, teams=[team.pk for team, _desk in some], at=at)
    elif order.state == "dispatched":
        asked = [desk for team, desk in pairs if team.pk in order.teams]
        chance, desk = dice.random(), dice.choice(asked)
        if chance < 0.4:
            desk.does(moving.refuse_order, order, reason="例", at=at)
        elif (
            chance < 0.7 and order.offers.filter(answer="", until__gt=at, team__in=desk.scope.teams).exists()
        ):
            desk.does(moving.take, order, at=at)
    elif order.state == "taken":
        desk = next(desk for team, desk in pairs if team.pk == order.team_id)
        if dice.random() < 0.2:
            desk.does(moving.give_back, order, reason="例", at=at)
        else:
            desk.does(moving.finish, order, at=at)
            finished.add(order.pk)
