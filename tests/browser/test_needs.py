"""Needs before a browser: the board by arrow keys, and a need on its way by hand, on a phone as well."""

from playwright.sync_api import expect

from geodata.needs.models import Need
from tests import village as v
from tests.browser.conftest import OFFICE, PHONE
from tests.needs.conftest import Desk


def recorded(county: v.County) -> list[Need]:
    contact = Desk(county.homes[0].links.get().member.user)
    return [contact.records(county.homes[0], text=f"例{name}") for name in "甲乙"]


def test_the_board_is_walked_by_arrow_keys_and_a_card_opens(county, open_as):
    needs = recorded(county)
    village = Desk(v.officer("village_officer", county.west, name="village"))
    page = open_as(village.by, OFFICE, locale="en-GB")
    page.goto("/needs/board/")
    cards = page.locator("#state-new li a")
    cards.nth(0).focus()
    page.keyboard.press("ArrowDown")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(cards.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(needs[0].number)


def test_a_need_is_accepted_and_escalated_by_hand_on_a_phone(county, open_as):
    need = recorded(county)[0]
    village = Desk(v.officer("village_officer", county.west, name="village"))
    page = open_as(village.by, PHONE, locale="en-GB")
    page.goto(f"/needs/{need.number}/")
    page.click("#moves button[value=accept]")
    expect(page.locator(".verdict")).to_contain_text("Accepted")
    folded = page.locator("details", has=page.locator("#move-escalate"))
    folded.locator("summary").click()
    folded.locator("textarea").fill("例：村里无力解决")
    folded.locator("button[value=escalate]").click()
    expect(page.locator(".verdict")).to_contain_text("Township")
    expect(page.locator("#steps")).to_contain_text("例：村里无力解决")
