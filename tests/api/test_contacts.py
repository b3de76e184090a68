"""Setting who looks after a household."""

import pytest

from geodata.base.periods import today
from geodata.contacts.models import ContactLink
from tests import village as v


@pytest.fixture
def address(places) -> str:
    return f"households/{places.homes[1].token}/contact/"


def test_a_contact_holds_from_today_on(places, insider, address):
    member = v.member(places.west)
    answer = insider.post(address, {"member": member.pk})
    assert answer.status_code == 201
    assert answer.json() == {
        "household": places.homes[1].token, "member": member.pk, "name": member.user.name, "primary": True,
        "since": today().isoformat(),
    }  # fmt: skip
    assert ContactLink.objects.get(household=places.homes[1]).set_by == insider.user


def test_the_gap_closes_at_once(places, insider, address):
    before = insider.get("households/?gap=no_contact").json()["numberMatched"]
    insider.post(address, {"member": v.member(places.west).pk})
    assert insider.get("households/?gap=no_contact").json()["numberMatched"] == before - 1


def test_the_former_first_contact_ends(places, insider):
    home = places.homes[0]
    insider.post(f"households/{home.token}/contact/", {"member": v.member(places.west).pk})
    shown = insider.get(f"households/{home.token}/").json()["properties"]["contacts"]
    assert [link["end_reason"] for link in shown] == ["", "handed_over"]


def test_a_second_contact_leaves_the_first_one(places, insider):
    home = places.homes[0]
    answer = insider.post(
        f"households/{home.token}/contact/", {"member": v.member(places.west).pk, "primary": False}
    )
    assert answer.status_code == 201
    assert home.links.filter(period__upper_inf=True).count() == 2


def test_the_same_again_is_a_conflict(places, insider, address):
    member = v.member(places.west).pk
    insider.post(address, {"member": member})
    assert insider.post(address, {"member": member}).status_code == 409


def test_a_member_who_is_full_is_a_conflict(places, insider, address):
    answer = insider.post(address, {"member": v.member(places.west, capacity=0).pk})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (409, "member")


def test_a_member_who_is_ill_is_refused(places, insider, address):
    answer = insider.post(address, {"member": v.member(places.west, ability="ill").pk})
    assert (answer.status_code, answer.json()["errors"][0]["remedy"]) == (
        400,
        "Choose a member who is able to help.",
    )


def test_members_of_other_villages_are_as_unknown_as_none(places, insider, address):
    answers = [insider.post(address, {"member": pk}).json() for pk in (v.member(places.east).pk, 999_999_999)]
    assert (
        answers[0]["errors"][0]["message"] == answers[1]["errors"][0]["message"] == "There is no such member."
    )


def test_a_township_may_choose_from_another_village(places, by_post, address):
    caller = by_post("township_officer", places.town)
    assert caller.post(address, {"member": v.member(places.east).pk}).status_code == 201


@pytest.mark.parametrize("value", [None, "", "x", 0, -1, 1.5, 2**70, True, [], {}, "1\x00"])
def test_a_member_that_is_none_is_refused_in_words(insider, address, value):
    answer = insider.post(address, {"member": value})
    error = answer.json()["errors"][0]
    assert (answer.status_code, error["field"], bool(error["remedy"])) == (400, "member", True)


@pytest.mark.parametrize("value", [None, "perhaps", 7, [], {}])
def test_first_or_second_is_yes_or_no(places, insider, address, value):
    answer = insider.post(address, {"member": v.member(places.west).pk, "primary": value})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "primary")


def test_leaders_of_a_grid_set_no_contacts(places, by_post, address):
    leader = by_post("small_leader", places.grids[1])
    assert leader.post(address, {"member": v.member(places.west).pk}).status_code == 403


def test_members_are_listed_with_their_load_most_room_first(places, insider):
    linked = places.homes[0].links.get().member
    idle, ill = v.member(places.west), v.member(places.west, ability="ill")
    results = insider.get("members/?village=430382100201").json()["results"]
    assert [(row["id"], row["load"]) for row in results] == [(idle.pk, 0), (linked.pk, 1)]
    assert ill.pk not in {row["id"] for row in results}
    assert set(results[0]) == {
        "id", "user", "name", "branch", "kind", "load", "capacity", "ability", "until", "point",
    }  # fmt: skip


def test_all_members_are_those_who_are_ill_too(places, insider):
    ill = v.member(places.west, ability="ill", point=v.middle(0, 0))
    results = insider.get("members/?village=430382100201&all=true").json()["results"]
    row = next(row for row in results if row["id"] == ill.pk)
    assert (row["ability"], row["until"], row["point"]) == ("ill", None, [112.505, 27.905])


def test_members_are_those_of_a_village(insider):
    answer = insider.get("members/?village=430382100201001")
    assert (answer.status_code, answer.json()["errors"][0]["remedy"]) == (
        400,
        "Enter the 12 digits of a village.",
    )
