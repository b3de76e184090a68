"""Who sees which roll-call, whom each still has to reach, and why nobody has."""

import datetime as dt

import pytest

from geodata.base.errors import NotAllowed, NotFound
from geodata.base.periods import today
from geodata.base.scope import Scope
from geodata.campaigns.finding import calls_of, find_campaign, stamp_of, sums_of, visible, with_reasons
from geodata.campaigns.opening import Asked, draft_campaign
from geodata.contacts.models import Member
from tests.campaigns.conftest import EVERYBODY
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["contact", "leader", "village", "large", "township", "county"])
def test_whom_it_touches_sees_it(campaign, people, who):
    desk = getattr(people, who)
    assert find_campaign(campaign.key, scope=desk.scope) == campaign


def test_who_is_not_touched_does_not(people, places, opened):
    elsewhere = people.county.calls(places.far.code, at=opened)
    for desk in (people.contact, people.village, people.township):
        with pytest.raises(NotFound):
            find_campaign(elsewhere.key, scope=desk.scope)


def test_a_department_sees_none_and_nobody_nothing(campaign, people):
    with pytest.raises(NotFound):
        find_campaign(campaign.key, scope=people.water.scope)
    with pytest.raises(NotAllowed):
        find_campaign(campaign.key, scope=Scope())


def test_a_draft_is_shown_to_those_who_may_open_it(people, places, opened):
    asked = Asked(
        title="例",
        reason="cold",
        area=places.town.code,
        filter=EVERYBODY,
        due_at=opened + dt.timedelta(days=1),
    )
    draft = draft_campaign(asked=asked, at=opened, **people.township.told)
    assert draft in visible(people.township.scope) and draft in visible(people.county.scope)
    assert draft not in visible(people.village.scope) and draft not in visible(people.large.scope)


def test_counts_are_of_the_own_place(campaign, people, places, opened):
    people.contact.tells(campaign, places.homes[0], made=opened + dt.timedelta(minutes=1))
    sums = {
        name: sums_of([campaign], scope=getattr(people, name).scope)[campaign.pk]
        for name in ("contact", "leader")
    }
    assert (sums["contact"].targets, sums["contact"].reached, sums["leader"].unreached) == (1, 1, 1)


def test_special_ones_come_first(campaign, people, places):
    first, *_others = calls_of(campaign, by=people.county.by, scope=people.county.scope)
    assert first.special


def test_why_nobody_has_reached_them_is_told(campaign, people, places, opened):
    def why(number: int) -> str:
        calls = calls_of(campaign, by=people.county.by, scope=people.county.scope)
        told = {call.home.pk: call.why for call in with_reasons(list(calls), on=today())}
        return told[places.homes[number].pk]

    assert (why(0), why(1)) == ("no_phone", "no_contact")
    with owner():
        places.homes[0].phones = ["1"]
        places.homes[0].save()
    assert why(0) == "not_tried"
    with owner():
        Member.objects.update(ability="away")
    assert why(0) == "contact_away"
    people.county.tells(campaign, places.homes[0], "unreached", made=opened + dt.timedelta(minutes=1))
    assert why(0) == "nobody_home"


def test_the_stamp_changes_with_every_result(campaign, people, places, opened):
    before = stamp_of(campaign, scope=people.county.scope)
    assert stamp_of(campaign, scope=people.county.scope) == before
    people.contact.tells(campaign, places.homes[0], made=opened + dt.timedelta(minutes=1))
    assert stamp_of(campaign, scope=people.county.scope) != before
