"""Needs follow a household into the one in which it goes on, and come back when that is undone."""

import uuid

import pytest

from geodata.base.periods import today
from geodata.needs import moving
from geodata.needs.models import Need
from geodata.register.proposing import Proposal, propose
from geodata.register.undoing import undo
from geodata.visits.record import Report
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(people, places):
    """The first household goes on in another of its grid, with a need of a visit, one of an office and a sensitive one."""
    home, into = places.homes[0], places.homes[4]
    told = people.contact.told(home, source="visit", visit=Report(household=0, day=today()))
    needs = [
        people.contact.records(report=told),
        people.village.records(home),
        people.county.records(home, sensitive=True),
    ]
    who = people.village.by
    proposal = Proposal(uuid.uuid4(), "merged", today(), household=home.token, payload={"into": into.token})
    change, _new = propose(proposal=proposal, by=who, scope=v.every_right(home), at=v.NOON, today=today())
    assert change.state == "confirmed"
    return change, needs, home, into


def households_of(needs) -> set[int]:
    with owner():
        return set(
            Need.objects.filter(pk__in=[need.pk for need in needs]).values_list("household", flat=True)
        )


def test_needs_go_on_with_the_household_and_come_back(people, merged):
    change, needs, home, into = merged
    assert households_of(needs) == {into.pk}
    undo(change=change, by=people.village.by, scope=v.every_right(home), at=v.NOON)
    assert households_of(needs) == {home.pk}


def test_what_has_moved_on_since_stands_in_the_way(people, merged):
    from geodata.base.errors import Conflict

    change, needs, home, _into = merged
    people.village.does(moving.accept, needs[1])
    with pytest.raises(Conflict):
        undo(change=change, by=people.village.by, scope=v.every_right(home), at=v.NOON)
