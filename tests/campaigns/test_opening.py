"""Opening a roll-call: whom it asks for, with whom each household is, and who may."""

import datetime as dt
from typing import Any

import pytest

from geodata.audit.models import Notice
from geodata.audit.notices import named, standing
from geodata.base.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from geodata.campaigns.choosing import meant
from geodata.campaigns.models import Campaign, CampaignTarget
from geodata.campaigns.opening import Asked, add_targets, draft_campaign, move_on
from geodata.campaigns.words import Level
from geodata.contacts.models import Member
from geodata.people.models import CareRecord, Household
from tests.roles import owner

pytestmark = pytest.mark.django_db


def target(campaign: Campaign, home: Household) -> CampaignTarget:
    return CampaignTarget.objects.get(campaign=campaign, household=home)


def test_everybody_whom_the_filter_means_is_asked_for(people, places, opened):
    campaign = people.county.calls(places.county.code, at=opened, filter={"care": "low_income"})
    assert set(campaign.targets.values_list("household", flat=True)) == {
        places.homes[0].pk,
        places.homes[2].pk,
    }
    assert all(campaign.targets.values_list("special", flat=True))
    assert campaign.steps.get(move="open").targets == 2


def test_a_care_record_that_ends_afterwards_changes_nothing(people, places, opened):
    campaign = people.county.calls(places.county.code, at=opened, filter={"care": "low_income"})
    with owner():
        CareRecord.objects.all().delete()
    assert campaign.targets.count() == 2


def test_each_is_with_the_contact_of_the_hour(campaign, people, places):
    first = target(campaign, places.homes[0])
    assert (first.holder, first.level) == (people.contact.by, Level.CONTACT)
    alone = target(campaign, places.homes[2])
    assert (alone.holder, alone.level) == (None, Level.VILLAGE)


def test_a_contact_who_is_away_gives_way_to_the_deputy(people, places, opened):
    with owner():
        Member.objects.filter(user=people.contact.by).update(ability="away")
    campaign = people.county.calls(places.county.code, at=opened)
    assert target(campaign, places.homes[0]).holder == people.deputy.by
    with owner():
        Member.objects.filter(user=people.deputy.by).update(ability="ill")
    again = people.county.calls(places.county.code, at=opened)
    left = target(again, places.homes[0])
    assert (left.holder, left.level) == (people.leader.by, Level.LEADER)


def test_who_holds_households_is_told_once(campaign, people):
    with owner():
        told = list(Notice.objects.filter(user=people.contact.by).values_list("kind", "subject"))
    assert told == [("campaign_opened", "1")]


def test_the_notice_names_the_roll_call_and_leads_to_the_calls(campaign, people):
    who = people.contact
    with owner():
        (told,) = standing(Notice.objects.filter(user=who.by), who.scope)
        assert named([told], who.scope) == {told.pk: "例寒潮：1户"}
    assert told.link == f"/campaigns/{campaign.key}/calls/"


def test_a_drill_says_so_in_its_notices(people, places, opened):
    people.county.calls(places.county.code, at=opened, reason="drill")
    with owner():
        assert Notice.objects.get(user=people.contact.by).kind == "drill_opened"


@pytest.mark.parametrize("who", ["contact", "leader", "village", "large", "water"])
def test_offices_above_the_village_open_it(people, places, opened, who):
    with pytest.raises((NotAllowed, NotFound)):
        getattr(people, who).calls(places.west.code, at=opened)


def test_a_township_opens_in_its_own_area(people, places, opened):
    assert people.township.calls(places.town.code, at=opened).targets.exists()
    with pytest.raises(NotFound):
        people.township.calls(places.other_town.code, at=opened)
    with pytest.raises(NotFound):
        people.township.calls(places.county.code, at=opened)


def test_nobody_meant_is_no_roll_call(people, places, opened):
    with pytest.raises(Conflict):
        people.county.calls(places.county.code, at=opened, filter={"size": ">=90"})
    assert not Campaign.objects.filter(state="open").exists()


BAD: list[dict[str, Any]] = [
    {"title": " "},
    {"reason": "war"},
    {"filter": {"no": 1}},
    {"checklist": [{"code": "a", "label": "", "bad": True}]},
    {"checklist": [{"code": "a", "label": "例", "bad": True}] * 2},
    {"climb_hours": [8, 4, 12]},
    {"issuers": ["none"]},
]


@pytest.mark.parametrize("asked", BAD, ids=lambda each: next(iter(each)))
def test_what_cannot_be_asked_is_refused(people, places, opened, asked):
    with pytest.raises(BadInput):
        people.county.calls(places.county.code, at=opened, **asked)


def test_a_deadline_lies_ahead(people, places, opened):
    with pytest.raises(BadInput):
        people.county.calls(places.county.code, at=opened, due_at=opened)


def test_households_are_added_by_a_step_and_stay(people, places, opened):
    campaign = people.county.calls(places.county.code, at=opened, filter={"care": "low_income"})
    tokens = [places.homes[0].token, places.homes[1].token]
    added = add_targets(campaign=campaign, tokens=tokens, at=opened, **people.county.told)
    assert added == 1
    assert target(campaign, places.homes[1]).added_by == people.county.by
    assert campaign.steps.get(move="add").targets == 1


def test_preview_counts_what_opening_asks_for(people, places, opened):
    villages = [places.west.pk, places.east.pk, places.far.pk]
    found = meant({"care": "low_income"}, villages=villages, on=opened.date())
    campaign = people.county.calls(places.county.code, at=opened, filter={"care": "low_income"})
    assert sum(row.targets for row in found) == campaign.targets.count()
    assert sum(row.special for row in found) == 2


def test_it_is_closed_and_reported_once(campaign, people, opened):
    later = opened + dt.timedelta(minutes=30)
    move_on("close", campaign=campaign, at=later, **people.county.told)
    with pytest.raises(Conflict):
        move_on("close", campaign=campaign, at=later, **people.county.told)
    move_on("report", campaign=campaign, at=later, **people.county.told)
    campaign.refresh_from_db()
    assert (campaign.state, campaign.closed_at) == ("reported", later)


@pytest.mark.parametrize("number", [0, 501])
def test_some_households_are_added_and_not_too_many(campaign, people, opened, number):
    with pytest.raises(BadInput):
        add_targets(campaign=campaign, tokens=["x"] * number, at=opened, **people.county.told)


def test_a_stranger_is_not_added(campaign, people, opened):
    with pytest.raises(NotFound):
        add_targets(campaign=campaign, tokens=["x"], at=opened, **people.county.told)


@pytest.fixture
def draft(people, places, opened) -> Campaign:
    asked = Asked(
        title="例",
        reason="cold",
        area=places.county.code,
        filter={"size": ">=1"},
        due_at=opened + dt.timedelta(hours=1),
    )
    return draft_campaign(asked=asked, at=opened, **people.county.told)


def test_a_draft_whose_deadline_has_passed_is_not_opened(draft, people, opened):
    with pytest.raises(Conflict):
        move_on("open", campaign=draft, at=opened + dt.timedelta(hours=2), **people.county.told)


def test_what_was_changed_meanwhile_is_not_moved(draft, people, opened):
    with pytest.raises(Stale):
        move_on("open", campaign=draft, at=opened, version="9", **people.county.told)
