"""Contact members: the list, one member, and handing the households over."""

import pytest

from geodata.base.periods import today
from geodata.contacts.changelog import LinkStep
from geodata.contacts.models import ContactLink, Member
from tests import village as v


@pytest.fixture
def helper(places):
    """The member of homes[0]."""
    return places.homes[0].links.get().member


@pytest.fixture
def address(helper) -> str:
    return f"/members/{helper.pk}/"


def firsts() -> dict[int, int]:
    return dict(ContactLink.objects.on(today()).primary().values_list("household_id", "member_id"))


def test_members_are_listed_with_load_and_capacity(places, insider, helper):
    page = insider.text("/members/")
    assert helper.user.name in page
    assert '1<span class="of"> / 20</span>' in page


@pytest.mark.parametrize(
    ("state", "there"), [("", True), ("room", True), ("full", False), ("idle", False), ("unable", False)]
)
def test_a_filter_narrows_the_list(insider, helper, state, there):
    assert (helper.user.name in insider.text(f"/members/?state={state}")) == there


def test_what_was_sought_goes_on_to_the_next_page(places, insider, monkeypatch):
    monkeypatch.setattr("gridmap.pages.contacts.members.PAGE", 1)
    v.member(places.west)
    assert "q=%E4%BE%8B&amp;state=room&amp;page=2" in insider.text("/members/?q=例&state=room")


def test_an_empty_list_of_members_says_so(insider):
    assert "There are no such members here." in insider.text("/members/?q=nobody")


def test_a_member_is_shown_with_the_households(places, insider, address):
    page = insider.text(address)
    assert f"/households/{places.homes[0].token}/" in page
    assert "1 of 20 households" in page


def test_what_a_member_can_do_is_changed(insider, helper, address):
    told = {"ability": "ill", "capacity": "5", "left_on": ""}
    assert insider.post(address, told).status_code == 302
    helper.refresh_from_db()
    assert (helper.ability, helper.capacity, helper.period.upper) == ("ill", 5, None)
    assert "Member unable <b>1</b>" in insider.text("/pairings/")


def test_a_member_who_leaves_stays_on_record(insider, helper, address):
    told = {"ability": "able", "capacity": "20", "left_on": today().isoformat()}
    insider.post(address, told)
    assert Member.objects.get(pk=helper.pk).period.upper == today()
    assert "Member left <b>1</b>" in insider.text("/pairings/")


@pytest.mark.parametrize(
    "told",
    [
        {"ability": "able", "capacity": "201"},
        {"ability": "young", "capacity": "3"},
        {"ability": "able", "capacity": "3", "left_on": "1999-01-01"},
        {},
    ],
)
def test_a_refused_change_is_told_beside_the_form(insider, helper, address, told):
    assert insider.post(address, told).status_code == 422
    assert Member.objects.get(pk=helper.pk).capacity == 20


def test_all_households_go_to_one_member(places, insider, helper, address):
    v.link(helper, places.homes[1])
    taker = v.member(places.west)
    insider.post(f"{address}hand-over/", {"to": taker.pk, "reason": "member_left"})
    assert set(firsts().values()) == {taker.pk}
    assert set(helper.links.values_list("end_reason", flat=True)) == {"member_left"}
    assert "2 households have been assigned." in insider.text(address)


def test_each_goes_to_the_nearest_with_room(places, insider, helper, address):
    v.link(helper, places.homes[1])
    near, far = (v.member(places.west, point=v.middle(column, 0), capacity=1) for column in (0, 1))
    insider.post(f"{address}hand-over/", {"to": "nearest", "reason": "member_unable"})
    assert firsts() == {places.homes[0].pk: near.pk, places.homes[1].pk: far.pk}


def test_a_second_contact_stays_second(places, insider, helper, address):
    v.link(helper, places.homes[1], primary=False)
    taker = v.member(places.west)
    insider.post(f"{address}hand-over/", {"to": taker.pk, "reason": "member_left"})
    links = ContactLink.objects.on(today()).filter(member=taker)
    assert dict(links.values_list("household_id", "primary")) == {
        places.homes[0].pk: True, places.homes[1].pk: False,
    }  # fmt: skip


def test_to_nobody_the_households_become_gaps(insider, helper, address):
    insider.post(f"{address}hand-over/", {"to": "nobody", "reason": "member_left"})
    assert firsts() == {}
    assert "1 contact has ended." in insider.text(address)


def test_handing_over_is_undone_as_one_step(places, insider, helper, address):
    v.link(helper, places.homes[1])
    insider.post(f"{address}hand-over/", {"to": v.member(places.west).pk, "reason": "member_left"})
    assert helper.pk not in firsts().values()
    insider.post(f"/pairings/steps/{LinkStep.objects.get().pk}/undo/", {})
    assert set(firsts().values()) == {helper.pk}


@pytest.mark.parametrize(
    "told",
    [
        {"to": "nearest", "reason": "member_left"},
        {"to": "", "reason": "member_left"},
        {"to": "nobody", "reason": ""},
        {"to": "nobody", "reason": "because"},
    ],
)
def test_what_cannot_be_handed_over_is_told_and_stays(insider, helper, address, told):
    insider.post(f"{address}hand-over/", told)
    assert list(firsts().values()) == [helper.pk]
    assert 'role="alert"' in insider.text(address)


def test_a_member_takes_nothing_over_from_himself(insider, helper, address):
    insider.post(f"{address}hand-over/", {"to": helper.pk, "reason": "member_left"})
    assert list(firsts().values()) == [helper.pk]


def test_the_insider_sees_the_member_the_neighbour_and_the_outsider_do_not(
    insider, neighbour, outsider, address
):
    assert [who.get(address).status_code for who in (insider, neighbour, outsider)] == [200, 404, 404]
    told = {"to": "nobody", "reason": "member_left"}
    assert [who.post(f"{address}hand-over/", told).status_code for who in (neighbour, outsider)] == [404, 404]
    assert len(firsts()) == 1


def test_a_list_of_members_is_for_those_who_set_contacts(planner, contact, neighbour):
    assert [who.get("/members/").status_code for who in (planner, contact)] == [403, 403]
    assert neighbour.get("/members/?area=430382100201").status_code == 404


def test_what_happened_to_a_membership_stands_on_its_page(places, insider):
    member = places.homes[0].links.get().member
    insider.post(f"/members/{member.pk}/", {"ability": "able", "capacity": "12"})
    page = insider.text(f"/members/{member.pk}/").split('id="timeline"')[1]
    assert insider.user.name in page
    assert "<del>20</del>" in page
    assert "<ins>12</ins>" in page
