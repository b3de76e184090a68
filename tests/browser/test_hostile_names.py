"""Names that try to run as code, in the browser: on maps, in their tooltips and cards, in tables and forms."""

import pytest
from playwright.sync_api import expect

from geodata.people.models import CareCategory
from tests import village as v
from tests.browser.conftest import drawn

HOSTILE = "</script><img src=x onerror=hit()>{{70007*70001}}${hit()}'\"`"
CATCH = "window.hit = () => { window.wasHit = true; document.title = 'hit'; };"


@pytest.fixture
def hostile(county, officer):
    v.Area.objects.update(name=HOSTILE)
    v.Household.objects.update(head_name=HOSTILE[:60], address=HOSTILE, group=HOSTILE[:40])
    v.User.objects.update(name=HOSTILE[:60])
    v.Branch.objects.update(name=HOSTILE)
    CareCategory.objects.update(name=HOSTILE[:60], name_en=HOSTILE[:60])
    return county


def test_hostile_names_are_text_everywhere(hostile, officer, open_as):
    page = open_as(officer)
    page.add_init_script(CATCH)
    home = hostile.homes[0].token
    for address in (
        "/",
        "/coverage/",
        "/coverage/?by=grid",
        "/gaps/?gap=households",
        f"/households/{home}/",
        f"/households/{home}/contact/",
    ):
        page.goto(address)
        if page.locator(".folium-map").count():
            drawn(page)
        assert not page.evaluate("window.wasHit"), address
        expect(page.locator("main img"), address).to_have_count(0)
        assert "4900560007" not in page.locator("main").inner_text().replace("{{70007*70001}}", ""), address


def test_a_tooltip_shows_a_hostile_name_as_text(hostile, officer, open_as):
    page = open_as(officer)
    page.add_init_script(CATCH)
    page.goto("/coverage/")
    box = drawn(page).locator("path.leaflet-interactive").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".leaflet-tooltip")).to_contain_text("<img src=x")
    assert not page.evaluate("window.wasHit")


def test_a_card_shows_a_hostile_name_as_text(hostile, officer, open_as):
    page = open_as(officer)
    page.add_init_script(CATCH)
    page.goto("/coverage/?area=430382100201001&by=household")
    drawn(page).wait_for_selector("path.leaflet-interactive")
    page.evaluate(
        "document.querySelector('path.leaflet-interactive').dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    expect(page.locator(".home-card")).to_contain_text("<img src=x")
    assert not page.evaluate("window.wasHit")
