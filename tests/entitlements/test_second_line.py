"""Plain SQL as the web role: a department sees its own policies' entitlements, and nothing of another's or of care."""

import pytest
from django.db import connection

from geodata.base import rls
from geodata.base.periods import today
from geodata.coverage import households, states
from geodata.entitlements.models import Entitlement
from tests import village as v
from tests.entitlements.conftest import match, policy, version
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(places, coal):
    """One of civil affairs and one of water, at homes[0] and homes[2] each."""
    version(policy(places, "pump", department="water"), {"care": "low_income"})
    match(places)


def seen(desk, statement: str) -> list[tuple]:
    with rls.as_web_role(), connection.cursor() as cursor:
        rls.show(desk.scope, to=desk.by, on=today())
        cursor.execute(statement)
        return cursor.fetchall()


OF_CODE = """SELECT p.code, count(*) FROM geodata_entitlement e JOIN geodata_policy p ON p.id = e.policy_id GROUP BY 1 ORDER BY 1"""


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("civil_affairs", [("coal", 2)]),
        ("water", [("pump", 2)]),
        ("contact", [("coal", 1), ("pump", 1)]),
        ("leader", [("coal", 1), ("pump", 1)]),
        ("village", [("coal", 1), ("pump", 1)]),
        ("township", [("coal", 2), ("pump", 2)]),
        ("county", [("coal", 2), ("pump", 2)]),
        ("neighbour", []),
        ("planner", []),
        ("auditor", []),
    ],
)
def test_who_sees_whose_entitlements(people, both, who, found):
    assert seen(getattr(people, who), OF_CODE) == found


def test_a_department_sees_no_answer_no_matching_and_no_agency_service(people, both):
    for table in ("dooranswer", "matching", "agencyservice"):
        assert seen(people.civil_affairs, f"SELECT FROM geodata_{table}") == []


def test_steps_are_seen_with_their_entitlement(people, both, home):
    people.village.moves(Entitlement.objects.get(household=home, policy__code="coal"), "confirm")
    steps = "SELECT move FROM geodata_entitlementstep"
    assert seen(people.civil_affairs, steps) == [("confirm",)]
    assert seen(people.water, steps) == []


@pytest.mark.parametrize(("who", "found"), [("village", 1), ("planner", 0), ("water", 0)])
def test_where_only_counts_hold_nothing_of_it_is_counted(people, places, coal, who, found):
    match(places)
    with owner():
        Entitlement.objects.update(at=v.NOON, state_since=v.NOON)
    desk = getattr(people, who)
    with rls.as_web_role():
        rls.show(desk.scope, to=desk.by, on=today())
        selection = states.select(scope=desk.scope, area=None, on=today())
        asked = states.Question(selection, on=today())
        assert households.matched(asked, "entitlement_unfollowed") == found
