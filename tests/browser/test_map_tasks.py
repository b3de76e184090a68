"""Twelve tasks on the map by keys and by what the accessibility tree says: no pointer, no colour, no place on the screen.

Going back is by the links of the page: the browser's own key is not there without a window.
"""

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from geodata.base.periods import today
from geodata.base.rls import as_web_role, show
from geodata.coverage.through_time.keeping import keep_past
from geodata.jobs.daily import everything
from tests import village as v
from tests.browser.conftest import OFFICE, drawn

GRID = "430382100201001"
FOUND = "el => el === document.activeElement"
FOLDED = """() => document.activeElement.localName === "summary" &&
  (document.activeElement.title || document.activeElement.innerText.trim())"""
"""What the fold that has the focus is called; it has no role of its own."""
FEW_KEYS = 8
MANY_TABS = 90


def reach(page: Page, role: str, name: str | re.Pattern[str]) -> int:
    """Tab until the first control of that role and name has the focus. Gives the number of keys."""
    wanted = page.get_by_role(role, name=name).first
    for keys in range(MANY_TABS):
        if wanted.count() and wanted.evaluate(FOUND):
            return keys
        page.keyboard.press("Tab")
    raise AssertionError(f"{role} {name} cannot be reached by Tab.")


def press(page: Page, role: str, name: str | re.Pattern[str], key: str = "Enter") -> None:
    reach(page, role, name)
    page.keyboard.press(key)


def unfold(page: Page, name: str) -> None:
    for _keys in range(MANY_TABS):
        if str(page.evaluate(FOLDED)).startswith(name):
            return page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached by Tab.")


@pytest.fixture
def page(county, officer, open_as):
    for number in range(6):
        v.household(county.grids[number % 3], v.middle(number % 3, 0), address=f"例路{number}号")
    with as_web_role():
        show(everything())
        keep_past(today=today())
    opened = open_as(officer, OFFICE, locale="en-US")
    opened.goto("/coverage/")
    return drawn(opened)


def find(page: Page, typed: str) -> None:
    box = page.get_by_role("combobox", name="Find an area")
    box.focus()
    page.keyboard.type(typed)
    page.keyboard.press("ArrowDown")


def test_the_worst_grid_why_it_is_so_its_gaps_and_a_contact(page):
    keys = 2
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    keys += reach(page, "combobox", "Find an area")
    page.keyboard.press("ArrowDown")
    chosen = page.get_by_role("listbox").get_by_role("option", selected=True).first
    assert "place 1 of" in chosen.inner_text()
    page.keyboard.press("Enter")
    keys += 2
    assert keys <= FEW_KEYS
    # Why: the panel has the focus, and says who its neighbours are.
    panel = page.get_by_role("region", name="Selected area")
    expect(panel.get_by_role("heading", level=2)).to_be_focused()
    expect(panel.get_by_role("heading", name="Why there is no contact")).to_be_visible()
    expect(panel).to_contain_text("Borders on:")
    # Its gaps, and back.
    press(page, "link", "Open the list")
    expect(page).to_have_url(re.compile(r"/gaps/\?.*gap=unvisited"))
    press(page, "link", "Show on the map")
    drawn(page)
    press(page, "link", "例县")
    drawn(page)
    find(page, GRID)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Why there is no contact")).to_be_visible()
    # A contact for those without one.
    press(page, "link", re.compile("Propose contacts"))
    expect(page).to_have_url(re.compile("/proposals/"))


def test_another_figure_an_area_by_number_and_a_township_and_back(page):
    press(page, "link", re.compile("^Without a contact member"))
    expect(page).to_have_url(re.compile("metric=no_contact"))
    drawn(page)
    find(page, GRID)
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Selected area")).to_contain_text("第一网格")
    page.keyboard.press("Escape")
    find(page, "例镇")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("area=430382100(&|$)"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("例镇")
    press(page, "link", "例县")
    expect(page.get_by_role("heading", level=1)).to_contain_text("例县")


def test_a_week_earlier_and_against_a_day(page):
    slider = page.get_by_role("slider", name="Week")
    with page.expect_response(lambda answer: "/coverage/weeks/" in answer.url):
        reach(page, "slider", "Week")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("households"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("on="))
    page.goto("/coverage/")
    drawn(page)
    day = today() - dt.timedelta(days=60)
    page.get_by_label("Compare with").focus()
    page.keyboard.type(f"{day:%m%d%Y}")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile(f"than={day}"))
    expect(page.get_by_text(re.compile("less is better"))).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("± 1"))).to_be_visible()


def test_a_picture_the_table_and_a_class_of_the_legend(page):
    press(page, "button", re.compile("≥"), " ")
    expect(page.get_by_role("button", name=re.compile("≥"))).to_have_attribute("aria-pressed", "true")
    page.keyboard.press(" ")
    unfold(page, "Save as a picture")
    with page.expect_download() as download:
        press(page, "button", "PNG")
    assert download.value.suggested_filename.endswith(".png")
    unfold(page, "Table")
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader", name="Twelve weeks")).to_be_visible()
    assert table.get_by_role("row").count() >= 5
