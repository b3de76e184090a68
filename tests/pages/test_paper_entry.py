"""Visits that come in on paper: a row each, saved once, told at the cell what is wrong."""

import uuid

import pytest

from geodata.base.periods import today
from geodata.people.models import Household
from geodata.visits.models import Visit
from tests import village as v


def sheet(*rows: dict[str, object]) -> dict[str, object]:
    """What the form sends."""
    usual = {"day": today().isoformat(), "visitor": "", "mode": "door", "outcome": "met", "note": ""}
    told: dict[str, object] = {"rows": len(rows)}
    for number, row in enumerate(rows):
        whole = {"client_id": str(uuid.uuid4()), **usual, **row}
        told |= {f"r{number}-{name}": value for name, value in whole.items()}
    return told


def entered(by) -> int:
    return Visit.objects.filter(entered_by=by.user).count()


def test_rows_are_saved_by_number_and_name(places, insider):
    first, second = places.homes[0], places.homes[4]
    answer = sheet(
        {"household": first.number}, {"household": second.head_name, "outcome": "absent", "note": "门锁"}
    )
    assert insider.post("/visits/paper/", answer).status_code == 302
    rows = Visit.objects.filter(entered_by=insider.user).order_by("pk")
    assert [(row.household, row.outcome, row.note) for row in rows] == [
        (first, "met", ""),
        (second, "absent", "门锁"),
    ]


def test_the_sheet_sent_again_saves_nothing_twice(places, insider):
    answer = sheet({"household": places.homes[0].number})
    for _time in range(3):
        insider.post("/visits/paper/", answer)
    assert entered(insider) == 1


def test_a_wrong_row_is_told_at_its_cell_and_the_others_are_saved(places, insider):
    told = sheet({"household": places.homes[0].number}, {"household": "nobody"}, {"household": places.homes[4].number, "day": "2999-01-01"})  # fmt: skip
    answer = insider.post("/visits/paper/", told)
    page = answer.content.decode()
    assert answer.status_code == 422 and entered(insider) == 1
    assert "None of your households match" in page and "is in the future" in page
    assert "Saved: 1. To be fixed: 2." in page


def test_empty_rows_are_no_rows(insider):
    assert insider.post("/visits/paper/", sheet({"household": ""}, {"household": " "})).status_code == 200
    assert entered(insider) == 0


def test_a_name_that_several_have_is_asked_about(places, insider):
    Household.objects.filter(pk__in=[places.homes[0].pk, places.homes[4].pk]).update(head_name="例双")
    page = insider.post("/visits/paper/", sheet({"household": "例双"})).content.decode()
    assert "Several households match" in page and places.homes[4].number in page


def test_who_went_is_named_among_those_of_the_household(places, insider):
    member = places.homes[0].links.get().member.user
    insider.post("/visits/paper/", sheet({"household": places.homes[0].number, "visitor": member.name}))
    assert Visit.objects.get(entered_by=insider.user).visitors.get().user == member
    page = insider.post("/visits/paper/", sheet({"household": places.homes[0].number, "visitor": "例外人"}))
    assert "Not known in this village: 例外人." in page.content.decode()


def test_a_member_of_the_village_who_looks_after_others_may_have_gone(places, insider):
    other = v.member(places.west).user
    insider.post("/visits/paper/", sheet({"household": places.homes[0].number, "visitor": other.name}))
    assert Visit.objects.get(entered_by=insider.user).visitors.get().user == other


def test_several_went_and_are_counted_each(places, insider):
    member = places.homes[0].links.get().member.user
    names = f"{member.name}，{insider.user.name}"
    insider.post("/visits/paper/", sheet({"household": places.homes[0].number, "visitor": names}))
    visit = Visit.objects.get(entered_by=insider.user)
    assert (visit.person_times, visit.visitors.filter(user=member).count()) == (2, 1)


def test_of_several_with_one_name_the_one_picked_is_meant(places, insider):
    Household.objects.filter(pk__in=[places.homes[0].pk, places.homes[4].pk]).update(head_name="例双")
    insider.post("/visits/paper/", sheet({"household": "例双", "token": places.homes[4].token}))
    assert Visit.objects.get(entered_by=insider.user).household == places.homes[4]


def test_a_household_of_others_is_not_picked(places, neighbour):
    home = places.homes[0]
    answer = neighbour.post("/visits/paper/", sheet({"household": home.number, "token": home.token}))
    assert (answer.status_code, entered(neighbour)) == (422, 0)


def test_the_search_says_who_usually_goes(places, insider):
    households = insider.get(f"/visits/paper/find/?q={places.homes[0].number}").json()["households"]
    assert households[0]["contact"] == places.homes[0].links.get().member.user.name


def test_households_of_others_are_not_found(places, neighbour):
    page = neighbour.post("/visits/paper/", sheet({"household": places.homes[0].number})).content.decode()
    assert "None of your households" in page and places.homes[0].head_name not in page
    assert neighbour.get(f"/visits/paper/find/?q={places.homes[0].number}").json() == {"households": []}


def test_the_search_offers_households_of_ones_own(places, insider):
    households = insider.get(f"/visits/paper/find/?q={places.homes[0].number}").json()["households"]
    assert [home["head"] for home in households] == [places.homes[0].head_name]


@pytest.mark.parametrize("who", ["planner", "department", "auditor", "administrator"])
def test_who_records_no_visits_has_no_sheet(request, who):
    other = request.getfixturevalue(who)
    assert [other.get("/visits/paper/").status_code, other.get("/visits/paper/find/?q=x1").status_code] == [
        403,
        403,
    ]
