"""What an office waits for in a real browser, behind the real server: its home page, the map by grid, and going down into a village.

`python -m bench.look` measures on the database of DATABASE_URL, which holds the demo county with about 200 grids. Told is the time
until it is drawn, from the browser's own clock, and beside it how much the server and its database worked meanwhile, which other
work on the machine does not lengthen as it does the waiting.
"""

import datetime as dt
import os
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.databases import begin
from bench.timing import Line, show, spent_by

COUNTY = "430382"
BOUNDS = {"home, drawn": 800, "map by grid, drawn": 900, "down into a village, drawn": 250}
"""Milliseconds."""
SCRIPTS, MOST_SCRIPTS = "scripts of the map, in kB as they are sent", 300
TIMES = 5
READY = '.folium-map[data-ready="yes"]'
VILLAGE = ".foremost li[data-code] a"


def session_of(kind: str) -> str:
    """Of the first who holds such a post in the county."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from geodata.posts.models import Post

    user = Post.objects.filter(kind=kind, area__code=COUNTY)[0].user
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["began"] = dt.datetime.now(dt.UTC).timestamp()
    session.create()
    return str(session.session_key)


@contextmanager
def browser_at(port: int, session: str) -> Iterator[Callable[[], Any]]:
    """Gives pages of a browser that has signed in, each as if nothing had been loaded before but the files of the service."""
    from playwright.sync_api import sync_playwright

    from gridmap.local.packages import chromium

    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium(), args=["--disable-background-networking", *sandbox]
        )
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://127.0.0.1:{port}"}])
        yield context.new_page
        browser.close()


def measure(port: int, session: str) -> dict[str, list[tuple[float, float]]]:
    """Of each of BOUNDS milliseconds until it was drawn, and of work of the server; the first round is not told."""
    found: dict[str, list[tuple[float, float]]] = {what: [] for what in [*BOUNDS, SCRIPTS]}
    here = f"http://127.0.0.1:{port}"
    with browser_at(port, session) as new_page:
        for _ in range(TIMES + 1):
            page = new_page()
            before = worked()
            opened(page, f"{here}/")
            found["home, drawn"].append((shown(page), worked() - before))
            before = worked()
            opened(page, f"{here}/coverage/?area={COUNTY}&by=grid")
            page.wait_for_selector(READY)
            found["map by grid, drawn"].append((now(page), worked() - before))
            found[SCRIPTS].append((float(page.evaluate(SENT)), 0))
            page.evaluate(WATCH)
            before = worked()
            page.click(VILLAGE)
            # Not waited for by `wait_for_function`: it would evaluate text in the page, which the page's policy forbids.
            drawn = page.evaluate("window.benchDrawn")
            found["down into a village, drawn"].append((drawn, worked() - before))
            page.close()
    return {what: told[1:] for what, told in found.items()}


def opened(page: Any, address: str) -> None:
    """What was measured is a page, and not a refusal. Raises SystemExit."""
    answer = page.goto(address, wait_until="load")
    if answer.status != 200 or page.url != address:
        raise SystemExit(f"{address} answered {answer.status} at {page.url}.")


SENT = """() => performance.getEntriesByType('resource').filter((one) => /[.]js$/.test(one.name))
  .reduce((sum, one) => sum + one.encodedBodySize, 0) / 1000"""

WATCH = """() => {
  window.benchDrawn = new Promise((drawn) => document.addEventListener('click', () => {
    const begun = performance.now();
    // The map stays where it is and is filled again: between two frames it may be unready and ready.
    new MutationObserver(() => {
      if (document.querySelector('.folium-map')?.dataset.ready === 'yes') drawn(performance.now() - begun);
    }).observe(document.body, {subtree: true, attributes: true, attributeFilter: ['data-ready']});
  }, {capture: true, once: true}));
}"""


def now(page: Any) -> float:
    """Since the page was asked for."""
    return float(page.evaluate("performance.now()"))


def shown(page: Any) -> float:
    """When the page had loaded and been painted: it is drawn by the server, and no script adds to it."""
    return float(
        page.evaluate(
            """() => Math.max(performance.getEntriesByType('navigation')[0].loadEventEnd,
                ...performance.getEntriesByType('paint').map((entry) => entry.startTime))"""
        )
    )


def worked() -> float:
    """Milliseconds of processor time of the server's processes and of their database connections until now."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        backends = [pid for (pid,) in cursor.fetchall()]
    return sum(map(spent_by, [*backends, *below(os.getpid(), "gridmap.serving")])) / 1e6


def below(process: int, words: str) -> Iterator[int]:
    """Processes that it started, and that these started, in whose command the words stand."""
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        if words in Path(f"/proc/{child}/cmdline").read_text():
            yield int(child)
        yield from below(int(child), words)


def main() -> int:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    begin()
    from bench.serving import server

    session = session_of("county_officer")
    os.environ["GRIDMAP_PAGE_RATE"] = os.environ["GRIDMAP_API_RATE"] = "1000000/minute"
    with server() as port:
        found = measure(port, session)
    lines = []
    sent = [size for size, _none in found.pop(SCRIPTS)]
    for what, told in found.items():
        lines.append(Line(what, statistics.median(spent for spent, _work in told), at_most=BOUNDS[what]))
        lines.append(Line("  of which the server worked", statistics.median(work for _spent, work in told)))
    lines.append(Line(SCRIPTS, statistics.median(sent), at_most=MOST_SCRIPTS))
    return 0 if show("What an office waits for", lines) else 1


if __name__ == "__main__":
    raise SystemExit(main())
