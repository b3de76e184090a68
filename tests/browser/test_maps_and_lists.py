"""What lies about a map and a list: tab stops, paper, tooltips, the bar of those ticked, an empty word too early."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from geodata.audit.notices import tell
from geodata.jobs.models import Job
from geodata.jobs.running import attempt
from geodata.plans.concept import NoticeKind
from gridmap.pages.base.frame import MOST_NOTICES
from tests import village as v
from tests.browser.conftest import OFFICE, PHONE, drawn
from tests.browser.drawing import draw
from tests.patience import until

A4 = {"width": 718, "height": 1047}
"""What margins of a centimetre leave of the paper, at 96 dots an inch."""
MAPS = [
    "/coverage/",
    "/coverage/?by=grid",
    "/coverage/?by=household&area=430382100201",
    "/pairings/?area=430382100201",
]


def stops(page) -> list[str]:
    """Press Tab through the page; what each stop inside the map is."""
    page.evaluate("document.body.focus()")
    found: list[str] = []
    for _press in range(120):
        page.keyboard.press("Tab")
        value = page.evaluate(
            "(() => { const at = document.activeElement; return [at === document.body,"
            " at.closest('.folium-map') ? at.tagName + ' ' + (at.getAttribute('class') || '') : '']; })()"
        )
        if value[0]:
            break
        if value[1]:
            found.append(value[1])
    return found


@pytest.mark.parametrize("address", MAPS)
def test_shapes_of_a_map_are_no_tab_stops(county, officer, open_as, address):
    page = open_as(officer)
    page.goto(address)
    drawn(page)
    expect(page.locator(".folium-map path").first).to_be_attached()
    assert [stop for stop in stops(page) if not stop.startswith(("DIV", "A "))] == []


def test_a_tooltip_says_what_its_number_is(county, officer, open_as):
    page = open_as(officer)
    page.goto("/coverage/?by=grid")
    drawn(page)
    box = page.locator("path.leaflet-interactive").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    words = page.locator(".leaflet-tooltip div div")
    expect(words).to_contain_text("逾期未走访 · ")
    expect(page.locator(".leaflet-tooltip b")).to_contain_text(" · ")


def test_a_members_popup_says_what_its_numbers_are(county, officer, open_as):
    page = open_as(officer)
    page.goto("/pairings/?area=430382100201")
    drawn(page)
    page.locator("path.leaflet-interactive").last.click(force=True)
    expect(page.locator(".home-card")).to_contain_text("联系户数：1／20")


@pytest.mark.parametrize("high", [True, False])
def test_on_paper_the_map_is_on_the_first_page(county, officer, open_as, high):
    paper = A4 if high else {"width": A4["height"], "height": A4["width"]}
    for number in range(MOST_NOTICES):
        tell([officer.pk], kind=NoticeKind.GRIDS_REDRAWN, subject=f"例方案{number}", at=timezone.now())
    page = open_as(officer, paper)
    for address in MAPS:
        page.goto(address)
        drawn(page)
        page.emulate_media(media="print")
        box = page.locator(".map").bounding_box()
        assert box["y"] + box["height"] <= paper["height"], address
        page.emulate_media(media="null")


def test_the_bar_of_those_ticked_covers_no_list_before_one_is(county, officer, open_as):
    for number in range(12):
        v.household(county.grids[0], v.middle(0, 0), address=f"例路{number}号")
    v.member(county.west, point=v.middle(1, 0))
    page = open_as(officer, PHONE)
    for address in ("/pairings/?area=430382100201", "/cards/?area=430382100201"):
        page.goto(address)
        bar = page.locator(".many")
        expect(bar).to_have_css("position", "static")
        page.locator(".gaplist input").first.check()
        expect(bar).to_have_css("position", "sticky")


def test_what_was_lassoed_goes_with_the_drawing_it_was_chosen_on(county, draft):
    page = draft
    page.click("#propose summary")
    page.select_option("#propose-kind", "split")
    page.fill("#propose-k", "3")
    page.click("#propose [type=submit]")
    job = until(lambda: Job.objects.first())
    page.click("#tool-lasso")
    draw(page, (0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6))
    expect(page.locator("#lasso")).to_be_visible()
    attempt(job.pk, job.by_id)
    expect(page.locator("#propose-told")).to_contain_text("已放入草案")
    expect(page.locator("#lasso")).to_be_hidden()


def test_no_list_is_called_empty_before_its_households_are_there(county, open_as):
    page = open_as(v.officer("small_leader", county.grids[0]), PHONE)
    page.add_init_script(
        "new MutationObserver(() => { if (document.querySelector('#homes .empty')) window.flashed = true; })"
        ".observe(document, { childList: true, subtree: true });"
    )
    page.goto("/today/")
    page.wait_for_selector('html[data-today="ready"]')
    assert page.evaluate("window.flashed || false") is False
    assert page.locator("#homes li").count() > 0


def test_a_link_without_a_network_is_explained_and_works_with_one(county, open_as):
    page = open_as(v.officer("small_leader", county.grids[0]), PHONE)
    page.goto("/today/")
    page.wait_for_selector('html[data-today="ready"]')
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    for reload in (False, True):
        if reload:
            page.reload()
            page.wait_for_selector('html[data-today="ready"]')
        page.locator("a.brand").click()
        expect(page.locator("#leaving")).to_contain_text("没有网络")
        assert page.url.endswith("/today/")
    page.context.set_offline(False)
    page.locator("a.brand").click()
    # The first page of somebody who visits is this one, from the service again.
    page.wait_for_selector("#today:not([data-account=''])")


def test_paper_shows_no_messages(county, officer, open_as):
    page = open_as(officer, OFFICE)
    page.goto("/pairings/?area=430382100201")
    page.locator('button[name="one"]').first.click()
    expect(page.locator("[data-message]")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("[data-message]")).to_be_hidden()
