"""Something is needed, said on a phone: few taps, without a network, twice, with the tab killed: N sent are N stored."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from geodata.accounts.models import User
from geodata.base.periods import between, today
from geodata.contacts.models import ContactLink
from geodata.needs.doing import move_on
from geodata.needs.models import Need
from geodata.people.models import Household
from geodata.visits.held import HeldVisit
from geodata.visits.models import Visit
from tests import village as v
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import sideways, violations
from tests.browser.test_outbox import empty, ready, remind, waiting
from tests.browser.test_today import Taps
from tests.needs.conftest import Desk

NEEDS = "**/api/v1/needs/"


@pytest.fixture
def home(county: v.County) -> Household:
    return county.homes[0]


@pytest.fixture
def contact(home: Household) -> User:
    return home.links.get().member.user


@pytest.fixture
def phone(contact: User, open_as: Any) -> Page:
    page = open_as(contact, PHONE, has_touch=True)
    page.goto("/today/")
    ready(page)
    return page


def visit_with_need(page: Page, text: str, *, spot: bool = False) -> int:
    """How many taps it takes."""
    tap = Taps(page)
    tap("#homes li a")
    tap('#panel label:has(input[value="met"])')
    tap("#panel details[data-need] summary")
    tap('#panel label:has(input[value="water"])')
    if spot:
        tap("#panel label:has([name=need_spot])")
    tap("#panel-need")
    page.keyboard.type(text)
    tap("#panel details[data-need] button")
    page.wait_for_selector("#panel [data-done]:not([hidden])")
    # Under the needs of the household it stands, not in their place.
    expect(page.locator("#panel [data-done] [role=status]")).not_to_have_text("")
    return tap.count


def close(page: Page) -> None:
    page.locator("#panel [data-done] [data-close]").tap()


def call(page: Page, text: str) -> None:
    """A need without a visit."""
    page.locator("#homes li a").first.tap()
    page.locator("#panel [data-call]").tap()
    page.wait_for_selector("#need[open]")
    page.locator("#call-need").fill(text)
    page.locator("#need form > button").tap()
    page.wait_for_selector("#need [data-recorded]:not([hidden])")
    page.locator("#need [data-recorded] [data-close]").tap()


def stored() -> list[tuple[str, str, str, str]]:
    return list(Need.objects.order_by("text").values_list("text", "category__code", "source", "state"))


def test_with_a_visit_it_takes_six_taps_and_the_text_and_one_more_when_it_is_settled(phone, contact, home):
    phone.locator("#homes li a").first.tap()
    phone.locator("#panel details[data-need] summary").tap()
    assert violations(phone) == []
    phone.locator("#panel > .subhead [data-close]").tap()
    assert visit_with_need(phone, "例水管漏水") == 6
    waiting(phone, 0)
    need = Need.objects.get()
    assert (need.household, need.kind, need.urgency, need.visit.entered_by) == (home, "problem", 1, contact)
    assert need.visit.note == ""
    expect(phone.locator("#changed")).to_contain_text(need.number)
    close(phone)
    expect(phone.locator("#needs")).to_contain_text(need.number)
    assert visit_with_need(phone, "例阀门松了", spot=True) == 7
    expect(phone.locator("#panel [data-undo]")).to_be_hidden()
    waiting(phone, 0)
    done = Need.objects.get(text="例阀门松了")
    assert (done.state, done.how, bool(done.result)) == ("done", "spot", True)
    close(phone)
    phone.locator("#homes li a").first.tap()
    phone.locator("#panel [data-call]").tap()
    assert violations(phone) == [] and sideways(phone) == 0


def test_offline_twice_with_answers_lost_and_the_tab_killed_as_many_are_stored_as_were_said(phone, contact):
    context, sent = phone.context, []

    def twice(route: Route) -> None:
        sent.extend([route.fetch(), route.fetch()])
        # Of the first pair the phone never hears.
        route.abort() if len(sent) == 2 else route.fulfill(response=sent[-1])

    context.route(NEEDS, twice)
    context.set_offline(True)
    visit_with_need(phone, "例一")
    close(phone)
    call(phone, "例二")
    waiting(phone, 2)
    expect(phone.locator("#outbox")).not_to_contain_text("例一")
    phone.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto("/today/")
    ready(again)
    remind(again, lambda: empty(again))
    assert stored() == [("例一", "water", "visit", "new"), ("例二", "other", "phone", "new")]
    assert (Visit.objects.filter(entered_by=contact).count(), len(sent)) == (1, 6)


def test_another_content_under_the_id_is_told_and_sent_as_a_new_one(phone):
    taken: list[Any] = []

    def use_up(route: Route) -> None:
        body = route.request.post_data_json
        if not taken:
            taken.append(route.fetch(post_data={**body, "text": "例别的"}))
        route.fulfill(response=route.fetch())

    phone.route(NEEDS, use_up)
    call(phone, "例路")
    phone.wait_for_selector(".stuck")
    expect(phone.locator(".stuck")).to_contain_text("例路")
    phone.locator(".stuck button").first.tap()
    waiting(phone, 0)
    assert [text for text, *_rest in stored()] == ["例别的", "例路"]


def test_taken_back_it_is_withdrawn_and_its_visit_undone(phone):
    visit_with_need(phone, "例一")
    remind(phone, lambda: empty(phone) and Need.objects.exists())
    phone.locator("#panel [data-undo]").tap()
    remind(phone, lambda: empty(phone) and Need.objects.get().state == "withdrawn")
    assert Visit.objects.get(needs__isnull=False).state == "voided"


def test_of_a_household_given_away_before_the_office_gets_the_visit_and_the_need_stays_in_words(
    phone, contact
):
    phone.context.set_offline(True)
    visit_with_need(phone, "例一")
    close(phone)
    since = today() - dt.timedelta(days=7)
    links = ContactLink.objects.filter(member__user=contact)
    links.update(period=between(v.LONG_AGO, since), end_reason="handed_over")
    phone.context.set_offline(False)
    remind(phone, lambda: HeldVisit.objects.filter(maker=contact).waiting().exists())
    expect(phone.locator(".stuck")).to_contain_text("例一")
    waiting(phone, 1)
    assert stored() == []


def finished(home: Household, county: v.County, text: str) -> Need:
    """By the village, so that the contact is to ask."""
    desk = Desk(v.officer("village_officer", county.west))
    need = desk.records(home, text=text, at=timezone.now())
    for move, told in (("accept", {}), ("settle", {"result": "例已修好"})):
        move_on(move, need=need, by=desk.by, scope=desk.scope, at=timezone.now(), told=told)
    return need


def test_what_those_concerned_say_is_two_taps_offline_and_once(phone, home, county):
    first, second = (finished(home, county, text) for text in ("例水管", "例阀门"))
    phone.reload()
    ready(phone)
    lines = phone.locator("#needs li[data-need]")
    expect(lines).to_have_count(2)
    assert violations(phone) == []
    phone.context.set_offline(True)
    tap = Taps(phone)
    tap(f'#needs li[data-need="{first.client_id}"] summary')
    tap(f'#needs li[data-need="{first.client_id}"] [data-answer="satisfied"]')
    assert tap.count == 2
    phone.locator(f'#needs li[data-need="{second.client_id}"] summary').tap()
    phone.locator(f'#needs li[data-need="{second.client_id}"] [data-answer="not"]').tap()
    phone.locator(f"#why-{second.client_id}").fill("例还在漏")
    phone.locator(f'#needs li[data-need="{second.client_id}"] form button').tap()
    waiting(phone, 2)
    lost: list[Any] = []

    def lose(route: Route) -> None:
        """The service hears it; the phone never hears so, once."""
        answer = route.fetch()
        if lost:
            return route.fulfill(response=answer)
        lost.append(route)
        return route.abort()

    phone.route("**/api/v1/needs/*/moves/", lose)
    phone.context.set_offline(False)
    remind(phone, lambda: empty(phone))
    states = Need.objects.order_by("pk").values_list("state", "answer", "reopened")
    assert list(states) == [("followed_up", "satisfied", 0), ("accepted", "", 1)]
    assert len(lost) == 1
