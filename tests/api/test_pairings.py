"""Pairing by API: gaps, many contacts in a step, undoing, members and cards."""

import pytest

from geodata.base.periods import today
from geodata.cards.models import Card
from geodata.contacts.changelog import LinkStep
from geodata.contacts.models import ContactLink
from tests import village as v

WEST = "430382100201"


@pytest.fixture
def helper(places):
    return v.member(places.west, point=v.middle(1, 0))


def firsts() -> dict[int, int]:
    return dict(ContactLink.objects.on(today()).primary().values_list("household_id", "member_id"))


def change(places, number: int, who, **more) -> dict[str, object]:
    return {"household": places.homes[number].token, "member": who.pk, **more}


def test_gaps_come_with_cause_and_suggestion(places, insider, helper):
    answer = insider.get(f"pairings/?area={WEST}").json()
    assert answer["causes"]["never"] == 2
    gap = next(one for one in answer["results"] if one["household"] == places.homes[1].token)
    assert (gap["cause"], gap["suggestion"]["member"], gap["suggestion"]["metres"]) == ("never", helper.pk, 0)
    assert gap["point"] == [112.515, 27.905]


def test_above_the_village_there_are_no_points(county):
    results = county.get("pairings/?area=430382").json()["results"]
    assert results
    assert not any(gap["point"] for gap in results)


def test_gaps_go_on_page_by_page(county):
    first = county.get("pairings/?area=430382&limit=2").json()
    rest = county.get(first["next"]).json()
    seen = [gap["household"] for gap in [*first["results"], *rest["results"]]]
    assert len(seen) == len(set(seen)) == 4


def test_many_contacts_are_set_in_a_step_and_undone(places, insider, helper):
    answer = insider.post(
        "pairings/", {"changes": [change(places, 1, helper), change(places, 4, helper)]}
    ).json()
    assert (answer["households"], answer["refused"]) == (2, [])
    assert insider.post(f"pairings/steps/{answer['step']}/undo/", {}).status_code == 204
    assert helper.pk not in firsts().values()
    assert insider.post(f"pairings/steps/{answer['step']}/undo/", {}).status_code == 409


def test_what_is_not_possible_is_refused_in_words(places, insider):
    ill = v.member(places.west, ability="ill")
    answer = insider.post("pairings/", {"changes": [change(places, 1, ill)]}).json()
    assert answer["step"] is None
    assert answer["refused"][0]["household"] == places.homes[1].token
    assert "cannot look after households: ill" in answer["refused"][0]["message"]


def test_households_and_members_of_others_are_as_unknown_as_none(places, insider, helper):
    foreign = insider.post("pairings/", {"changes": [change(places, 3, helper)]})
    assert foreign.status_code == 404
    answer = insider.post("pairings/", {"changes": [change(places, 1, v.member(places.far))]})
    assert (answer.status_code, answer.json()["errors"][0]["message"]) == (400, "There is no such member.")


def test_a_step_of_others_is_not_there(places, insider, neighbour, helper):
    insider.post("pairings/", {"changes": [change(places, 1, helper)]})
    path = f"pairings/steps/{LinkStep.objects.get().pk}/undo/"
    assert neighbour.post(path, {}).status_code == 404


def test_a_member_is_told_with_the_households(places, insider, neighbour):
    who = places.homes[0].links.get().member
    answer = insider.get(f"members/{who.pk}/").json()
    assert (answer["load"], answer["households"]) == (1, [places.homes[0].token])
    assert neighbour.get(f"members/{who.pk}/").status_code == 404


def test_a_member_hands_over(places, insider, neighbour, helper):
    who = places.homes[0].links.get().member
    body = {"end_reason": "member_left"}
    assert neighbour.post(f"members/{who.pk}/hand-over/", body).status_code == 404
    assert insider.post(f"members/{who.pk}/hand-over/", body).json()["households"] == 1
    assert firsts()[places.homes[0].pk] == helper.pk
    assert insider.post(f"members/{who.pk}/hand-over/", body).status_code == 409


def test_cards_are_printed_and_handed_over(places, insider, contact):
    home = {"households": [places.homes[0].token]}
    assert insider.get(f"cards/?area={WEST}").json()["states"]["missing"] == 1
    assert insider.post("cards/", home).json() == {"cards": 1}
    assert contact.post("cards/delivered/", home).json() == {"cards": 1}
    assert Card.objects.get().delivered_on == today()
    assert insider.get(f"cards/?area={WEST}&state=held").json()["results"][0]["state"] == "held"


def test_cards_of_others_are_not_there(places, neighbour, outsider):
    home = {"households": [places.homes[0].token]}
    for who in (neighbour, outsider):
        assert who.post("cards/", home).status_code == 404
        assert who.post("cards/delivered/", home).status_code == 404


@pytest.mark.parametrize(
    "body", [{}, {"changes": []}, {"changes": [{}]}, {"changes": [{"household": "\x00", "member": 1}]}]
)
def test_bad_bodies_are_refused_in_words(insider, body):
    assert insider.post("pairings/", body).status_code == 400


def test_planners_and_contact_members_pair_nobody(planner, contact):
    assert [who.get(f"pairings/?area={WEST}").status_code for who in (planner, contact)] == [403, 403]
