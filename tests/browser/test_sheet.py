"""The sheet of visits on paper: the keyboard alone, and rows from a spreadsheet."""

from typing import Any

import pytest
from playwright.sync_api import Page

from geodata.visits.models import Visit
from tests.browser.conftest import OFFICE


@pytest.fixture
def sheet(officer: Any, open_as: Any) -> Page:
    page = open_as(officer, OFFICE)
    page.goto("/visits/sheet/")
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


def test_rows_are_pasted_from_a_spreadsheet(county, officer, sheet):
    text = "\n".join(
        f"{home.number}\t2026/3/{day}\t\t电话\t不在家" for day, home in enumerate(county.homes, 1)
    )
    sheet.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
        text,
    )
    sheet.locator("#sheet .actions .button").first.click()
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
    assert sheet.evaluate("document.activeElement.dataset.cell") == "household"
