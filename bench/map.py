"""The coverage map in a real browser: from the click to the drawn map, by grid, behind the real server.

`python -m bench.map` measures on the database of DATABASE_URL, which holds the demo county with about 200 grids.
"""

import datetime as dt
import os
import time

from bench.databases import begin

COUNTY = "430382"
BOUND = 1500


def session_of(kind: str) -> str:
    """Of the first who holds such a post in the county."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from geodata.contacts.models import Duty

    user = Duty.objects.filter(kind=kind, area__code=COUNTY)[0].user
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["began"] = dt.datetime.now(dt.UTC).timestamp()
    session.create()
    return str(session.session_key)


def measure(port: int, session: str, *, times: int = 7) -> list[float]:
    """Milliseconds until the map says that it is drawn, a fresh browser context each time."""
    from playwright.sync_api import sync_playwright

    from gridmap.local.packages import chromium

    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    spent = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium(), args=["--disable-background-networking", *sandbox]
        )
        for _ in range(times + 1):
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://127.0.0.1:{port}"}])
            page = context.new_page()
            begun = time.perf_counter()
            page.goto(f"http://127.0.0.1:{port}/coverage/?area={COUNTY}&by=grid")
            page.wait_for_selector('[data-ready="yes"]')
            spent.append((time.perf_counter() - begun) * 1000)
            context.close()
        browser.close()
    return spent[1:]


def main() -> int:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    begin()
    from bench.serving import server
    from bench.timing import Line, show

    session = session_of("county_officer")
    with server() as port:
        spent = sorted(measure(port, session))
    line = Line(
        "map page by grid, drawn in the browser",
        spent[len(spent) // 2],
        at_most=BOUND,
        peer_name="bound in ms",
    )
    return 0 if show("Map", [line]) else 1


if __name__ == "__main__":
    raise SystemExit(main())
