"""Each action of the editor without a mouse: with keys on the map, and with the tables beside it."""

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import expect

from tests import village as v
from tests.browser.drawing import WEST, borders, on_map, ready, saved, view_of
from tests.browser.test_every_page import violations

STEP, FINE = 12, 2


class Cross:
    """The cross on the map, which begins in its middle; a place is reached with arrow keys alone."""

    def __init__(self, page):
        self.page = page
        self.x, self.y, self.per = map(float, view_of(page).split())

    def to(self, *place):
        x, y = on_map(self.page, *place)
        self.x += self._steps(x - self.x, "ArrowRight", "ArrowLeft")
        self.y += self._steps(y - self.y, "ArrowUp", "ArrowDown")
        return self

    def _steps(self, metres, forth, back):
        key, far = (forth, metres) if metres > 0 else (back, -metres)
        coarse, fine = divmod(round(far / self.per / FINE) * FINE, STEP)
        for _time in range(coarse):
            self.page.keyboard.press(key)
        for _time in range(fine // FINE):
            self.page.keyboard.press(f"Shift+{key}")
        done = (coarse * STEP + fine) * self.per
        return done if metres > 0 else -done

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)


def use(page, tool):
    page.locator(f"#tool-{tool}").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#editor-map")).to_be_focused()


def says(page, words):
    expect(page.locator("#editor-told")).to_contain_text(words)


@pytest.fixture
def cross(draft):
    """The map is reached with Tab, and both it and its cross are seen."""
    draft.locator("#whole").focus()
    draft.keyboard.press("Tab")
    while not draft.evaluate("document.activeElement.id === 'editor-map'"):
        draft.keyboard.press("Tab")
    shown = "getComputedStyle(document.getElementById('editor-map')).outlineStyle"
    assert draft.evaluate(shown) != "none"
    return Cross(draft)


def test_a_line_is_drawn_and_splits(county, draft, cross):
    use(draft, "draw")
    cross.to(0, 0.3).press("Enter")
    says(draft, "已在界线上落点")
    cross.to(0.5, 0.2).press("Enter")
    cross.to(0.5, 0.8).press("Enter", "Backspace")
    cross.to(1, 0.3).press("Enter", "f")
    expect(draft.locator("#grids-box tr")).to_have_count(3)
    # Nobody lives in the part that was cut off: that has to be said before it is sent.
    expect(draft.locator("#problems-box li")).to_have_count(1)
    assert saved(draft).grids.count() == 3
    draft.keyboard.press("Control+z")
    expect(draft.locator("#grids-box tr")).to_have_count(2)
    draft.keyboard.press("Control+Shift+z")
    expect(draft.locator("#grids-box tr")).to_have_count(3)


def test_a_whole_border_is_moved_and_put_back(county, draft, cross):
    use(draft, "border")
    cross.to(1, 0.5).press("Enter")
    says(draft, "已拾起界线")
    cross.to(1.2, 0.5).press("Escape")
    says(draft, "已取消")
    expect(draft.locator("#undo")).to_be_disabled()
    cross.to(1, 0.5).press("Enter")
    cross.to(1.2, 0.5).press("Enter")
    says(draft, "已移动界线")
    assert saved(draft).grids.get(code=f"{WEST}001").geometry.area == pytest.approx(1.2e-4, rel=0.03)


def test_a_vertex_is_added_moved_and_taken_away(county, draft, cross):
    cross.to(1, 0.5).press("i")
    says(draft, "已增加顶点")
    cross.press("Enter")
    says(draft, "已拾起顶点")
    cross.to(1.2, 0.5).press("Enter")
    says(draft, "已移动顶点")
    assert saved(draft).grids.get(code=f"{WEST}001").geometry.area > 1.05e-4
    cross.press("Delete")
    says(draft, "已删除顶点")
    draft.wait_for_selector('#editor-state[data-state="unsaved"]')
    assert saved(draft).grids.get(code=f"{WEST}001").geometry.area == pytest.approx(1e-4, rel=0.001)


def test_households_are_lassoed_and_given_away(county, draft):
    for number in range(4):
        v.household(county.grids[0], Point(v.WEST + 0.001, v.SOUTH + 0.002 * (number + 1), srid=4326))
    draft.reload()
    ready(draft)
    use(draft, "lasso")
    cross = Cross(draft)
    for place in ((0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7)):
        cross.to(*place).press("Enter")
    cross.press("f")
    expect(draft.locator("#lasso-into")).to_be_focused()
    draft.keyboard.press("ArrowDown")
    draft.keyboard.press("Tab")
    expect(draft.locator("#lasso-move")).to_be_focused()
    draft.keyboard.press("Enter")
    expect(draft.locator("#impact-totals")).to_contain_text("3 / 10")
    saved(draft)


def test_land_is_measured_and_the_map_looked_at_closer(county, draft, cross):
    use(draft, "land")
    for place in ((0.3, 0.3), (0.7, 0.3), (0.7, 0.7)):
        cross.to(*place).press("Enter")
    cross.press("f")
    expect(draft.locator("#measured")).to_contain_text("亩")
    view = "Number(document.getElementById('editor-map').dataset.view.split(' ')[2])"
    before = draft.evaluate(view)
    cross.press("+")
    draft.wait_for_function(f"before => {view} < before", arg=before)
    cross.press("0")
    draft.wait_for_function(f"before => {view} === before", arg=before)


def test_grids_are_named_numbered_locked_and_merged_in_the_table(county, draft):
    row = draft.locator("#grids-box tr").first
    row.locator('input[name="name"]').focus()
    draft.keyboard.press("Control+a")
    draft.keyboard.type("例一格")
    draft.keyboard.press("Tab")
    expect(row.locator('input[name="code"]')).to_be_focused()
    draft.keyboard.press("Control+a")
    draft.keyboard.type(f"{WEST}007")
    draft.keyboard.press("Tab")
    expect(row.locator('input[type="checkbox"]')).to_be_focused()
    draft.keyboard.press("Space")
    expect(draft.locator("#borders-box .tag")).to_be_visible()
    expect(row.locator('input[type="checkbox"]')).to_be_focused()
    draft.keyboard.press("Space")
    expect(draft.locator("#borders-box .tag")).to_have_count(0)
    grid = saved(draft).grids.get(code=f"{WEST}007")
    assert (grid.name, grid.locked) == ("例一格", False)
    row.locator("select").focus()
    draft.keyboard.press("ArrowDown")
    expect(borders(draft)).to_have_count(1)
    draft.keyboard.press("Tab")
    draft.keyboard.press("Enter")
    expect(draft.locator("#grids-box tr")).to_have_count(1)
    says(draft, "已合并网格")
    draft.locator("#undo").focus()
    draft.keyboard.press("Enter")
    expect(draft.locator("#grids-box tr")).to_have_count(2)


def test_a_problem_is_reached_and_the_same_words_are_said_once_more(county, draft, cross):
    use(draft, "draw")
    for _time in range(2):
        cross.to(0.2, 0.2 + 0.4 * _time).press("Enter")
        cross.to(0.4, 0.4 + 0.4 * _time).press("Enter", "f")
        expect(draft.locator("#problems-box li")).to_have_count(_time + 1)
    expect(draft.locator("#editor-told")).to_have_attribute("aria-live", "polite")
    draft.locator("#problems-box button").last.focus()
    before = draft.get_attribute("#editor-map", "data-view")
    draft.keyboard.press("Enter")
    draft.wait_for_function("was => document.getElementById('editor-map').dataset.view !== was", arg=before)
    assert violations(draft) == []
