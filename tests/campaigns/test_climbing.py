"""Who is unreached climbs by itself, each level once."""

import datetime as dt

import pytest
from django.db import transaction

from geodata.audit.models import Notice
from geodata.campaigns.climbing import climb
from geodata.campaigns.models import CampaignStep, CampaignTarget
from geodata.campaigns.words import Level
from tests.roles import owner

pytestmark = pytest.mark.django_db


def hours(number: float) -> dt.timedelta:
    return dt.timedelta(hours=number)


def level(campaign, home) -> int:
    return CampaignTarget.objects.get(campaign=campaign, household=home).level


def test_it_goes_from_contact_to_leader_to_village_to_township(campaign, people, places, opened):
    home = places.homes[0]
    for after, stands in ((3.9, 0), (4, 1), (8, 2), (12, 3)):
        climb(at=opened + hours(after))
        assert level(campaign, home) == stands
    holders = CampaignTarget.objects.get(campaign=campaign, household=home)
    assert holders.holder is None


def test_the_leader_holds_it_by_name(campaign, people, places, opened):
    climb(at=opened + hours(4))
    held = CampaignTarget.objects.get(campaign=campaign, household=places.homes[0])
    assert (held.holder, held.level) == (people.leader.by, Level.LEADER)


def test_twice_changes_nothing_more(campaign, people, opened):
    first = climb(at=opened + hours(4))
    assert (first.campaigns, first.targets) == (1, 1)
    assert climb(at=opened + hours(4.1)).targets == 0
    assert CampaignStep.objects.filter(move="climb").count() == 1
    with owner():
        assert Notice.objects.filter(user=people.leader.by, kind="campaign_climbed").count() == 1


def test_a_worker_who_dies_has_done_nothing_and_the_next_does_all(campaign, places, opened):
    with transaction.atomic():
        climb(at=opened + hours(4))
        transaction.set_rollback(True)
    assert level(campaign, places.homes[0]) == Level.CONTACT
    assert climb(at=opened + hours(4)).targets == 1


def test_days_of_standstill_are_caught_up_by_one_run(campaign, places, opened):
    climb(at=opened + hours(50))
    assert level(campaign, places.homes[0]) == Level.TOWNSHIP


def test_who_was_reached_stays(campaign, people, places, opened):
    people.contact.tells(campaign, places.homes[0], made=opened + hours(0.5))
    climb(at=opened + hours(4))
    assert level(campaign, places.homes[0]) == Level.CONTACT
