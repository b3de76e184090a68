"""What pages say to other questions and to other people: nothing scrolls sideways on a phone, axe finds nothing to mend.

Each page once, by its address, is looked at in test_every_address.py.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from geodata.base.periods import today
from geodata.base.scope import Right
from geodata.contacts.rights import scope_of
from geodata.jobs.models import Job
from gridmap.local.paths import CHECKOUT
from tests import village as v
from tests.browser.conftest import PHONE, look_cookie, sign_in

AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OFFICE_PAGES = [
    "/coverage/?by=grid&metric=no_contact",
    "/coverage/?area=430382100201&by=household",
    "/coverage/?on=2999-01-01&window=0",
    "/gaps/?gap=households",
    "/gaps/?gap=no_grid",
    "/reports/",
    "/nothing/",
]


def sideways(page) -> int:
    """How many pixels the page is wider than the screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def violations(page) -> list[str]:
    """What axe finds, each with the first place."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    # Only what is wrong is sent back: telling of all that is right takes twice as long as finding it.
    value = page.evaluate(
        """async rules => (await axe.run({runOnly: rules, resultTypes: ["violations"]})).violations
            .map(one => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`)""",
        RULES,
    )
    return [f"{page.url} {one}" for one in value]


def look(page, addresses) -> list[str]:
    """What is wrong on these pages."""
    found = []
    for address in addresses:
        page.goto(address)
        if page.locator(".folium-map").count():
            page.wait_for_selector('.folium-map[data-ready="yes"]')
        found += violations(page)
        found += [f"{address}: {more} pixels too wide"] if (more := sideways(page)) else []
    return found


def test_jobs_on_a_phone_waiting_running_and_done(county, officer, open_as):
    now, page = timezone.now(), open_as(officer, PHONE)
    states = [
        {"state": "running", "done": 3, "total": 9, "step": "x"},
        {"state": "done", "finished": now},
        {},
    ]
    for number, values in enumerate(states):
        job = Job.objects.create(kind="x", by=officer, created=now, about=f"例{number}", **values)
        assert look(page, [f"/jobs/{job.pk}/"]) == []
    assert look(page, ["/jobs/"]) == []


def test_a_running_job_is_followed_to_its_end(county, officer, open_as):
    needs = scope_of(officer, on=today()).within_area("430382", [Right.EXPORT])
    job = Job.objects.create(kind="x", by=officer, created=timezone.now(), needs=needs)
    page = open_as(officer)
    page.goto(f"/jobs/{job.pk}/")
    Job.objects.filter(pk=job.pk).update(state="running", done=3, total=9, step="例步骤")
    page.wait_for_selector("progress[value='3']")
    expect(page.locator("#job-said")).to_contain_text("例步骤")
    Job.objects.filter(pk=job.pk).update(state="done", finished=timezone.now())
    page.wait_for_selector("[data-state='done']")
    page.wait_for_selector("text=取消任务", state="detached")


@pytest.mark.parametrize("appearance", ["light.normal", "dark.large"])
def test_an_offices_pages_on_a_phone(county, officer, open_as, live_server, appearance):
    page = open_as(officer, PHONE)
    page.context.add_cookies([look_cookie(appearance, live_server.url)])
    assert look(page, OFFICE_PAGES) == []


def test_the_first_pages_of_other_duties(county, open_as):
    for kind in ("planner", "auditor", "administrator", "department_officer"):
        place = None if kind in ("auditor", "administrator") else county.county
        assert look(open_as(v.officer(kind, place), PHONE), ["/"]) == []


def test_a_contact_members_pages(county, open_as):
    page = open_as(county.homes[0].links.get().member.user, PHONE)
    assert look(page, ["/", "/gaps/", f"/households/{county.homes[0].token}/"]) == []


def test_the_login_and_a_refused_one(county, open_as):
    page = open_as(None, PHONE)
    assert look(page, ["/login/"]) == []
    sign_in(page, "x", "y")
    page.wait_for_selector(".notice.error")
    assert violations(page) == []


def test_axe_finds_nothing_on_a_refused_form(county, officer, open_as):
    page = open_as(officer, PHONE)
    page.goto(f"/households/{county.homes[0].token}/")
    page.fill("#id_visit-day", "1999-01-01")
    page.click("#visit button")
    page.wait_for_selector(".errorlist")
    assert violations(page) == []


def test_the_keyboard_passes_the_menu_and_reaches_everything(county, officer, open_as):
    page = open_as(officer)
    page.goto("/coverage/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    seen = set()
    for _press in range(110):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.drawer > summary')"):
            page.keyboard.press("Enter")
        seen.add(
            page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href') || ''")
        )
    assert {"id_metric", "id_window", "id_category", "id_on"} <= seen
    assert any("area=430382101" in name for name in seen)


def test_on_paper_the_menu_is_gone_and_the_whole_table_is_there(county, officer, open_as):
    page = open_as(officer)
    page.goto("/coverage/?by=grid")
    page.emulate_media(media="print")
    expect(page.locator(".menu")).to_be_hidden()
    expect(page.locator("th.extra").first).to_be_visible()
    expect(page.locator(".tableside .scroll")).to_have_css("overflow", "visible")
