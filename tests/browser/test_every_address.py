"""Every page of gridmap/urls.py, by construction: on a phone and on a PC, in Chinese and in English, in the dark
and in large type.

Nothing scrolls sideways, axe finds nothing to mend, nothing fails in the console, nothing comes from elsewhere.
"""

import pytest
from django.conf import settings
from playwright.sync_api import ConsoleMessage, Page, ViewportSize

from gridmap import environment
from tests.browser import addresses
from tests.browser.addresses import WHO, gone, lead_back, lead_on, opened
from tests.browser.conftest import OFFICE, PHONE, look_cookie
from tests.browser.test_every_page import sideways, violations

READY = {
    ".folium-map": '.folium-map[data-ready="yes"]',
    "#editor": '#editor[data-ready="yes"]',
    "#today": 'html[data-today="ready"]',
}
"""What a page draws after it has come, and when it has."""


def test_every_address_is_listed_once():
    assert sorted(addresses.listed()) == sorted(addresses.names())


@pytest.fixture
def world(county, officer, settings) -> addresses.World:
    settings.SOCIALACCOUNT_PROVIDERS = environment.openid_connect(
        "http://127.0.0.1:9", client="gridmap", secret="x", name="例县门户"
    )
    settings.ATTACHMENTS = True
    return addresses.world(county, officer)


@pytest.mark.parametrize("who", WHO)
def test_every_page_of(who, world, open_as, live_server):
    pages = [address for name in opened()[who] if (address := page_of(world, who, name))]
    eyes = {locale: Eyes(open_as(None, PHONE, locale=locale)) for locale in ("zh-CN", "en-GB")}
    # In the dark and in large type, where what is too wide or too faint shows first.
    eyes["elder"] = Eyes(open_as(None, PHONE))
    eyes["elder"].page.context.add_cookies([look_cookie("dark.large", live_server.url)])
    if cookie := world.sessions[who].cookies.get(settings.SESSION_COOKIE_NAME):
        for one in eyes.values():
            told = {"name": cookie.key, "value": cookie.value, "url": live_server.url}
            one.page.context.add_cookies([told])
    for address in pages:
        eyes["zh-CN"].look(address, PHONE, OFFICE)
        eyes["en-GB"].look(address, PHONE, thorough=False)
        eyes["elder"].look(address, PHONE)
    assert [found for one in eyes.values() for found in one.found] == []
    assert pages, "each of them has a page"


def test_a_page_with_faults_is_seen(open_as):
    eyes = Eyes(open_as(None))
    faults = """<!doctype html><title>x</title><main><h1>x</h1><img src="data:,"><div style="width: 2000px">x</div></main>
        <script>console.error("例")</script>"""
    eyes.page.route(
        "**/login/", lambda route: route.fulfill(body=faults, content_type="text/html; charset=utf-8")
    )
    eyes.look("/login/", PHONE)
    for fault in ("image-alt", "html-has-lang", "pixels too wide at 360", "例"):
        assert [one for one in eyes.found if fault in one], fault


def page_of(world: addresses.World, who: str, name: str) -> str | None:
    """The address, when it answers with a page: not a file, and not what is only sent to (405)."""
    address = world.address(name, opened()[who][name])
    answer = world.sessions[who].get(address)
    if name in gone():
        assert answer.status_code == 404, f"{name}: {answer.status_code}"
        return None
    assert answer.status_code in (200, 302, 401, 405), f"{name}: {answer.status_code}"
    if answer.status_code == 302:
        assert name in lead_on() | lead_back(), f"{name} leads to {answer['Location']}"
        return address if name in lead_on() else None
    return address if answer.status_code == 200 and answer["Content-Type"].startswith("text/html") else None


class Eyes:
    """A page, and what was found wrong on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.found: list[str] = []
        page.on("console", self._hear)

    def _hear(self, line: ConsoleMessage) -> None:
        # The shell of /today/ asks who is signed in, and nobody is.
        if line.type == "error" and not (
            line.location["url"].endswith("/today/ready/") and "401" in line.text
        ):
            self.found.append(f"{self.page.url}: {line.text} {line.location['url']}")

    def look(self, address: str, *sizes: ViewportSize, thorough: bool = True) -> None:
        self.page.set_viewport_size(sizes[0])
        self.page.goto(address)
        for mark, drawn in READY.items():
            if self.page.locator(mark).count():
                self.page.wait_for_selector(drawn)
        for size in sizes:
            self.page.set_viewport_size(size)
            self.found += violations(self.page) if thorough else []
            if more := sideways(self.page):
                self.found.append(f"{address}: {more} pixels too wide at {size['width']}")
