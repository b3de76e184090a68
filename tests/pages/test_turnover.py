"""The page of a turnover: consequences before anything is saved."""

import re

import pytest

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.contacts.models import ContactLink
from geodata.posts.models import Post
from tests import village as v
from tests.pages.conftest import reader

PAGE = "/posts/turnover/?area=430382100201"


@pytest.fixture
def town(places, by_post):
    return by_post("township_officer", places.town)


@pytest.fixture
def leader(places):
    return v.officer("small_leader", places.grids[0])


@pytest.fixture
def told(places, leader):
    """The leader of the first grid is followed by somebody new; the member of homes[0] leaves."""
    post, member = leader.posts.get(), places.homes[0].links.get().member
    v.member(places.west, point=v.middle(0, 0))
    return {
        "day": today().isoformat(),
        f"do-p{post.pk}": "new",
        f"name-p{post.pk}": "例新华",
        f"phone-p{post.pk}": "105 0000 1111",
        f"m{member.pk}": "nearest",
    }


def shown(answer) -> str:
    return " ".join(answer.content.decode().split())


def digest_in(page: str) -> str:
    return re.search(r'name="seen" value="([0-9a-f]{64})"', page)[1]


def test_the_form_names_posts_held_and_vacant_and_the_members(town, places, leader):
    page = town.text(PAGE)
    assert leader.name in page and "Stays vacant" in page
    assert places.homes[0].links.get().member.user.name in page


def test_consequences_come_first_and_nothing_is_saved(town, told, leader):
    page = shown(town.post(PAGE, told))
    assert "What will happen" in page and "Nothing has been saved yet" in page
    assert "例新华 holds: small grid leader, 第一网格" in page
    assert not User.objects.filter(name="例新华").exists()
    assert leader.posts.get().period.upper is None


def test_saving_does_all_of_it_and_says_what_is_next(town, told, places, leader):
    digest = digest_in(shown(town.post(PAGE, told)))
    page = shown(town.post(PAGE, told | {"save": "yes", "seen": digest}))
    assert "All of it is saved" in page and "Print slips for the new accounts" in page
    assert "Something was wrong?" in page
    assert leader.posts.get().period.upper == today()
    assert Post.objects.on(today()).get(area=places.grids[0]).user.name == "例新华"
    link = ContactLink.objects.get(household=places.homes[0], period__upper_inf=True)
    assert link.member.point is not None


def test_households_that_nobody_takes_are_warned_of_and_accounts_to_close_are_linked(
    town, told, places, leader
):
    member = places.homes[0].links.get().member
    told |= {f"m{member.pk}": "nobody"}
    page = shown(town.post(PAGE, told))
    assert 'id="alone"' in page and "has nobody then" in page and 'href="#alone"' in page
    page = shown(town.post(PAGE, told | {"save": "yes", "seen": digest_in(page)}))
    closing = page.split("Close the accounts")[1].split("</li>")[0]
    assert all(f'href="/accounts/{pk}/"' in closing for pk in (leader.pk, member.user_id))


def test_what_has_changed_since_is_shown_again_and_not_saved(town, told, leader):
    answer = town.post(PAGE, told | {"save": "yes", "seen": "0" * 64})
    page = shown(answer)
    assert answer.status_code == 422
    assert "no longer what was shown" in page and digest_in(page)
    assert leader.posts.get().period.upper is None


def test_what_is_not_possible_is_told_beside_the_form(town, told, leader):
    post = leader.posts.get().pk
    page = shown(town.post(PAGE, told | {f"name-p{post}": ""}))
    assert "Enter the login name, or the name of somebody new." in page
    page = shown(town.post(PAGE, told | {f"phone-p{post}": "call me"}))
    assert "may contain only digits" in page
    page = shown(town.post(PAGE, told | {f"who-p{post}": "nobody-of-that-name"}))
    assert "no open account with this login name" in page


def test_nothing_chosen_is_told(town, places):
    assert "Nothing changes." in shown(town.post(PAGE, {"day": today().isoformat()}))


def test_an_office_sees_its_own_villages_and_leaders_none(places, neighbour, contact):
    assert neighbour.get(PAGE).status_code == 404
    assert neighbour.post(PAGE, {}).status_code == 404
    assert contact.get(PAGE).status_code == 403
    assert reader(v.officer("large_leader", places.town)).get(PAGE).status_code == 403


def test_an_administrator_turns_posts_over_and_no_members(administrator, places, leader):
    page = administrator.text(PAGE)
    assert leader.name in page and "Contact members" not in page


def test_without_a_village_it_asks_for_one(town):
    assert "Choose a village" in town.text("/posts/turnover/")


def test_a_village_is_chosen_below_its_township(town):
    assert town.get("/posts/turnover/?area=430382100&area=430382100201").url == PAGE


def test_posts_of_a_village_lead_to_it(town):
    assert PAGE in town.text("/posts/?area=430382100201")
