"""The own households of the day, as a phone takes them along."""

import pytest

from geodata.audit.models import AccessEntry
from tests import village as v


def test_a_contact_member_takes_the_own_household_along(places, contact):
    told = contact.get("today/").json()
    assert [home["token"] for home in told["households"]] == [places.homes[0].token]
    assert told["account"] == contact.user.pk
    home = told["households"][0]
    assert (home["group"], home["special"], home["counts"]) == ("rest", True, ["door", "chance"])


def test_companions_are_named_once(places, contact):
    leader = v.officer("small_leader", places.grids[0])
    told = contact.get("today/").json()
    assert told["people"] == [{"id": leader.pk, "name": leader.name}]
    assert set(told["households"][0]["companions"]) == {leader.pk, contact.user.pk}


def test_an_office_takes_no_county_along(insider):
    assert insider.get("today/").json()["households"] == []


@pytest.mark.parametrize(("who", "status"), [("planner", 403), ("nobody", 401)])
def test_who_records_no_visits_takes_nothing(places, request, who, status):
    assert request.getfixturevalue(who).get("today/").status_code == status


def test_neighbours_take_their_own(places, by_post):
    leader = by_post("small_leader", places.grids[2])
    tokens = {home["token"] for home in leader.get("today/").json()["households"]}
    assert places.homes[0].token not in tokens and places.homes[2].token in tokens


def test_taking_special_households_along_is_on_record(contact):
    contact.get("today/")
    entry = AccessEntry.objects.get(action="taken_along")
    assert (entry.user, entry.details["list"], entry.details["rows"]) == (contact.user, "today", 1)


def test_its_queries_do_not_grow_with_the_households(places, by_post, django_assert_max_num_queries):
    leader = by_post("small_leader", places.grids[0])
    for _number in range(12):
        v.household(places.grids[0], v.middle(0, 0))
    with django_assert_max_num_queries(30):
        assert len(leader.get("today/").json()["households"]) == 14
