"""The own households of the day, as a phone takes them along."""

import datetime as dt

import pytest

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from tests import village as v


def test_a_contact_member_takes_the_own_household_along(places, contact):
    answer = contact.get("today/").json()
    assert [home["token"] for home in answer["households"]] == [places.homes[0].token]
    assert answer["account"] == contact.user.pk
    home = answer["households"][0]
    assert (home["group"], home["special"], home["counts"]) == ("rest", True, ["door", "chance"])


def test_companions_are_named_once(places, contact):
    leader = v.officer("small_leader", places.grids[0])
    answer = contact.get("today/").json()
    assert answer["people"] == [{"id": leader.pk, "name": leader.name}]
    assert set(answer["households"][0]["companions"]) == {leader.pk, contact.user.pk}


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
    with django_assert_max_num_queries(41):
        assert len(leader.get("today/").json()["households"]) == 14


def test_what_falls_due_is_told_of_the_own_list_alone(places, by_post):
    leader = by_post("small_leader", places.grids[0])
    before = leader.get("today/").json()["falls_due"]
    for days in (92, 90, 88, 80):
        home = v.household(places.grids[0])
        v.visit(home, today() - dt.timedelta(days=days), by=v.user())
    v.visit(v.household(places.grids[1]), today() - dt.timedelta(days=90), by=v.user())
    answer = leader.get("today/").json()
    assert {days: n - before[days] for days, n in answer["falls_due"].items()} == {"7": 3, "14": 4}
    due = sorted(home["due_by"] for home in answer["households"] if home["due_by"])
    assert due[:2] == [today().isoformat(), (today() + dt.timedelta(days=2)).isoformat()]
