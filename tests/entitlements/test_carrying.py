"""Entitlements follow their household and their resident."""

import uuid

import pytest

from geodata.base.periods import today
from geodata.entitlements.models import AgencyService, Entitlement
from geodata.entitlements.recording import Helped, record_agency_service
from geodata.people.models import Household, Resident
from geodata.register.proposing import Proposal, propose
from geodata.register.undoing import undo
from tests import village as v
from tests.entitlements.conftest import match, policy, version
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told_in_english")]


def change(people, home, kind, payload):
    proposal = Proposal(uuid.uuid4(), kind, today(), household=home.token, payload=payload)
    told = {"by": people.village.by, "scope": v.every_right(home), "at": v.NOON, "today": today()}
    made, _new = propose(proposal=proposal, **told)
    assert made.state == "confirmed"
    return made


@owner()
def whose(model) -> set[int]:
    return set(model.objects.values_list("household", flat=True))


def test_a_merger_takes_them_along_and_its_undoing_brings_them_back(people, places, coal, home):
    with owner():
        into = places.homes[4]
    match(places)
    with owner():
        Entitlement.objects.exclude(household=home).delete()
    people.village.moves(Entitlement.objects.get(), "confirm")
    helped = Helped(household=home.token, what="例", day=today(), result="done")
    people.village.does(record_agency_service, client_id=uuid.uuid4(), helped=helped, today=today())
    made = change(people, home, "merged", {"into": into.token})
    assert whose(Entitlement) == whose(AgencyService) == {into.pk}
    undo(change=made, by=people.village.by, scope=v.every_right(home), at=v.NOON)
    assert whose(Entitlement) == whose(AgencyService) == {home.pk}


def test_what_is_open_in_both_goes_on_once(people, places, coal, home):
    into = places.homes[4]
    with owner():
        v.care(into)
    match(places)
    change(people, home, "merged", {"into": into.token})
    match(places)
    with owner():
        found = Entitlement.objects.filter(household__in=[home.pk, into.pk]).order_by("household")
        assert [(one.household_id, one.state) for one in found] == [
            (home.pk, "not_applicable"),
            (into.pk, "possible"),
        ]


def test_who_goes_by_a_split_takes_the_own_ones_along(people, places, home):
    with owner():
        who = Resident.objects.create(household=home, village=places.west, name="例人", birth_year=1940)
    version(policy(places, "old", subject="resident"), {"age": ">=80"})
    match(places)
    assert Entitlement.objects.get().resident_id == who.pk
    change(people, home, "split", {"who": [who.pk], "head_name": "例人", "number": "例新"})
    with owner():
        new = Household.objects.get(number="例新")
        assert Entitlement.objects.get().household_id == new.pk
