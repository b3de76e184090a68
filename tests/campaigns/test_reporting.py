"""The report as of any minute: places add up, why nobody was reached makes up the unreached and is what single households say."""

import datetime as dt
from collections import Counter

import pytest

from geodata.base.periods import today
from geodata.campaigns.finding import with_reasons
from geodata.campaigns.models import CampaignTarget
from geodata.campaigns.reporting import Report, report_of
from geodata.campaigns.words import Why
from geodata.contacts.models import Member
from geodata.people.models import Household
from tests.roles import owner

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def report(desk, campaign, at: dt.datetime) -> Report:
    return report_of(campaign, scope=desk.scope, at=at, on=today())


def test_reasons_are_those_of_single_households(campaign, people, places):
    made = campaign.opened_at + MINUTE
    people.village.tells(campaign, places.homes[1], "unreached", made=made)
    with owner():
        Member.objects.filter(user__in=[people.contact.by, people.deputy.by]).update(ability="sick")
        Household.objects.filter(pk=places.homes[2].pk).update(occupancy="moved_away")
        Household.objects.filter(pk=places.homes[3].pk).update(phones=["13900000000"])
    targets = CampaignTarget.objects.within(people.county.scope).filter(campaign=campaign)
    told = Counter(call.why for call in with_reasons(targets.select_related("household"), on=today()))
    found = report(people.county, campaign, campaign.due_at)
    assert {why: count for why, count in found.whole.why.items() if count} == told
    assert {Why.NOBODY_HOME, Why.CONTACT_AWAY, Why.MOVED} <= told.keys()


def test_places_add_up_and_reasons_make_up_the_unreached(campaign, people, places):
    people.contact.tells(campaign, places.homes[0], made=campaign.opened_at + MINUTE)
    found = report(people.county, campaign, campaign.due_at)
    for places_of in (found.grids, found.units()):
        assert sum(one.standing.targets for one in places_of) == found.whole.standing.targets
        assert [sum(one.why.values()) for one in places_of] == [one.standing.unreached for one in places_of]
    assert found.whole.standing.reached == 1


def test_it_tells_a_past_minute_by_when_results_were_made(campaign, people, places):
    made = campaign.opened_at + 10 * MINUTE
    people.contact.tells(campaign, places.homes[0], made=made, at=made + 45 * MINUTE)
    reached = [report(people.county, campaign, at).whole.standing.reached for at in (made - MINUTE, made)]
    assert reached == [0, 1]
    assert report(people.county, campaign, campaign.due_at).late == 1


def test_whoever_sees_one_village_has_its_report_alone(campaign, people, places):
    found = report(people.village, campaign, campaign.due_at)
    assert {place.standing.village for place in found.grids} == {places.west.code}
    assert report(people.water, campaign, campaign.due_at).grids == []


def test_its_queries_do_not_grow(campaign, people, django_assert_max_num_queries):
    with django_assert_max_num_queries(5):
        report(people.county, campaign, campaign.due_at)
