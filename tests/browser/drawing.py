"""The boundary editor in the hands of a test: mouse, finger and keys on squared paper."""

from playwright.sync_api import Locator, Page

from geodata.plans.models import BoundaryPlan
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
    value: list[float] = page.evaluate(where, [v.WEST + east * v.SIDE, v.SOUTH + north * v.SIDE])
    return value


def on_map(page: Page, east: float, north: float) -> list[float]:
    """The same place in the map's metres."""
    place = [v.WEST + east * v.SIDE, v.SOUTH + north * v.SIDE]
    value: list[float] = page.evaluate("place => ol.proj.fromLonLat(place)", place)
    return value


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


def borders(page: Page) -> Locator:
    return page.locator("#borders-box tr[data-line]")


def view_of(page: Page) -> str | None:
    """Where the map looks."""
    return page.get_attribute("#editor-map", "data-view")


class Finger:
    """A finger on a page that has touch."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.touch = page.context.new_cdp_session(page)

    def tap(self, *place: float) -> None:
        self.page.touchscreen.tap(*spot(self.page, *place))

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self._move([start], [end])

    def pinch(self, middle: tuple[float, float], *, apart: float) -> None:
        """Two fingers move from their middle to so many squares on either side."""
        east, north = middle
        near, far = apart / 4, apart
        self._move([(east - near, north), (east + near, north)], [(east - far, north), (east + far, north)])

    def _move(self, starts: list[tuple[float, float]], ends: list[tuple[float, float]]) -> None:
        steps = 8
        froms, tos = ([spot(self.page, *place) for place in places] for places in (starts, ends))
        self._send("touchStart", froms)
        for step in range(1, steps + 1):
            part = step / steps
            self._send(
                "touchMove",
                [
                    [x + (to_x - x) * part, y + (to_y - y) * part]
                    for (x, y), (to_x, to_y) in zip(froms, tos, strict=True)
                ],
            )
        self._send("touchEnd", [])

    def _send(self, kind: str, places: list[list[float]]) -> None:
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(places)]
        self.touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
