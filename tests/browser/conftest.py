"""Chromium before a small invented county. Nothing may be fetched from elsewhere, and nothing may fail unseen."""

import datetime as dt
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.test import Client
from django.test.testcases import LiveServerThread
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.plans.editing import create_plan
from gridmap.local.packages import browser_of_tests
from tests import village as v
from tests import worlds
from tests.browser.drawing import ready
from tests.patience import PATIENCE_OF_A_PAGE, until

# Playwright runs an event loop in this thread, and Django takes that for a reason to refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


class HangingUp(ThreadedWSGIServer):
    """Knows its open connections, so that it can end them: a browser may keep one for minutes after its page has closed."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.connected: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connected.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.connected.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """Read nothing more from anybody. What was sent before is read to its end and answered."""
        for one in tuple(self.connected):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RD)


LiveServerThread.server_class = HangingUp

MILLISECONDS = 1000 * PATIENCE_OF_A_PAGE
expect.set_options(timeout=MILLISECONDS)

PHONE = {"width": 360, "height": 740}
OFFICE = {"width": 1440, "height": 900}


def look_cookie(look: str, url: str) -> dict[str, str]:
    """What a browser remembers of its reader's look: "dark.large"."""
    return {"name": settings.LOOK_COOKIE_NAME, "value": look, "url": url}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, which sends nothing home by itself."""
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--disable-sync",
    ]
    if os.geteuid() == 0:
        quiet.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": browser_of_tests(), "args": quiet}


@pytest.fixture
def county(transactional_db: None) -> v.County:
    """Every household has been met some time; homes[0] has a contact and is special, homes[1] is long overdue."""
    worlds.defaults()
    places = v.county()
    cadre = v.user()
    met = [today() - dt.timedelta(days=days) for days in (3, 190, 40, 300)]
    v.visits(zip(places.homes, met, strict=True), by=cadre)
    v.link(v.member(places.west, point=v.middle(0, 0)), places.homes[0])
    v.care(places.homes[0])
    for number in range(6):
        v.household(
            places.grids[number % 3], v.middle(number % 3, 0), phones=["10000000000"], address="例路一号"
        )
    return places


@pytest.fixture
def officer(county: v.County) -> User:
    """Sees and does everything that an office may; the password is the login name."""
    who = v.officer("county_officer", county.county, name="office")
    who.set_password("office")
    who.save()
    return who


@pytest.fixture
def kept_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """What serves a browser keeps its connection to the database, as in service, instead of one for each request."""
    monkeypatch.setitem(connections.settings[DEFAULT_DB_ALIAS], "CONN_MAX_AGE", None)


@pytest.fixture
def open_as(live_server: Any, browser: Browser, kept_connections: None) -> Iterator[Callable[..., Page]]:
    """`open_as(user, size)`: a page whose browser is signed in. Afterwards: nothing was fetched from elsewhere."""
    foreign: list[str] = []
    faults: list[str] = []
    contexts: list[BrowserContext] = []

    def opened(user: User | None, size: dict[str, int] = OFFICE, **more: Any) -> Page:
        # Nothing moves by itself: where a thing is seen, there it is pressed.
        usual = {"locale": "zh-CN", "reduced_motion": "reduce"}
        context = browser.new_context(viewport=size, base_url=live_server.url, **{**usual, **more})
        contexts.append(context)
        if user is not None:
            session = Client()
            session.force_login(user)
            cookie = session.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
            )
        context.on("request", lambda sent: _note(foreign, sent.url, live_server.url))
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: _dismiss(dialog, faults))
        page.set_default_timeout(MILLISECONDS)
        return page

    yield opened
    for context in contexts:
        context.close()
    settle(live_server.thread.httpd)
    assert foreign == []
    assert faults == []


def _dismiss(dialog: Dialog, faults: list[str]) -> None:
    """No page opens a dialog; that a browser asks before unsaved work is left is its own."""
    if dialog.type != "beforeunload":
        faults.append(f"dialog {dialog.message}")
    dialog.dismiss()


def settle(server: HangingUp) -> None:
    """Wait until no request is under way and none holds the database, which is emptied next: a page may have sent one
    before it closed. Asked more than once, as what was just sent has no thread yet.
    """
    busy = """SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND state <> 'idle' AND backend_type = 'client backend'"""
    quiet = 0

    def settled() -> bool:
        nonlocal quiet
        server.hang_up()
        with connection.cursor() as cursor:
            cursor.execute(busy)
            held = cursor.fetchone()[0] or any("process_request" in one.name for one in threading.enumerate())
        quiet = 0 if held else quiet + 1
        return quiet == 3

    until(settled)


def _note(foreign: list[str], address: str, own: str) -> None:
    if not address.startswith((f"{own}/", "data:", "blob:")):
        foreign.append(address)


def sign_out(page: Page) -> None:
    """The way out is folded with the menu."""
    if not page.locator("form[data-signout] button").is_visible():
        page.locator(".fold summary").click()
    page.locator("form[data-signout] button").click()


@pytest.fixture
def planner(county: v.County) -> User:
    return v.officer("planner", county.county, name="planner")


@pytest.fixture
def drawing(county: v.County, planner: User) -> str:
    """The address of the editor of a new plan for the west village."""
    plan = create_plan(
        name="例西村调整",
        villages=[county.west],
        scope=scope_of(planner, on=today()),
        by=planner,
        at=timezone.now(),
        today=today(),
        reason="例：第一网格太大",
    )
    return f"/plans/{plan.number}/draw/"


@pytest.fixture
def planners(planner: User, open_as: Callable[..., Page]) -> Iterator[Page]:
    """A page of theirs, with nothing on it yet. Afterwards: its console has no error of ours."""
    page, errors = open_as(planner), []
    page.on("console", lambda told: errors.append(told.text) if told.type == "error" else None)
    yield page
    # The browser itself notes every answer that is a refusal, or none.
    assert [text for text in errors if not text.startswith("Failed to load resource")] == []
    if page.is_closed():
        return
    # What is under way is saved before the database is emptied.
    under_way = ('#editor-state[data-state="unsaved"]', '#editor-state[data-state="saving"]')
    page.wait_for_selector(", ".join(under_way), state="detached")


@pytest.fixture
def draft(drawing: str, planners: Page) -> Page:
    """Their page with that editor."""
    planners.goto(drawing)
    return ready(planners)


def drawn(page: Page) -> Page:
    """Wait until the map says that it is ready."""
    page.wait_for_selector('.folium-map[data-ready="yes"]')
    return page


def sign_in(page: Page, name: str, password: str) -> None:
    page.fill('input[autocomplete="username"]', name)
    page.fill('input[type="password"]', password)
    page.keyboard.press("Enter")
