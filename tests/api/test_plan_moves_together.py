"""Twenty who move one plan at the same moment, with connections of their own: one does it, the others are told."""

import threading
from collections import Counter

import pytest
from django.db import connection

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.plans.editing import create_plan
from tests import village as v
from tests.api.conftest import Caller, caller
from tests.patience import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 20


@pytest.fixture
def places(transactional_db, defaults):
    """Its own, as other connections look at it too."""
    return v.county()


@pytest.fixture
def number(places, planner) -> int:
    plan = create_plan(
        name="例",
        villages=[places.west],
        scope=scope_of(planner.user, on=today()),
        by=planner.user,
        at=v.NOON,
        today=today(),
        reason="例",
    )
    return plan.number


def together(callers: list[Caller], number: int, body: dict[str, str]) -> Counter[int]:
    """How many got which status."""
    gate, found = threading.Barrier(len(callers)), Counter[int]()

    def one(who: Caller) -> None:
        try:
            gate.wait()
            found[who.post(f"plans/{number}/moves/", body).status_code] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(who,)) for who in callers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return found


def test_of_twenty_who_move_a_plan_one_wins_and_the_others_are_told(places, number):
    """Each move that is possible from a state, by twenty planners: each of them changes who changed the plan last."""
    planners = [caller(v.officer("planner", places.county)) for _each in range(MANY)]
    assert together(planners, number, {"move": "submit"}) == {200: 1, 409: MANY - 1}
    # Whoever submitted it may not approve it.
    approved = together(planners, number, {"move": "approve"})
    assert (approved[200], approved[403] + approved[409]) == (1, MANY - 1)
    assert together(planners, number, {"move": "withdraw"}) == {200: 1, 409: MANY - 1}


def test_of_twenty_who_publish_a_plan_one_wins_and_the_others_are_told(places, number, planner):
    planners = [caller(v.officer("planner", places.county)) for _each in range(MANY)]
    planner.post(f"plans/{number}/moves/", {"move": "submit"})
    planners[0].post(f"plans/{number}/moves/", {"move": "approve"})
    assert together(planners, number, {"move": "publish", "effective": today().isoformat()}) == {
        200: 1,
        409: MANY - 1,
    }
