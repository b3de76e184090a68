"""Before a browser: on a phone the menu is folded away, with and without scripts; on a PC it lies open."""

import pytest
from playwright.sync_api import Page, expect

from geodata.audit.notices import tell
from geodata.plans.concept import NoticeKind
from tests import village as v
from tests.browser.conftest import OFFICE, PHONE, look_cookie
from tests.browser.test_every_page import sideways, violations

ROWS = """() => {
  const rows = [];
  for (const one of document.querySelectorAll(".brand, .fold summary, .who form, .bell, .who .name")) {
    const box = one.getBoundingClientRect();
    if (!box.height) continue;
    const row = rows.find((other) => box.top < other.bottom && other.top < box.bottom);
    if (!row) rows.push(box);
  }
  return rows.length;
}"""


def opened(open_as, live_server, officer, look: str, **more) -> Page:
    page = open_as(officer, PHONE, **more)
    page.context.add_cookies([look_cookie(look, live_server.url)])
    page.goto("/accounts/")
    return page


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize(("look", "most"), [("light.normal", 56), ("light.large", 64)])
def test_what_stands_above_a_page_takes_one_row(county, officer, open_as, live_server, look, most, language):
    page = opened(open_as, live_server, officer, look, locale=language)
    expect(page.locator(".menu")).to_be_hidden()
    assert page.evaluate(ROWS) == 1
    assert page.locator(".top").bounding_box()["height"] <= most
    assert sideways(page) == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_the_menu_unfolds_by_keyboard_and_leads_on(county, officer, open_as, live_server, scripts):
    page = opened(open_as, live_server, officer, "light.large", java_script_enabled=scripts)
    page.locator(".fold summary").focus()
    page.keyboard.press("Enter")
    page.locator('.menu > ul > li > a[href="/help/"]').click()
    expect(page).to_have_url(f"{live_server.url}/help/")
    expect(page.locator(".menu")).to_be_hidden()


def test_axe_finds_nothing_in_an_open_menu(county, officer, open_as, live_server):
    page = opened(open_as, live_server, officer, "dark.large")
    page.click(".fold summary")
    page.click(".menu summary >> nth=0")
    assert violations(page) == []
    assert sideways(page) == 0


def test_in_english_it_is_one_row_at_1280(county, officer, open_as):
    page = open_as(officer, {"width": 1280, "height": 800}, locale="en-GB")
    page.goto("/accounts/")
    expect(page.locator(".menu a").first).to_be_visible()
    assert page.locator(".top").bounding_box()["height"] <= 56


def test_on_a_pc_it_lies_open(county, officer, open_as):
    page = open_as(officer, OFFICE)
    page.goto("/accounts/")
    expect(page.locator(".fold")).to_be_hidden()
    expect(page.locator(".menu")).to_be_visible()


@pytest.mark.parametrize("size", [PHONE, OFFICE])
def test_the_bell_says_its_number_by_eye_and_in_words_and_is_not_printed(
    county, officer, open_as, live_server, size
):
    tell([officer.pk], kind=NoticeKind.GRIDS_REDRAWN, subject="例", at=v.NOON)
    page = open_as(officer, size, forced_colors="active", locale="zh-CN")
    page.goto("/accounts/")
    bell = page.get_by_role("link", name="1条未读通知")
    expect(bell).to_be_visible()
    expect(bell.locator(".count")).to_have_text("1")
    box = bell.bounding_box()
    assert min(box["width"], box["height"]) >= 40
    assert violations(page) == []
    page.emulate_media(media="print")
    expect(bell).to_be_hidden()
    page.emulate_media(media="screen")
    bell.click()
    page.locator("#told .inline button").click()
    expect(page.get_by_role("link", name="通知：没有未读")).to_be_visible()
    expect(page.locator("#past")).to_contain_text("例")


@pytest.mark.parametrize("width", [1366, 1440])
def test_the_english_menu_is_one_row_on_a_pc(county, officer, open_as, live_server, width):
    page = open_as(officer, {**OFFICE, "width": width}, locale="en")
    page.goto("/accounts/")
    assert page.locator(".menu > ul > li").count() >= 10
    assert page.locator(".top").bounding_box()["height"] <= 56
