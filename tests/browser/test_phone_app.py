"""The phone as an app: it begins at / with or without a network, says what it is, and explains what it cannot open."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geodata.accounts.models import User
from tests import village as v
from tests.browser.conftest import PHONE, look_cookie
from tests.browser.test_every_page import sideways, violations
from tests.browser.test_outbox import close, entered, ready, record, waiting

BAR = 'nav.bar a[data-place="{}"]'


@pytest.fixture
def leader(county: v.County) -> User:
    return v.officer("small_leader", county.grids[0])


@pytest.fixture
def phone(leader: User, open_as: Any) -> Page:
    page = open_as(leader, PHONE, has_touch=True)
    page.goto("/")
    ready(page)
    return page


def kept(page: Page) -> None:
    """Wait until a worker looks after this page, with all that it keeps."""
    page.wait_for_function("navigator.serviceWorker.ready.then((one) => Boolean(one.active))")
    page.wait_for_function("Boolean(navigator.serviceWorker.controller)")


def test_without_a_network_it_begins_at_its_address_and_explains_what_it_cannot_open(phone, leader):
    """A visit without a network, other pages, the tab killed, the icon tapped again: and the visit is sent."""
    context = phone.context
    kept(phone)
    context.set_offline(True)
    record(phone, 0)
    close(phone)
    waiting(phone, 1)
    expect(phone.locator("#standing")).to_have_text("离线 · 1条待发送")
    # From the page itself nobody leaves what is open; a link of another page, a typed address, another tab say what works.
    phone.locator(BAR.format("records")).tap()
    expect(phone.locator("#leaving")).to_be_visible()
    other = context.new_page()
    other.goto("/visits/?which=mine")
    expect(other.locator("h1")).to_have_text("没有网络")
    expect(other.locator("#standing")).to_have_text("离线 · 1条待发送")
    assert violations(other) == [] and sideways(other) == 0
    other.locator("main a.button").first.tap()
    ready(other)
    assert other.url.endswith("/today/")
    other.close()
    phone.close(run_before_unload=False)
    again = context.new_page()
    again.goto("/")
    ready(again)
    assert again.url.endswith("/today/")
    waiting(again, 1)
    expect(again.locator("#homes li").first).to_be_visible()
    context.set_offline(False)
    waiting(again, 0)
    expect(again.locator("#standing")).to_have_text("已全部发送")
    assert entered(leader) == 1


def test_the_page_that_stands_in_opens_the_other_one_when_the_network_is_back(phone):
    kept(phone)
    phone.context.set_offline(True)
    phone.goto("/me/")
    expect(phone.locator("h1")).to_have_text("没有网络")
    phone.context.set_offline(False)
    expect(phone.locator(BAR.format("mine"))).to_have_attribute("aria-current", "page")


def test_after_signing_out_the_icon_opens_nothing_of_it(phone):
    kept(phone)
    phone.locator(".fold summary").tap()
    phone.locator("form[data-signout] button").tap()
    phone.wait_for_url("**/login/**")
    assert phone.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert phone.evaluate("caches.keys()") == []


@pytest.mark.parametrize(("look", "most"), [("light.normal", 56), ("dark.large", 64)])
@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_above_is_one_row_and_below_are_four_places(leader, open_as, live_server, language, look, most):
    page = open_as(leader, PHONE, locale=language)
    page.context.add_cookies([look_cookie(look, live_server.url)])
    page.goto("/today/")
    ready(page)
    assert page.locator("header").bounding_box()["height"] <= most
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    for part in ("header", "nav.bar"):
        expect(page.locator(part), "however far one has scrolled").to_be_in_viewport()
    links = page.locator("nav.bar a")
    assert links.count() == 4
    assert all(links.nth(place).bounding_box()["height"] >= 44 for place in range(4))
    assert violations(page) == [] and sideways(page) == 0
    for place, address in (("records", "/visits/?which=mine"), ("mine", "/me/"), ("today", "/today/")):
        page.locator(BAR.format(place)).click()
        page.wait_for_url(f"**{address}")
        expect(page.locator(BAR.format(place))).to_have_attribute("aria-current", "page")
