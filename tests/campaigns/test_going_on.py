"""Households of a roll-call that are merged, split, or taken back with their import."""

import datetime as dt

import pytest

from geodata.base.periods import today
from geodata.campaigns.models import CampaignResult, CampaignTarget
from geodata.people.models import Household
from geodata.register.undoing import undo
from tests import village as v
from tests.campaigns.conftest import Desk as Caller
from tests.imports.office import WEST, Office, roster
from tests.laws.alone import insert, leave
from tests.laws.test_triggers import run
from tests.register.conftest import Desk

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def desk(places) -> Desk:
    return Desk(v.officer("village_officer", places.west), v.every_right(places.homes[0]), today())


def targets(*homes: Household) -> list[tuple[int, str]]:
    found = CampaignTarget.objects.filter(household__in=homes).order_by("pk")
    return list(found.values_list("household", "state"))


def test_who_goes_on_in_a_household_that_is_not_asked_for_takes_its_place_along(desk, people, places, opened):
    home = places.homes[0]
    campaign = people.county.calls(places.county.code, at=opened)
    people.contact.tells(campaign, home, made=opened + MINUTE)
    other = v.household(places.grids[0])
    change = desk.done("merged", home, into=other.token)
    assert targets(home, other) == [(other.pk, "ok")]
    assert CampaignResult.objects.get(campaign=campaign).household_id == other.pk
    undo(change=change, by=desk.by, scope=desk.scope, at=v.NOON)
    assert targets(home, other) == [(home.pk, "ok")]
    assert CampaignResult.objects.get(campaign=campaign).household_id == home.pk


def test_where_both_are_asked_for_each_keeps_its_own(desk, people, places, campaign, opened):
    home, other = places.homes[:2]
    people.contact.tells(campaign, home, made=opened + MINUTE)
    desk.done("merged", home, into=other.token)
    assert targets(home, other) == [(home.pk, "ok"), (other.pk, "")]


def test_who_splits_off_is_not_asked_for_by_itself(desk, places, campaign):
    home = places.homes[0]
    change = desk.done("split", home, head_name="例分", size=1, number="00-0099")
    assert change.state == "confirmed"
    assert CampaignTarget.objects.filter(campaign=campaign, household__in=change.households).count() == 1


@pytest.mark.parametrize("law", ["campaigns_go_on on geodata_householdlineage"])
@pytest.mark.owner("other laws of a table are the owner's to take away")
def test_roll_calls_go_on_with_the_household_that_takes_theirs_in(law):
    leave("geodata_householdlineage", "campaigns_go_on")
    leave("geodata_campaigntarget")
    leave("geodata_campaignresult")
    insert("geodata_campaigntarget", id=1, campaign_id=1, household_id=7)
    insert("geodata_campaignresult", id=1, target_id=1, campaign_id=1, household_id=7)
    insert("geodata_householdlineage", household_id=8, source_id=7, kind="split")
    assert run("SELECT household_id FROM geodata_campaigntarget") == [(7,)]
    insert("geodata_householdlineage", household_id=8, source_id=7, kind="merged")
    assert run("SELECT household_id FROM geodata_campaigntarget") == [(8,)]
    assert run("SELECT household_id FROM geodata_campaignresult") == [(8,)]


def test_an_import_whose_household_is_asked_for_is_not_taken_back(places, opened, tmp_path):
    west = Office(v.officer("village_officer", places.west), tmp_path)
    taken = west.take(roster(f"{WEST},007,例甲,112.505,27.905,,10500000001"))
    county = Caller(v.officer("county_officer", places.county))
    county.calls(places.county.code, at=opened)
    (obstacle,) = west.undo(taken)
    assert obstacle.subject == "007 例甲"
