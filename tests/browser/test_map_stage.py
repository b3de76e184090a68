"""The page that is a map: it opens where the gap is, explains and goes down without a page load, and is worked by keys."""

import re

import pytest
from playwright.sync_api import expect

from tests import village as v
from tests.browser.conftest import OFFICE, PHONE, drawn
from tests.browser.test_every_page import sideways, violations

GRID, WEST = "430382100201001", "430382100201"


@pytest.fixture
def stage(county, officer, open_as):
    """The county as its office opens it."""
    for number in range(6):
        v.household(county.grids[number % 3], v.middle(number % 3, 0), address=f"例路{number}号")
    page, told = open_as(officer), []
    page.on("console", lambda one: told.append(one.text) if one.type in ("error", "warning") else None)
    page.goto("/coverage/")
    page.evaluate("window.sameDocument = true")
    yield drawn(page)
    assert told == [], "The browser's console has nothing to say, whatever is swapped."


def press_area(page, code):
    page.evaluate(
        "code => gridmap.own.map().gridmapGrounds.shapes.get(code).fire('click', { originalEvent: new Event('click') })",
        code,
    )


def test_it_fills_the_screen_and_names_where_most_is_left_to_do(stage):
    box = stage.locator(".map").bounding_box()
    assert box["width"] * box["height"] >= 0.65 * OFFICE["width"] * OFFICE["height"]
    expect(stage.locator("path.area")).to_have_count(4)
    named = stage.locator(".foremost li").first.get_attribute("data-name")
    expect(stage.locator(".area-name").filter(has_text=named).first).to_be_visible()
    expect(stage.locator("path.border.village").first).to_be_attached()


def test_a_grid_is_explained_beside_the_map_and_its_address_keeps_it(stage):
    press_area(stage, GRID)
    panel = stage.locator("#picked")
    expect(panel.locator("h2")).to_be_focused()
    expect(panel.locator("a[href*='/proposals/']")).to_be_visible()
    expect(stage).to_have_url(re.compile(f"#pick={GRID}"))
    assert violations(stage) == []
    stage.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    stage.goto(f"/coverage/#pick={GRID}&table=yes")
    stage.reload()
    expect(panel.locator("h2")).to_be_visible()
    expect(stage.locator(".drawer tr[data-code]").first).to_be_visible()
    assert violations(stage) == []


def test_going_down_loads_no_page_and_no_border_again(stage):
    asked = []
    stage.on("request", lambda sent: asked.append(sent.url) if "/api/v1/areas/" in sent.url else None)
    stage.click(".drawer summary")
    stage.locator(f".foremost li[data-code='{WEST}'] a").click()
    expect(stage).to_have_url(re.compile(f"area={WEST}"))
    drawn(stage)
    expect(stage.locator("path.neighbour").first).to_be_attached()
    expect(stage.locator("path.holder")).to_have_count(1)
    # Villages were outlined before, and grids filled: of neighbours alone nothing was known.
    assert [address for address in asked if "level=grid" in address] == []
    expect(stage.locator(".drawer tr[data-code]").first).to_be_visible()
    assert stage.evaluate("window.sameDocument") is True


def test_a_class_of_the_legend_shows_itself_alone(stage):
    stage.click(".drawer summary")
    bar = stage.locator(".legend li:not(.nil) [data-class]").first
    tone = bar.get_attribute("data-class")
    bar.click()
    expect(bar).to_have_attribute("aria-pressed", "true")
    expect(stage.locator(f".drawer tr[data-tone]:not([data-tone={tone}]):visible")).to_have_count(0)
    expect(stage.locator(f"path.area.tone-{tone}.out")).to_have_count(0)
    bar.click()
    expect(stage.locator("path.area.out")).to_have_count(0)


def test_the_area_with_most_left_to_do_is_two_keys_away(stage):
    stage.focus("#find-area")
    stage.keyboard.press("ArrowDown")
    first = stage.locator(".find [role=option]").first
    expect(first).to_have_attribute("aria-selected", "true")
    assert "逾期未走访" in first.inner_text()
    stage.keyboard.press("Enter")
    expect(stage.locator("#picked h2")).to_be_focused()
    stage.fill("#find-area", "例西村")
    stage.keyboard.press("ArrowDown")
    expect(stage.locator(".find [aria-selected=true]")).to_be_visible()


@pytest.mark.parametrize("form", ["png", "svg"])
def test_a_picture_is_made_in_the_browser(stage, form):
    stage.click(".maptools .picture summary")
    with stage.expect_download() as download:
        stage.click(f"[data-tool={form}]")
    made = download.value.path().read_bytes()
    assert download.value.suggested_filename == f"例县.{form}"
    if form == "png":
        assert made.startswith(b"\x89PNG")
    else:
        assert "截至" in made.decode()
        assert "<path" in made.decode()


def test_on_paper_the_whole_area_lies_within_the_map(stage):
    stage.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    stage.emulate_media(media="print")
    around = stage.locator(".map").bounding_box()
    for area in stage.locator("path.area").all():
        box = area.bounding_box()
        assert around["x"] <= box["x"] and box["x"] + box["width"] <= around["x"] + around["width"]
        assert around["y"] <= box["y"] and box["y"] + box["height"] <= around["y"] + around["height"]
    stage.emulate_media(media="screen")
    stage.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert stage.locator(".map").bounding_box()["width"] > around["width"]


def test_on_a_phone_the_map_is_on_the_first_screen(county, officer, open_as):
    page = open_as(officer, PHONE)
    page.goto("/coverage/")
    box = drawn(page).locator(".map").bounding_box()
    assert box["y"] < PHONE["height"] / 3
    assert box["height"] > PHONE["height"] / 2
    head = page.locator(".mappanel h1").bounding_box()
    assert head["y"] < PHONE["height"]
    assert sideways(page) == 0
