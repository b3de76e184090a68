"""An edit in the boundary editor, in a real browser: from the border put down to the figures of every grid.

`python -m bench.editor` measures on the database of DATABASE_URL, which holds the demo county, in a village of its middle.
"""

import os

import django

from bench.map import COUNTY, free_port, serve, session_of

BOUND = 100
EDITS = 20


def draft() -> int:
    """A draft for the village with the median number of households."""
    from django.db.models import Count
    from django.utils import timezone

    from geodata.contacts.models import Duty
    from geodata.people.models import Household
    from geodata.periods import today
    from geodata.redrawing.drafting import create_plan
    from geodata.territory.models import Area

    sizes = list(Household.objects.values_list("village").annotate(n=Count("pk")).order_by("n", "village"))
    village = Area.objects.get(pk=sizes[len(sizes) // 2][0])
    user = Duty.objects.filter(kind="planner", area__code=COUNTY)[0].user
    plan = create_plan(name="bench", villages=[village], by=user, at=timezone.now(), today=today())
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
        for number in range(EDITS + 2):
            page.locator("#borders-box tr[data-line] button").nth(0).focus()
            page.keyboard.press("Enter")
            page.wait_for_timeout(350)
            page.keyboard.press("ArrowUp" if number % 2 else "ArrowDown")
            page.keyboard.press("Enter")
            page.wait_for_function("n => performance.getEntriesByName('edit').length > n", arg=number)
            page.wait_for_selector('#editor-state[data-state="saved"]')
        spent: list[float] = page.evaluate("performance.getEntriesByName('edit').map(each => each.duration)")
        browser.close()
    # Before the first edits nothing was loaded yet.
    return spent[2:]


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gridmap.settings")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    django.setup()
    from bench.timing import Line, show

    plan, port = draft(), free_port()
    session = session_of("planner")
    server = serve(port)
    try:
        spent = sorted(measure(port, session, plan))
    finally:
        server.terminate()
        server.wait()
    line = Line(
        "an edit of a village, answered in the browser",
        spent[len(spent) // 2],
        at_most=BOUND,
        peer_name="bound in ms",
    )
    return 0 if show("Editor", [line]) else 1


if __name__ == "__main__":
    raise SystemExit(main())
