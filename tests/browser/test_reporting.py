"""From the home page: the list behind a figure as a file in two presses, a saved view in one."""

from django.utils import timezone

from geodata.saved.models import SavedView
from tests.browser.test_every_page import sideways, violations
from tests.browser.test_pairing import count_taps, taps
from tests.roles import owner


def test_the_list_behind_a_figure_is_a_file_in_two_presses(county, officer, open_as):
    page = open_as(officer)
    count_taps(page)
    page.goto("/")
    page.locator(".key-figures a").first.click()
    page.wait_for_url("**/gaps/**")
    with page.expect_download() as told:
        page.get_by_role("link", name="XLSX").first.click()
    assert told.value.suggested_filename.endswith(".xlsx")
    assert taps(page) == 2


def test_a_pinned_view_is_one_press_from_home(county, officer, open_as):
    told = {"name": "逾期户", "page": "gaps", "query": "gap=overdue", "pinned": True}
    with owner():
        SavedView.objects.create(owner=officer, changed_at=timezone.now(), **told)
    page = open_as(officer)
    count_taps(page)
    page.goto("/")
    page.get_by_role("link", name="逾期户").click()
    page.wait_for_url("**/gaps/?gap=overdue")
    assert taps(page) == 1


def test_the_tour_goes_along_and_ends_by_a_key(county, officer, open_as):
    page = open_as(officer, {"width": 360, "height": 740})
    page.goto("/tour/")
    page.locator("#begin-tour").click()
    page.wait_for_url("**/")
    panel = page.locator("#tour")
    panel.wait_for()
    panel.get_by_role("button").nth(1).press("ArrowRight")
    page.wait_for_url("**/coverage/**")
    assert panel.locator("[data-part=count]").text_content().startswith("2 /")
    page.goto("/gaps/")
    assert panel.is_visible() and sideways(page) == 0
    assert violations(page) == []
    panel.get_by_role("button").nth(1).press("Escape")
    page.goto("/gaps/")
    assert panel.is_hidden()
