"""/register/duplicates/: households that may be one, side by side, and what is said of them in two clicks."""

import uuid

import pytest

from geodata.people.models import Household
from geodata.register.models import RegisterChange
from tests import village as v
from tests.pages.conftest import Reader, reader
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
PHONE = "13800001111"


@pytest.fixture
def two(places) -> list[Household]:
    """Of the west village; the second has more persons."""
    with owner():
        for home, name, size in zip(places.homes, ("张例明", "章例鸣"), (3, 4), strict=False):
            Household.objects.filter(pk=home.pk).update(head_name=name, phones=[PHONE], size=size)
    return list(Household.objects.filter(pk__in=[home.pk for home in places.homes[:2]]).order_by("pk"))


def said(who: Reader, two: list[Household], decision: str, **more: object) -> str:
    form = {
        "household": two[0].token,
        "other": two[1].token,
        "decision": decision,
        "client_id": uuid.uuid4(),
        **more,
    }
    return who.client.post("/register/duplicates/decide/", form, follow=True).content.decode()


def test_both_stand_side_by_side_with_what_differs(insider, two):
    shown = insider.text("/register/duplicates/")
    assert "张例明" in shown and "章例鸣" in shown and "Same phone" in shown
    rows = shown.split("<tr")
    assert ["differs" in row for row in rows if "Persons" in row or "Phones" in row] == [False, True]


@pytest.mark.parametrize(("decision", "stays", "goes"), [("left", 0, 1), ("right", 1, 0)])
def test_whoever_decides_merges_at_once_into_the_one_that_is_chosen(insider, two, decision, stays, goes):
    assert "Merged." in said(insider, two, decision)
    kept, gone = (Household.objects.get(pk=two[place].pk) for place in (stays, goes))
    assert (kept.occupancy, gone.occupancy) == ("lived_in", "dissolved")
    assert (kept.number, kept.size) == (two[stays].number, two[stays].size)
    assert "No two households look like one." in insider.text("/register/duplicates/")


def test_sent_twice_it_is_one_change(insider, two):
    told = {"client_id": uuid.uuid4()}
    said(insider, two, "left", **told), said(insider, two, "left", **told)
    assert RegisterChange.objects.count() == 1


def test_a_leader_proposes_and_the_village_is_asked(places, two):
    who = reader(v.officer("large_leader", places.town))
    assert "waits for the village" in said(who, two, "left")
    shown = who.text("/register/duplicates/")
    assert "Their merger is proposed" in shown and "goes on</span>" not in shown


def test_two_households_are_not_asked_about_again_until_somebody_wants_it(insider, two):
    assert "not asked about again" in said(insider, two, "apart")
    shown = insider.text("/register/duplicates/")
    assert "No two households look like one." in shown and "Told apart" in shown
    said(insider, two, "again")
    assert "张例明" in insider.text("/register/duplicates/") and "Told apart" not in insider.text(
        "/register/duplicates/"
    )


def test_nothing_chosen_is_told(insider, two):
    assert "Choose what is to become of the two households." in said(insider, two, "")


def test_what_contradicts_the_register_is_told_and_nothing_is_done(insider, two):
    with owner():
        Household.objects.filter(pk=two[0].pk).update(occupancy="moved_away")
    assert "There is no such household to go on in." in said(insider, two, "left")


def test_a_neighbour_sees_none_of_it(neighbour, two):
    assert "No two households look like one." in neighbour.text("/register/duplicates/")
    answer = neighbour.post(
        "/register/duplicates/decide/",
        {"household": two[0].token, "other": two[1].token, "decision": "apart"},
    )
    assert answer.status_code == 404
    assert neighbour.get("/register/duplicates/?area=430382100201").status_code == 404


@pytest.mark.parametrize("who", ["planner", "contact", "auditor", "department"])
def test_who_keeps_no_register_of_a_village_does_not_open_it(request, who):
    assert request.getfixturevalue(who).get("/register/duplicates/").status_code == 403
