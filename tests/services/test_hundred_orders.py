"""A hundred orders on their way while whoever is asked takes, refuses or lets time pass as it comes: each is taken once, and none is lost."""

import datetime as dt
import random

import pytest
from django.db import transaction
from django.db.models import Count, Q

from geodata.base.errors import DomainError
from geodata.people.models import Household
from geodata.services import moving
from geodata.services.models import OrderOffer, OrderStep, ServiceOrder
from geodata.services.service import do_what_is_due
from tests import village as v
from tests.roles import owner
from tests.services.conftest import Desk, a_team, fresh

pytestmark = pytest.mark.django_db
ORDERS, ROUNDS = 100, 12


class Killed(Exception):
    """A worker dies in the middle of what it does."""


@owner()
def ordered(contact: Desk, home: Household, at: dt.datetime) -> list[ServiceOrder]:
    """As sets: how one is ordered is tried elsewhere."""
    made = ServiceOrder.objects.bulk_create(
        ServiceOrder(
            body_hash="0" * 64, household=home, village_id=home.village_id, grid_id=home.grid_id, wish=True, field="transport",
            source="door", by=contact.by, at=at, state_since=at, due_at=at + dt.timedelta(days=90),
        )
        for _number in range(ORDERS)
    )  # fmt: skip
    OrderStep.objects.bulk_create(
        OrderStep(order=order, by=contact.by, at=at, move="order", after="ordered") for order in made
    )
    return made


def let_time_pass(at: dt.datetime, chance: random.Random) -> None:
    """Workers see to what is due, and some die before they have ended; the next finds the same."""
    with owner():
        for dies in (chance.random() < 0.5, False):
            try:
                with transaction.atomic():
                    do_what_is_due(at=at)
                    if dies:
                        raise Killed
            except Killed:
                continue


def test_each_of_a_hundred_orders_is_taken_once_and_none_is_lost(people, places, team, home):
    chance, at = random.Random(21), v.NOON
    other = Desk(v.user("例二队"))
    second = a_team(places.west, other.by, name="例二队")
    asked = [people.driver, Desk(other.by)]
    made = ordered(people.contact, home, at)
    for _round in range(ROUNDS):
        for order in ServiceOrder.objects.filter(state="ordered").order_by("pk"):
            people.village.does(moving.dispatch, order, teams=[team.pk, second.pk], at=at)
        for order in ServiceOrder.objects.filter(state="dispatched").order_by("pk"):
            for desk in chance.sample(asked, 2):
                answer(desk, order, chance.random(), at=at)
        at += dt.timedelta(days=7)
        let_time_pass(at, chance)
    taken = Count("offers", filter=Q(offers__answer="taken"))
    told = ServiceOrder.objects.annotate(times=taken).filter(pk__in=[order.pk for order in made])
    assert sorted({(order.state, order.times) for order in told}) == [("taken", 1)]
    assert told.count() == ORDERS
    assert OrderOffer.objects.filter(answer="").count() == 0
    assert set(OrderOffer.objects.values_list("answer", flat=True)) >= {
        "taken",
        "refused",
        "timed_out",
        "over",
    }
    assert OrderStep.objects.filter(move="take").count() == ORDERS


def answer(desk: Desk, order: ServiceOrder, lot: float, *, at: dt.datetime) -> None:
    """Half take it, a quarter refuses, a quarter says nothing; who comes second is told that it is gone."""
    verb, more = (moving.take, {}) if lot < 0.5 else (moving.refuse_order, {"reason": "例没空"})
    if lot > 0.75:
        return
    try:
        with transaction.atomic():
            desk.does(verb, fresh(order), at=at, **more)
    except DomainError:
        assert fresh(order).state != "dispatched" or not OrderOffer.objects.filter(
            order=order, answer="", team__members__user=desk.by
        )
