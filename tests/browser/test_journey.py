"""What a township's clerk does on the first day."""

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from geodata.audit.models import AccessEntry
from geodata.visits.models import Visit
from tests import village as v
from tests.browser.conftest import PHONE, drawn, sign_in


def press(page, place):
    """Click the map where an area or a point is drawn: in the middle of its box."""
    box = page.locator(place).first.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_from_the_login_over_the_map_to_a_visit_and_a_file(county, officer, open_as):
    page = open_as(None)
    page.goto("/coverage/")
    sign_in(page, "office", "office")
    drawn(page)

    # Down by the map: county, township, village, and a grid by what explains it.
    page.click(".drawer summary")
    page.click(".tabs a[href*='by=township']")
    for code in ("430382100", "430382100201", "430382100201001"):
        page.locator(f'tr[data-code="{code}"]').hover()
        press(page, "path[stroke-width='3']")
        if len(code) == 15:
            page.click("#picked .acts a[href*='by=household']")
        page.wait_for_url(f"**/coverage/?area={code}&**")
        drawn(page)
    expect(page.locator(".trail li")).to_have_count(4)

    # A household by its point, and back with a visit.
    page.goto("/coverage/?area=430382100201&by=household")
    drawn(page)
    page.click(".drawer summary")
    page.locator(f'tr[data-token="{county.homes[1].token}"] a').click()
    page.wait_for_url(f"**/households/{county.homes[1].token}/")
    page.click("#visit button:visible")
    expect(page.locator(".notice.success")).to_be_visible()
    assert Visit.objects.filter(household=county.homes[1], entered_by=officer).count() == 1

    # The list behind a number, as a file.
    page.goto("/gaps/?gap=no_contact")
    with page.expect_download() as download:
        page.click('a[href*="export.xlsx"]')
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert book.worksheets[0].max_row == 3 + page.locator("tr[data-token]").count()
    assert AccessEntry.objects.filter(action="export", user=officer).count() == 1


def test_a_point_tells_the_household_and_leads_to_it(county, officer, open_as):
    page = open_as(officer)
    page.goto("/coverage/?area=430382100201001&by=household")
    drawn(page)
    press(page, "path.leaflet-interactive")
    card = page.locator(".home-card")
    expect(card).to_be_visible()
    card.locator("a").click()
    page.wait_for_url("**/households/*/")


def test_pressing_save_twice_records_once(county, officer, open_as):
    page = open_as(officer, PHONE)
    page.goto(f"/households/{county.homes[0].token}/")
    page.dblclick("#visit button")
    expect(page.locator(".notice.success")).to_be_visible()
    assert Visit.objects.filter(entered_by=officer).count() == 1


def test_a_contact_is_set_in_three_taps(county, officer, open_as):
    page = open_as(officer, PHONE)
    page.goto(f"/households/{county.homes[1].token}/")
    page.click('a[href$="/contact/"]')
    page.locator(".candidate").first.click()
    page.locator("form.card button").click()
    expect(page.locator(".notice.success")).to_be_visible()
    assert county.homes[1].links.count() == 1


def test_everything_works_without_javascript(county, officer, open_as):
    page = open_as(None, java_script_enabled=False)
    page.goto(f"/households/{county.homes[0].token}/")
    sign_in(page, "office", "office")
    page.click("#visit button:visible")
    expect(page.locator(".notice.success")).to_be_visible()
    page.goto("/coverage/")
    page.select_option("#id_metric", "no_contact")
    page.click(".filters button")
    page.click(".drawer summary")
    expect(page.locator("th.chosen")).to_be_visible()


def test_a_filter_answers_at_once_and_stands_in_the_address(county, officer, open_as):
    page = open_as(officer)
    page.goto("/coverage/?area=430382100")
    page.select_option("#id_window", "30")
    page.wait_for_url("**window=30**")
    assert "area=430382100" in page.url
    assert "category=" not in page.url


def test_the_map_and_the_table_point_at_each_other(county, officer, open_as):
    page = open_as(officer)
    page.goto("/coverage/?by=township#table=yes")
    drawn(page)
    row = page.locator('tr[data-code="430382101"]')
    row.hover()
    box = page.locator("path[stroke-width='3']").bounding_box()
    page.mouse.move(5, 5)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(row).to_have_class("pointed")
    expect(page.locator(".leaflet-tooltip")).to_contain_text("例乡")


def test_a_map_that_cannot_be_loaded_says_so(county, officer, open_as):
    page = open_as(officer)
    page.route("**/api/v1/**", lambda route: route.abort())
    page.goto("/coverage/")
    drawn(page)
    expect(page.locator(".map .loading")).to_be_visible()


@pytest.mark.parametrize("basemap", ["/tiles/{z}/{x}/{y}.png"])
def test_a_configured_basemap_is_drawn(county, officer, open_as, settings, basemap):
    settings.BASEMAP, settings.BASEMAP_URL, settings.BASEMAP_CREDIT = "xyz", basemap, "例图"
    page = open_as(officer)
    with page.expect_request("**/tiles/**"):
        page.goto("/coverage/")
    expect(page.locator("main")).to_contain_text("例图")


def test_a_village_of_many_households_draws_them_all(county, officer, open_as):
    for number in range(30):
        v.household(county.grids[3], v.middle(3, 0), group=f"第{number}组")
    page = open_as(officer)
    page.goto("/coverage/?area=430382101201&by=household")
    drawn(page)
    page.wait_for_function("document.querySelectorAll('path.leaflet-interactive').length === 31")
