"""/today/ on a phone: three taps, thumbs, keyboards and axe."""

from typing import Any

import pytest
from playwright.sync_api import Page

from geodata.accounts.models import User
from geodata.visits.models import Visit
from tests import village as v
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import sideways, violations
from tests.browser.test_outbox import ready, waiting


@pytest.fixture
def leader(county: v.County) -> User:
    return v.officer("small_leader", county.grids[0])


@pytest.fixture
def phone(leader: User, open_as: Any) -> Page:
    page = open_as(leader, PHONE, has_touch=True)
    page.goto("/today/")
    ready(page)
    return page


class Taps:
    """Counts what a thumb does."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def __call__(self, what: str) -> None:
        self.page.locator(what).first.tap()
        self.count += 1


@pytest.mark.parametrize("outcome", ["met", "absent"])
def test_an_ordinary_visit_takes_three_taps_and_no_typing(phone, leader, outcome):
    tap = Taps(phone)
    tap("#homes li a")
    tap(f'#panel label:has(input[value="{outcome}"])')
    tap("#panel form > button")
    phone.wait_for_selector("[data-done]:not([hidden])")
    waiting(phone, 0)
    assert tap.count == 3
    assert Visit.objects.get(entered_by=leader).outcome == outcome


def test_the_next_household_needs_no_way_back(phone, leader):
    tap = Taps(phone)
    tap("#homes li a")
    for _household in range(2):
        tap('#panel label:has(input[value="met"])')
        tap("#panel form > button")
        phone.wait_for_selector("[data-done]:not([hidden])")
        tap("[data-next]")
    waiting(phone, 0)
    assert tap.count == 7
    assert Visit.objects.filter(entered_by=leader).count() == 2


def test_by_the_page_of_the_household_it_takes_two(county, leader, open_as):
    """A card's code opens that page; the scan is the first of three."""
    page = open_as(leader, PHONE, has_touch=True)
    page.goto(f"/households/{county.homes[0].token}/")
    tap = Taps(page)
    tap('#visit label:has(input[value="met"])')
    tap("#visit button.wide")
    page.wait_for_selector(".notice.success")
    assert tap.count == 2 and Visit.objects.filter(entered_by=leader).count() == 1


def test_another_day_somebody_along_and_a_note(county, phone, leader):
    phone.locator("#homes li a").first.tap()
    phone.locator('#panel label:has(input[value="met"])').tap()
    phone.locator("#panel summary").tap()
    phone.locator("#panel-day").select_option(index=2)
    phone.locator('#panel label:has(input[value="phone"])').tap()
    phone.locator("#panel-note").fill(" 屋顶\n漏 ")
    phone.locator("#panel details button").tap()
    phone.wait_for_selector("[data-done]:not([hidden])")
    waiting(phone, 0)
    visit = Visit.objects.get(entered_by=leader)
    assert (visit.mode, visit.note, (visit.entered_at.date() - visit.day).days >= 1) == (
        "phone",
        "屋顶\n漏",
        True,
    )


def test_it_is_found_by_initials_and_number(county, phone):
    home = county.homes[0]
    phone.fill("#find", f"l{home.head_name[1:3]}")
    assert phone.locator("#homes li").count() > 0
    phone.fill("#find", home.number)
    assert phone.locator("#homes b").all_inner_texts() == [home.head_name]
    phone.fill("#find", "zzzz")
    assert phone.locator("#homes .empty").is_visible()


def test_near_me_sorts_on_the_phone_and_sends_nothing(county, leader, open_as):
    page = open_as(
        leader, PHONE, geolocation={"longitude": 112.505, "latitude": 27.905}, permissions=["geolocation"]
    )
    page.goto("/today/")
    ready(page)
    sent = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    page.locator("#near").click()
    page.wait_for_selector('#near[aria-pressed="true"]')
    assert "0" in page.locator("#homes .third").first.inner_text()
    assert not [one for one in sent if "112.5" in one]


def test_nothing_to_touch_is_smaller_than_44_pixels(phone):
    phone.locator("#homes li a").first.tap()
    phone.locator("#panel summary").tap()
    small = phone.evaluate(
        """() => [...document.querySelectorAll("#panel label:has(input), #panel button, #panel select, #panel summary, #homes li a, .finder *:not(.hidden)")]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_axe_finds_nothing_and_nothing_scrolls_sideways(phone):
    assert violations(phone) == [] and sideways(phone) == 0
    phone.locator("#homes li a").first.tap()
    assert violations(phone) == []
    phone.locator('#panel label:has(input[value="met"])').tap()
    phone.locator("#panel form > button").tap()
    phone.wait_for_selector("[data-done]:not([hidden])")
    assert violations(phone) == []
    phone.goto("/visits/")
    assert violations(phone) == [] and sideways(phone) == 0


def test_names_are_text(county, leader, open_as):
    type(county.homes[0]).objects.filter(pk=county.homes[0].pk).update(
        head_name="<img src=x onerror=alert(1)>"
    )
    page = open_as(leader, PHONE)
    page.goto("/today/")
    ready(page)
    assert "<img src=x onerror=alert(1)>" in page.locator("#homes").inner_text()
    assert page.locator("#homes img").count() == 0
