"""A base that the operator has imported lies below the areas of maps and of the editor, in light and dark, with its credit."""

import pytest
from playwright.sync_api import Page, expect

from geodata.territory.models import BaseShape
from tests.browser.conftest import drawn
from tests.browser.test_every_page import violations

CREDIT = "© 例数据 <b>"
COLOUR = """() => {
  const canvas = [...document.querySelectorAll('.leaflet-base-ground-pane canvas')].find((each) => {
    const all = each.getContext('2d').getImageData(0, 0, each.width, each.height).data;
    return all.some((part) => part);
  });
  if (!canvas) return '';
  const all = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  const at = all.findIndex((part, place) => place % 4 === 3 && part === 255) - 3;
  return at < 0 ? '' : [...all.slice(at, at + 3)].join();
}"""
WRITTEN = """() => [...document.querySelectorAll('.leaflet-base-names-pane canvas')].some((each) =>
  each.getContext('2d').getImageData(0, 0, each.width, each.height).data.some((part) => part))"""


@pytest.fixture
def base(county) -> None:
    told = {"rank": 1, "credit": CREDIT, "version": "0123456789abcdef", "synthetic": True}
    for north in (27.895, 27.905, 27.915):
        line = f"SRID=4326;LINESTRING(112.4 {north}, 112.6 {north})"
        BaseShape.objects.create(kind="road", geometry=line, **told)
    BaseShape.objects.create(
        kind="settlement", name="例湾", geometry="SRID=4326;POINT(112.505 27.905)", **told
    )


def colour(page: Page, before: str = "") -> str:
    page.wait_for_function(f"before => ![before, ''].includes(({COLOUR})())", arg=before)
    return page.evaluate(COLOUR)


def test_maps_have_it_below_and_names_above_in_light_and_dark(base, officer, open_as):
    page = open_as(officer)
    page.goto("/coverage/")
    drawn(page)
    light = colour(page)
    page.wait_for_function(WRITTEN)
    expect(page.locator(".base-credit")).to_have_text(CREDIT)
    assert violations(page) == []
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert colour(page, light) != light


def test_the_editor_has_it_too(base, draft):
    expect(draft.locator("#base-credit")).to_have_text(CREDIT)


def test_without_a_base_a_map_is_as_it_was(county, officer, open_as):
    page = open_as(officer)
    with page.expect_response("**/api/v1/base/"):
        page.goto("/coverage/")
    drawn(page)
    expect(page.locator(".base-credit, .leaflet-base-ground-pane")).to_have_count(0)
