"""Before a browser: a list answers a choice at once, goes back with its address, keeps nothing, and works without scripts."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import OFFICE, PHONE, drawn
from tests.browser.test_every_page import sideways, violations

KEPT = """() => [window.localStorage, window.sessionStorage].flatMap((kept) => Object.keys(kept))"""
WEST = "430382100201"


def settled(page) -> None:
    """Until htmx has taken over what it put there; a form sent within those milliseconds loads its whole page."""
    page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-added')")


def test_a_choice_changes_the_list_without_a_button(county, officer, open_as):
    page = open_as(officer)
    page.goto("/gaps/?gap=households")
    expect(page.locator(".filters .send")).to_be_hidden()
    page.evaluate("window.sameDocument = true")
    page.focus("#id_gap")
    page.select_option("#id_gap", "no_contact")
    expect(page).to_have_url(re.compile("gap=no_contact"))
    expect(page.locator("tr[data-token]")).to_have_count(9)
    expect(page.locator("#said")).to_contain_text("9")
    assert page.evaluate("document.activeElement.id") == "id_gap"
    assert page.evaluate("window.sameDocument") is True
    assert page.title().split(" ")[0] in page.locator("h1").inner_text()
    page.go_back()
    expect(page.locator("tr[data-token]")).to_have_count(10)
    expect(page.locator("#id_gap")).to_have_value("households")


def test_areas_are_chosen_level_by_level_and_taken_out_again(county, officer, open_as):
    page = open_as(officer)
    page.goto("/gaps/?gap=households")
    page.select_option("#area-1", "430382100")
    page.select_option("#area-2", WEST)
    expect(page).to_have_url(re.compile(f"/gaps/\\?area={WEST}&"))
    expect(page.locator("#area-3")).to_be_visible()
    page.click(".chips .tag >> text=例西村")
    expect(page.locator("#area-2")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("area="))


def test_what_was_looked_for_is_kept_nowhere(county, officer, open_as):
    page = open_as(officer)
    page.goto("/gaps/?gap=households")
    page.fill("#id_q", county.homes[0].head_name)
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-token]")).to_have_count(1)
    assert page.evaluate(KEPT) == []
    page.go_back()
    expect(page.locator("tr[data-token]")).not_to_have_count(1)
    assert page.evaluate(KEPT) == []


def test_the_map_answers_too(county, officer, open_as):
    page = open_as(officer)
    page.goto("/coverage/?by=grid")
    drawn(page)
    page.evaluate("window.sameDocument = true")
    page.select_option("#id_metric", "no_contact")
    expect(page).to_have_url(re.compile("metric=no_contact"))
    expect(page.locator(".legend h2")).to_contain_text("无联户党员")
    expect(page.locator(".mappanel h1")).to_contain_text("截至")
    drawn(page)
    page.select_option("#area-1", "430382100")
    expect(page.locator("h1")).to_contain_text("例镇")
    settled(page)
    page.select_option("#area-2", WEST)
    expect(page.locator("h1")).to_contain_text("例西村")
    settled(page)
    page.click(".tabs a[href*='by=household']")
    expect(page.locator(".legend [data-tone=ok]")).to_have_count(1)
    page.wait_for_function("() => document.querySelectorAll('.folium-map path').length > 5")
    assert page.evaluate("window.sameDocument") is True


def test_a_refused_answer_shows_its_own_page(county, officer, open_as):
    page = open_as(officer)
    page.goto("/gaps/?gap=households")
    page.route(
        "**/gaps/**", lambda route: route.fulfill(status=503, body="<h1>x</h1>", content_type="text/html")
    )
    page.select_option("#id_gap", "never")
    expect(page.locator("h1")).to_have_text("x")


def test_whoever_is_signed_out_meanwhile_is_asked_to_sign_in(county, officer, open_as):
    page = open_as(officer)
    page.goto("/gaps/?gap=households")
    page.context.clear_cookies()
    page.select_option("#id_gap", "never")
    expect(page).to_have_url(re.compile(r"/login/\?next=/gaps/"))


def test_without_scripts_a_button_sends_the_form(county, officer, open_as):
    page = open_as(officer, java_script_enabled=False)
    page.goto("/gaps/?gap=households")
    page.select_option("#area-1", "430382100")
    page.click(".filters .send")
    page.select_option("#area-2", WEST)
    page.select_option("#id_gap", "no_contact")
    page.click(".filters .send")
    expect(page).to_have_url(re.compile(f"area={WEST}"))
    expect(page.locator("tr[data-token]")).to_have_count(5)


def test_axe_finds_nothing_on_a_list_with_filters_in_use(county, officer, open_as):
    for size in (PHONE, OFFICE):
        page = open_as(officer, size)
        page.goto(f"/members/?area={WEST}&state=room&q=例&sort=-households")
        expect(page.locator(".chips li")).to_have_count(4)
        assert violations(page) == []
        assert sideways(page) == 0
