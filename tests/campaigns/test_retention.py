"""What roll-calls keep of persons, and for how long."""

import datetime as dt

import pytest

from geodata.campaigns.models import CampaignResult
from geodata.campaigns.opening import move_on
from geodata.campaigns.retention import households_left
from geodata.retention import forget
from tests.roles import owner

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def told(campaign, people, places, opened) -> CampaignResult:
    made = opened + dt.timedelta(minutes=1)
    found = people.contact.tells(campaign, places.homes[0], made=made, answers={"heating": True})
    move_on("close", campaign=campaign, at=made, **people.county.told)
    return found


def answers_of(days: int, opened: dt.datetime, *, apply: bool) -> int:
    on = opened.date() + dt.timedelta(days=days)
    return next(step.rows for step in forget(on=on, apply=apply) if step.name == "campaign_answers")


def test_answers_go_90_days_after_closing_and_the_result_stays(told, opened):
    with owner():
        assert (answers_of(89, opened, apply=True), answers_of(92, opened, apply=True)) == (0, 1)
        told.refresh_from_db()
    assert (told.answers, told.state) == ({}, "ok")


def test_of_a_household_that_left_answers_go(told, places):
    with owner():
        households_left([places.homes[0].pk])
        told.refresh_from_db()
    assert told.answers == {}
