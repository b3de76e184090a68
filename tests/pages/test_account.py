"""One account: what an office or an administrator sees of it and does with it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone

from geodata.accounts.links import holder_of
from geodata.accounts.models import ApiToken
from geodata.audit.models import AccessEntry
from geodata.base.periods import between, today
from tests import village as v
from tests.pages.conftest import reader
from tests.pages.signing import PASSWORD, real, with_second_step


@pytest.fixture
def leader(places):
    return real("small_leader", places.grids[0], name="leader")


@pytest.fixture
def address(leader) -> str:
    return f"/accounts/{leader.pk}/"


def signed_in(who):
    """A browser in which that person has signed in by the page."""
    opened = reader(None)
    assert opened.post("/login/", {"login": who.username, "password": PASSWORD}).status_code == 302
    return opened


def actions() -> list[str]:
    return list(AccessEntry.objects.order_by("at").values_list("action", flat=True))


@pytest.mark.parametrize(("who", "status"), [("insider", 200), ("neighbour", 404), ("outsider", 404)])
def test_only_the_office_of_the_area_sees_an_account(request, address, who, status):
    assert request.getfixturevalue(who).get(address).status_code == status


@pytest.mark.parametrize("verb", ["link", "close", "reopen"])
@pytest.mark.parametrize(
    ("who", "status"), [("neighbour", 404), ("outsider", 404), ("contact", 403), ("auditor", 403)]
)
def test_nobody_else_does_anything_with_it(request, leader, address, who, status, verb):
    before = leader.password
    assert request.getfixturevalue(who).post(f"{address}{verb}/", {}).status_code == status
    leader.refresh_from_db()
    assert (leader.password, leader.is_active) == (before, True)


def test_the_list_shows_an_office_its_own_people(places, leader, insider, neighbour, administrator):
    found = [
        who.text("/accounts/?who=leader").count(f"/accounts/{leader.pk}/")
        for who in (insider, neighbour, administrator)
    ]
    assert found == [1, 0, 1]


def test_posts_of_all_days_are_listed(leader, address, insider):
    leader.posts.update(period=between(v.LONG_AGO, today()))
    assert f"from 1 Jan 2020, until {today():%-d %b %Y}" in insider.text(address)


def test_a_new_link_is_shown_once_and_ends_password_sessions_and_tokens(leader, address, insider):
    theirs, token = signed_in(leader), ApiToken.issue(user=leader, at=timezone.now())
    answer = insider.post(f"{address}link/", {})
    link = re.search(r"http://testserver/link/([^/]+)/([^/]+)/", answer.content.decode())
    assert holder_of(link[1], link[2]) == leader
    assert "<svg" in answer.content.decode()
    assert theirs.get("/").status_code == 302
    assert ApiToken.holder(token, at=timezone.now()) is None
    assert not UserSession.objects.filter(user=leader).exists()
    assert actions()[-1] == "link_issued"


def test_with_a_lost_phone_the_second_step_goes_too(leader, address, insider):
    with_second_step(leader)
    insider.post(f"{address}link/", {})
    assert Authenticator.objects.filter(user=leader).count() == 2
    insider.post(f"{address}link/", {"second_step": "on"})
    assert not Authenticator.objects.filter(user=leader).exists()
    assert "step_removed" in actions()


def test_nobody_issues_a_link_for_the_own_account(administrator):
    answer = administrator.post(f"/accounts/{administrator.user.pk}/link/", {})
    assert answer.status_code == 403


def test_a_closed_account_ends_at_once_and_opens_with_a_link(leader, address, insider):
    theirs, token = signed_in(leader), ApiToken.issue(user=leader, at=timezone.now())
    insider.post(f"{address}close/", {})
    assert theirs.get("/").url.startswith("/login/")
    assert ApiToken.holder(token, at=timezone.now()) is None
    assert reader(None).post("/login/", {"login": "leader", "password": PASSWORD}).status_code == 422
    assert "/link/" in insider.post(f"{address}reopen/", {}).content.decode()
    assert theirs.get("/").url.startswith("/login/")
    assert {"account_closed", "account_reopened"} <= set(actions())


def test_closing_twice_is_told_in_words(address, insider):
    insider.post(f"{address}close/", {})
    insider.post(f"{address}close/", {})
    assert "already closed" in insider.text(address)


def test_the_menu_of_another_account_is_shown_without_its_data(places, leader, address, administrator):
    text = administrator.text(f"{address}menu/")
    menu = text[text.index('class="menuview"') :].split("</ul>")[0]
    assert "Household lists" in menu
    assert "Access log" not in menu
    assert "href" not in menu
    assert places.homes[0].token not in text
    assert "You are viewing the menu" in text
    assert actions() == ["menu_viewed"]


def test_the_menu_of_a_contact_member_is_that_of_a_contact_member(places, contact, administrator):
    text = administrator.text(f"/accounts/{contact.user.pk}/menu/")
    menu = text[text.index('class="menuview"') :].split("</ul>")[0]
    assert re.findall(r"<li>([^<]+)</li>", menu) == [
        "Home",
        "Household lists",
        "My needs",
        "Ledger of needs",
        "Board of needs",
        "Assignments",
        "Visit ledger",
        "Livelihood projects",
        "Analysis of needs",
        "Entitlements",
        "How far entitlements have come",
        "Policy catalogue",
        "Policy trainings",
        "Ledger of orders",
        "Catalogue of services",
        "Teams",
        "Industry",
        "Roll-calls",
        "Saved views",
        "Help",
    ]


def test_viewing_a_menu_changes_nothing_and_is_for_administrators(address, administrator, insider, neighbour):
    assert administrator.post(f"{address}menu/", {}).status_code == 405
    assert administrator.get("/gaps/").status_code == 403
    assert [who.get(f"{address}menu/").status_code for who in (insider, neighbour)] == [403, 403]
