"""Every component in every state and every look: axe finds nothing to mend, nothing scrolls sideways."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OFFICE, PHONE, look_cookie
from tests.browser.test_every_page import sideways, violations

LOOKS = [f"{theme}.{size}" for theme in ("light", "dark") for size in ("normal", "large")]


def ground(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.body).backgroundColor")


@pytest.mark.parametrize("look", LOOKS)
def test_every_component_in_every_look(look, open_as, live_server, db):
    page = open_as(None, PHONE)
    page.context.add_cookies([look_cookie(look, live_server.url)])
    page.goto("/styleguide/")
    page.locator(".confirm > summary").click()
    page.locator(".chooser > summary").click()
    expect(page.locator(".chips .tag")).to_have_count(2)
    for size in (PHONE, OFFICE):
        page.set_viewport_size(size)
        assert violations(page) == []
        assert sideways(page) == 0


def test_the_look_is_chosen_without_a_script(open_as, db):
    page = open_as(None, PHONE, java_script_enabled=False)
    page.goto("/login/")
    page.get_by_role("button", name="深色").click()
    page.get_by_role("button", name="长者大字").click()
    expect(page).to_have_url(page.url)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-size", "large")
    expect(page.get_by_role("button", name="深色")).to_have_attribute("aria-pressed", "true")


def test_automatic_is_as_the_system_is_set_and_paper_is_light(open_as, db):
    page = open_as(None, color_scheme="dark")
    page.goto("/login/")
    dark = ground(page)
    page.emulate_media(color_scheme="light")
    light = ground(page)
    assert dark != light
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(22, 36, 47)"


def test_a_swatch_is_filled_by_the_tokens_of_its_look(open_as, live_server, db):
    fills = []
    page = open_as(None)
    for look in ("light.normal", "dark.normal"):
        page.context.add_cookies([look_cookie(look, live_server.url)])
        page.goto("/styleguide/")
        fills.append(page.evaluate("getComputedStyle(document.querySelector('#tone-never rect')).fill"))
    assert fills == ["rgb(46, 15, 40)", "rgb(255, 228, 241)"]
