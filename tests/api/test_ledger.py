"""The visit ledger: whose visits, from when to when, and the four figures."""

import datetime as dt

import pytest

from geodata.base.periods import today
from tests import village as v

WEST = "430382100201"


def test_it_lists_the_visits_of_the_area_the_latest_first(places, insider):
    answer = insider.get(f"visits/?area={WEST}&first=2000-01-01").json()
    days = [line["day"] for line in answer["results"]]
    assert days == [(today() - dt.timedelta(days=days)).isoformat() for days in (3, 190)]
    assert answer["results"][0]["head"] == places.homes[0].head_name


def test_the_four_figures_are_of_met_visits(places, insider):
    others = (v.officer("village_officer", places.west).pk, v.member(places.west).user.pk)
    v.visit(places.homes[0], today(), by=insider.user, visitors=others)
    v.visit(places.homes[0], today(), by=insider.user, outcome="absent")
    answer = insider.get(f"visits/?area={WEST}&first={today() - dt.timedelta(days=5)}").json()
    figures = [answer[name] for name in ("lines", "visits", "person_times", "households", "of")]
    assert figures == [3, 2, 3, 1, 3]


def test_figures_are_those_of_the_coverage(places, county):
    row = county.get("coverage/?area=430382&window=90").json()["total"]
    answer = county.get("visits/?area=430382&outcome=met").json()
    assert [answer[name] for name in ("visits", "person_times", "households", "of")] == [
        row[name] for name in ("visits", "person_times", "visited", "households")
    ]


def test_it_goes_page_by_page(places, county):
    first = county.get("visits/?first=2000-01-01&limit=3").json()
    second = county.get(first["next"]).json()
    assert (len(first["results"]), len(second["results"]), second["next"]) == (3, 1, None)


def test_my_own_visits_and_no_one_elses(places, insider):
    v.visit(places.homes[0], today(), by=insider.user)
    assert [line["visitors"] for line in insider.get("visits/?mine=true").json()["results"]] == [
        [insider.user.name]
    ]


def test_a_grid_leader_has_the_grids_visits_and_a_contact_the_own(places, by_post, contact):
    leader = by_post("small_leader", places.grids[0])
    assert leader.get("visits/").json()["lines"] == contact.get("visits/").json()["lines"] == 1
    assert leader.get("visits/?area=430382100201001").json()["of"] == 2


def test_who_sees_no_details_sees_no_ledger(planner, nobody):
    assert (planner.get("visits/").status_code, nobody.get("visits/").status_code) == (403, 401)


@pytest.mark.parametrize("query", ["after=1.1", "after=2026-02-30.1", "first=x", "mode=dove", "limit=0", "user=1"])  # fmt: skip
def test_a_bad_parameter_is_told_in_words(insider, query):
    answer = insider.get(f"visits/?{query}")
    assert answer.status_code == 400 and answer.json()["errors"][0]["remedy"]


def test_days_in_the_wrong_order_are_refused_as_on_the_page(places, county):
    answer = county.get("visits/?first=2026-03-02&last=2026-03-01")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "first")
