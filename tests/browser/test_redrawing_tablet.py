"""The editor under a finger, on a tablet."""

import pytest
from playwright.sync_api import expect

from tests.browser.drawing import Finger, borders, ready, saved, view_of
from tests.browser.test_every_page import sideways, violations

TABLET = {"width": 1024, "height": 768}


@pytest.fixture
def tablet(drawing, planner, open_as):
    page = open_as(planner, TABLET, has_touch=True)
    page.goto(drawing)
    return ready(page)


def areas(page):
    return {grid.code: grid.geometry.area for grid in saved(page).grids.all()}


def test_a_finger_moves_a_border_at_any_place(county, tablet):
    Finger(tablet).drag((1, 0.5), (1.2, 0.5))
    expect(tablet.locator("#editor-told")).to_contain_text("已移动顶点")
    assert areas(tablet)["430382100201001"] > 1.05e-4


def test_a_finger_that_is_a_little_beside_still_holds_the_border(county, tablet):
    beside = tablet.evaluate("18 * Number(document.getElementById('editor-map').dataset.view.split(' ')[2])")
    Finger(tablet).drag((1 + beside / 111_320 / 0.01 / 0.88, 0.5), (1.2, 0.5))
    expect(tablet.locator("#editor-told")).to_contain_text("已移动顶点")
    saved(tablet)


def test_a_finger_moves_a_whole_border(county, tablet):
    tablet.tap("#tool-border")
    Finger(tablet).drag((1, 0.5), (1.2, 0.5))
    expect(tablet.locator("#editor-told")).to_contain_text("已移动界线")
    assert areas(tablet)["430382100201001"] == pytest.approx(1.2e-4, rel=0.02)


def test_taps_draw_a_line_that_splits_and_a_button_ends_it(county, tablet):
    tablet.tap("#tool-draw")
    finger = Finger(tablet)
    for place in ((0, 0.3), (0.5, 0.2), (1, 0.3)):
        finger.tap(*place)
    tablet.tap("#finish")
    expect(tablet.locator("#grids-box tr")).to_have_count(3)
    assert saved(tablet).grids.count() == 3


def test_a_vertex_is_taken_up_by_a_tap_and_away_by_a_button(county, tablet):
    finger = Finger(tablet)
    finger.drag((1, 0.5), (1.2, 0.5))
    saved(tablet)
    finger.tap(1.2, 0.5)
    expect(tablet.locator("#chosen")).to_be_visible()
    finger.tap(1.2, 0.5)
    expect(tablet.locator("#editor-told")).to_contain_text("已拾起顶点")
    tablet.tap("#vertex-remove")
    expect(tablet.locator("#editor-told")).to_contain_text("已删除顶点")
    tablet.wait_for_selector('#editor-state[data-state="unsaved"]')
    assert areas(tablet)["430382100201001"] == pytest.approx(1e-4, rel=0.001)


def test_taps_lasso_households_into_the_neighbour(county, tablet):
    tablet.tap("#tool-lasso")
    finger = Finger(tablet)
    for place in ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6)):
        finger.tap(*place)
    tablet.tap("#finish")
    expect(tablet.locator("#lasso-told")).to_contain_text("3户")


def test_one_finger_moves_the_map_and_two_bring_it_closer(county, tablet):
    before = view_of(tablet)
    finger = Finger(tablet)
    finger.drag((0.5, 0.8), (0.7, 0.7))
    tablet.wait_for_function("was => document.getElementById('editor-map').dataset.view !== was", arg=before)
    expect(tablet.locator("#undo")).to_be_disabled()
    per = float((view_of(tablet) or "").split()[2])
    finger.pinch((1, 0.5), apart=0.4)
    tablet.wait_for_function(
        "was => Number(document.getElementById('editor-map').dataset.view.split(' ')[2]) < was * 0.8", arg=per
    )
    expect(borders(tablet)).to_have_count(1)


def test_tools_are_large_enough_for_a_finger_and_axe_finds_nothing(county, tablet):
    heights = tablet.evaluate(
        "[...document.querySelectorAll('.editor button')].filter(one => one.offsetParent).map(one => one.offsetHeight)"
    )
    assert min(heights) >= 44
    assert (sideways(tablet), violations(tablet)) == (0, [])
