"""The boundary editor in the hands of a test: mouse, finger and keys on squared paper."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page

from geodata.redrawing.models import BoundaryPlan
from tests import village as v

WEST = "430382100201"


def ready(page: Page) -> Page:
    page.wait_for_selector('#editor[data-ready="yes"]')
    page.wait_for_selector("#editor-map[data-view]")
    return page


def spot(page: Page, east: float, north: float) -> list[float]:
    """Where squares of the paper lie on the screen: (0, 0) is the south-west corner of the first."""
    where = """([lon, lat]) => {
        const box = document.getElementById("editor-map"), [x, y, per] = box.dataset.view.split(" ").map(Number);
        const place = ol.proj.fromLonLat([lon, lat]), edge = box.getBoundingClientRect();
        return [edge.x + edge.width / 2 + (place[0] - x) / per, edge.y + edge.height / 2 - (place[1] - y) / per];
    }"""
    found: list[float] = page.evaluate(where, [v.WEST + east * v.SIDE, v.SOUTH + north * v.SIDE])
    return found


def draw(page: Page, *places: tuple[float, float]) -> None:
    """Click from place to place with the tool in hand; the last one twice."""
    for place in [*places, places[-1]]:
        page.mouse.move(*spot(page, *place))
        page.mouse.click(*spot(page, *place))


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*spot(page, *start))
    page.mouse.down()
    page.mouse.move(*spot(page, *end), steps=8)
    page.mouse.up()


def saved(page: Page) -> BoundaryPlan:
    page.wait_for_selector('#editor-state[data-state="saved"]')
    return BoundaryPlan.objects.get()


def wait_for(found: Callable[[], Any]) -> Any:
    """The first thing that is there, within ten seconds."""
    for _try in range(100):
        if thing := found():
            return thing
        time.sleep(0.1)
    raise AssertionError("It did not come.")


def borders(page: Page) -> Locator:
    return page.locator("#borders-box tr[data-line]")


def view_of(page: Page) -> str | None:
    """Where the map looks."""
    return page.get_attribute("#editor-map", "data-view")
