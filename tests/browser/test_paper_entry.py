"""The sheet of visits on paper: the keyboard alone, and rows from a spreadsheet."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geodata.visits.models import Visit
from tests.browser.conftest import OFFICE


@pytest.fixture
def sheet(officer: Any, open_as: Any) -> Page:
    page = open_as(officer, OFFICE)
    page.goto("/visits/paper/")
    page.wait_for_selector("#more:not([hidden])")
    return page


def test_two_visits_without_a_mouse(county, officer, sheet):
    for home in county.homes[:2]:
        sheet.keyboard.type(home.number)
        for _cell in range(5):
            sheet.keyboard.press("Enter")
        sheet.keyboard.type("例备注")
        sheet.keyboard.press("Enter")
    sheet.keyboard.press("Control+Enter")
    sheet.wait_for_selector(".notice.success")
    rows = Visit.objects.filter(entered_by=officer).order_by("pk")
    assert [(row.household, row.note) for row in rows] == [(home, "例备注") for home in county.homes[:2]]


def test_of_several_one_is_picked_with_the_keyboard_and_the_contact_went(county, officer, sheet):
    type(county.homes[0]).objects.filter(pk__in=[home.pk for home in county.homes[:2]]).update(
        head_name="例双"
    )
    sheet.keyboard.type("例双")
    sheet.keyboard.press("Enter")
    sheet.wait_for_selector("#offered button:focus")
    expect(sheet.locator("#offered button")).to_have_count(2)
    options = sheet.locator("#offered button").all_inner_texts()
    place = next(at for at, text in enumerate(options) if county.homes[0].number in text)
    for _option in range(place):
        sheet.keyboard.press("ArrowDown")
    sheet.keyboard.press("Enter")
    sheet.wait_for_selector('[data-cell="day"]:focus')
    member = county.homes[0].links.get().member.user
    expect(sheet.locator('[data-cell="visitor"]').first).to_have_value(member.name)
    expect(sheet.locator(".state").first).to_contain_text("例双")
    sheet.keyboard.press("Control+Enter")
    sheet.wait_for_selector(".notice.success")
    visit = Visit.objects.get(entered_by=officer)
    assert (visit.household, visit.visitors.get().user) == (county.homes[0], member)


def test_a_contact_that_was_filled_in_does_not_go_on_to_the_next_row(county, sheet):
    visitors = sheet.locator('[data-cell="visitor"]')
    sheet.keyboard.type(county.homes[0].number)
    sheet.keyboard.press("Enter")
    member = county.homes[0].links.get().member.user
    expect(visitors.first).to_have_value(member.name)
    for _cell in range(5):
        sheet.keyboard.press("Enter")
    expect(visitors.nth(1)).to_have_value("")
    visitors.nth(1).fill("例某")
    sheet.locator('[data-cell="note"]').nth(1).press("Enter")
    expect(visitors.nth(2)).to_have_value("例某")


def test_rows_are_pasted_from_a_spreadsheet(county, officer, sheet):
    text = "\n".join(
        f"{home.number}\t2026/3/{day}\t\t电话\t不在家" for day, home in enumerate(county.homes, 1)
    )
    sheet.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
        text,
    )
    sheet.locator("#paper-entry .actions .button").first.click()
    sheet.wait_for_selector(".notice.success")
    rows = list(
        Visit.objects.filter(entered_by=officer).order_by("pk").values_list("household", "day", "mode")
    )
    assert [(home, day.isoformat(), mode) for home, day, mode in rows] == [
        (home.pk, f"2026-03-0{day}", "phone") for day, home in enumerate(county.homes, 1)
    ]


def test_a_wrong_cell_takes_the_cursor(county, officer, sheet):
    sheet.keyboard.type("nobody")
    sheet.keyboard.press("Control+Enter")
    sheet.wait_for_selector(".errorlist")
    expect(sheet.locator('[data-cell="household"]').first).to_be_focused()
