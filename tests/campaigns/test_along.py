"""What goes along on a phone of roll-calls: the own households that nobody has reached, of those that are open."""

import pytest

from geodata.campaigns.along import CallsAlong, calls_along
from geodata.campaigns.opening import move_on
from geodata.display.today import own_part

pytestmark = pytest.mark.django_db


def along(desk, places) -> CallsAlong:
    return calls_along([home.token for home in places.homes], scope=own_part(desk.scope))


def test_own_households_that_nobody_has_reached_go_along(campaign, people, places):
    home = places.homes[0]
    found = along(people.contact, places)
    assert found.households == {home.token: [str(campaign.key)]}
    [one] = found.campaigns
    assert (one.title, one.drill, one.checklist) == (campaign.title, False, campaign.checklist)
    people.contact.tells(campaign, home, "unreached", made=campaign.opened_at)
    assert along(people.contact, places) == found
    people.contact.tells(campaign, home, made=campaign.opened_at)
    assert along(people.contact, places) == CallsAlong()


def test_what_is_closed_and_whose_right_it_is_not_stays(campaign, people, places):
    assert along(people.water, places) == CallsAlong()
    move_on("close", campaign=campaign, at=campaign.due_at, **people.county.told)
    assert along(people.contact, places) == CallsAlong()


def test_the_first_that_is_due_comes_first(campaign, people, places, opened, django_assert_num_queries):
    first = people.county.calls(
        places.county.code, at=opened, due_at=campaign.due_at.replace(microsecond=0), reason="drill"
    )
    with django_assert_num_queries(2):
        found = along(people.leader, places)
    assert [one.id for one in found.campaigns] == [str(first.key), str(campaign.key)]
