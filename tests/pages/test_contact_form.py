"""Choosing who looks after a household."""

import pytest

from geodata.base.periods import today
from geodata.contacts.models import ContactLink
from tests import village as v


def open_links(household) -> dict[str, bool]:
    return dict(household.links.filter(period__upper_inf=True).values_list("member__user__name", "primary"))


@pytest.fixture
def other(places) -> str:
    """The address of homes[1], whom nobody looks after."""
    return f"/households/{places.homes[1].token}/"


def test_able_members_are_offered_the_nearest_first(places, other, insider):
    far, near = v.member(places.west, point=v.middle(0, 0)), v.member(places.west, point=v.middle(1, 0))
    ill = v.member(places.west, ability="ill")
    page = insider.text(f"{other}contact/")
    assert page.index(near.user.name) < page.index(far.user.name)
    assert ill.user.name not in page


def test_a_chosen_member_looks_after_the_household(places, other, insider):
    member = v.member(places.west)
    answer = insider.post(f"{other}contact/", {"member": member.pk})
    assert answer.url == other
    assert open_links(places.homes[1]) == {member.user.name: True}
    assert places.homes[1].links.get().set_by == insider.user


def test_a_second_contact_stands_beside_the_first(places, home, insider):
    member = v.member(places.west)
    insider.post(f"{home}contact/", {"member": member.pk, "rank": "second"})
    assert sorted(open_links(places.homes[0]).values()) == [False, True]


def test_load_and_capacity_are_told_and_the_full_cannot_be_chosen(places, other, insider):
    full = v.member(places.west, capacity=1)
    v.link(full, places.homes[4])
    page = insider.text(f"{other}contact/")
    assert "1 of 1 households" in page
    answer = insider.post(f"{other}contact/", {"member": full.pk})
    assert answer.status_code == 422
    assert "is at capacity" in answer.content.decode()


def test_above_ten_households_the_office_is_warned(places, other, insider):
    busy = v.member(places.west)
    for _number in range(10):
        v.link(busy, v.household(places.grids[0]))
    assert "More than 10 then" in insider.text(f"{other}contact/")


@pytest.mark.parametrize("member", ["", "x", "0", "9" * 25, "%00"])
def test_without_a_member_nothing_happens_but_a_sentence(places, other, insider, member):
    answer = insider.post(f"{other}contact/", {"member": member})
    assert answer.status_code == 422
    assert "No member is selected" in answer.content.decode()
    assert not open_links(places.homes[1])


def test_a_member_of_another_village_is_none_of_the_list(places, other, insider):
    stranger = v.member(places.far)
    assert insider.post(f"{other}contact/", {"member": stranger.pk}).status_code == 422


def test_a_contact_ends_with_a_reason(places, home, insider):
    link = places.homes[0].links.get()
    insider.post(f"{home}contact/end/", {"link": link.pk, "reason": "member_left"})
    link.refresh_from_db()
    assert (link.end_reason, link.period.upper) == ("member_left", today())


@pytest.mark.parametrize("reason", ["", "boredom"])
def test_without_a_reason_no_contact_ends(places, home, insider, reason):
    link = places.homes[0].links.get()
    answer = insider.post(f"{home}contact/end/", {"link": link.pk, "reason": reason})
    assert "Give the reason why the contact ends" in insider.text(answer.url)
    assert ContactLink.objects.get(pk=link.pk).period.upper is None


def test_a_contact_of_another_household_cannot_be_ended_here(places, other, insider):
    link = places.homes[0].links.get()
    answer = insider.post(f"{other}contact/end/", {"link": link.pk, "reason": "member_left"})
    assert answer.status_code == 404


def test_a_village_without_able_members_says_so(places, insider):
    places.homes[0].links.get().member.__class__.objects.update(ability="away")
    assert "No member of this village is able" in insider.text(
        f"/households/{places.homes[1].token}/contact/"
    )
