"""A grid is split by someone who sees nothing: keys are pressed, and only the accessibility tree is read."""

import re

from django.contrib.gis.geos import Point

from tests import village as v
from tests.browser.drawing import ready, saved
from tests.patience import until

MOST = 25
"""Keys that a split may take."""
UNPLACED = 2
"""Households of the grid without a point inside it, at most: they stay with the half that goes on."""


class Reader:
    """What a screen reader is told, and a count of the keys."""

    def __init__(self, page):
        self.page, self.keys = page, 0
        self.tree = page.context.new_cdp_session(page)

    def press(self, key):
        self.keys += 1
        self.page.keyboard.press(key)
        return self.focused()

    def nodes(self):
        return [
            node for node in self.tree.send("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]
        ]

    def focused(self):
        """Role and name of what has the focus; of the page itself first."""
        held = [node for node in self.nodes() if self._is(node, "focused")]
        return (held[-1]["role"]["value"], held[-1]["name"]["value"]) if held else ("", "")

    def selected(self):
        options = [node for node in self.nodes() if node["role"]["value"] == "option"]
        return next((node["name"]["value"] for node in options if self._is(node, "selected")), "")

    def says(self, pattern):
        names = (node.get("name", {}).get("value", "") for node in self.nodes())
        return next((found for name in names if (found := re.search(pattern, name))), None)

    @staticmethod
    def _is(node, name):
        return any(each["name"] == name and each["value"].get("value") for each in node.get("properties", []))


def test_a_grid_is_split_by_keys_alone(county, draft):
    for step in range(1, 8):
        v.household(county.grids[0], Point(v.WEST + 0.001 * step, v.SOUTH + 0.004, srid=4326))
    draft.reload()
    reader = Reader(ready(draft))
    assert reader.press("Tab")[0] == "link"
    reader.press("Enter")
    while reader.press("Tab")[0] != "listbox":
        assert reader.keys < MOST
    while "第一网格" not in reader.selected():
        reader.press("ArrowUp")
    assert "低于目标" in reader.selected()
    reader.press("Enter")
    until(lambda: reader.focused() == ("button", "采用此界线"))
    one, other = map(int, until(lambda: reader.says(r"第一网格分为两个网格，各(\d+)户和(\d+)户")).groups())
    assert 0 <= one - other <= UNPLACED + 1
    reader.press("Enter")
    until(lambda: reader.says(rf"已将网格一分为二 第一网格：{one + other}→{one}户。"))
    assert reader.keys <= MOST
    assert saved(draft).grids.count() == 3
