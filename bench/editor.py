"""An edit in the boundary editor, in a real browser: from the border put down to the figures of every grid.

`python -m bench.editor` measures on the database of DATABASE_URL, which holds the demo county, in the village with the
median number of households and in the largest.
"""

import math
import os
import statistics

from bench.databases import begin
from bench.look import COUNTY, session_of

BOUND = 100
EDITS = 20
VILLAGES = {"the village in the middle": 0.5, "the largest village": 1.0}
COLD = 4
"""Edits before which neither process of the server has seen the village."""


def draft(place: float) -> int:
    """A draft for the village at that place when they stand in the order of their households: 0.5 in the middle, 1 the largest."""
    from django.db.models import Count
    from django.utils import timezone

    from geodata.base.periods import today
    from geodata.contacts.rights import scope_of
    from geodata.people.models import Household
    from geodata.plans.editing import create_plan
    from geodata.posts.models import Post
    from geodata.territory.models import Area

    sizes = list(Household.objects.values_list("village").annotate(n=Count("pk")).order_by("n", "village"))
    village = Area.objects.get(pk=sizes[round(place * (len(sizes) - 1))][0])
    user = Post.objects.filter(kind="planner", area__code=COUNTY)[0].user
    plan = create_plan(
        name="bench",
        villages=[village],
        scope=scope_of(user, on=today()),
        by=user,
        at=timezone.now(),
        today=today(),
    )
    return plan.number


def measure(port: int, session: str, plan: int) -> list[float]:
    """Milliseconds of each edit, as the page's own clock tells them."""
    from playwright.sync_api import sync_playwright

    from gridmap.local.packages import chromium

    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium(), args=["--disable-background-networking", *sandbox]
        )
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://127.0.0.1:{port}"}])
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/plans/{plan}/draw/")
        page.wait_for_selector('#editor[data-ready="yes"]')
        for number in range(EDITS + COLD):
            page.locator("#borders-box tr[data-line] button").nth(0).focus()
            page.keyboard.press("Enter")
            page.wait_for_timeout(350)
            page.keyboard.press("ArrowUp" if number % 2 else "ArrowDown")
            page.keyboard.press("Enter")
            page.wait_for_function("n => performance.getEntriesByName('edit').length > n", arg=number)
            page.wait_for_selector('#editor-state[data-state="saved"]')
        spent: list[float] = page.evaluate("performance.getEntriesByName('edit').map(each => each.duration)")
        browser.close()
    return spent[COLD:]


def main() -> int:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    begin()
    from bench.serving import server
    from bench.timing import Line, show

    session = session_of("planner")
    with server() as port:
        spent = {what: measure(port, session, draft(place)) for what, place in VILLAGES.items()}
    lines = [
        Line(f"an edit of {what}: {name}", value, at_most=BOUND, peer_name="bound in ms")
        for what, times in spent.items()
        for name, value in (("median", statistics.median(times)), ("95 %", percentile(times, 95)))
    ]
    return 0 if show("Editor", lines) else 1


def percentile(values: list[float], part: int) -> float:
    return sorted(values)[math.ceil(len(values) * part / 100) - 1]


if __name__ == "__main__":
    raise SystemExit(main())
