"""A village's clerk imports a roster with faults, page by page, and takes it back."""

import pytest
from playwright.sync_api import expect

from geodata.demo.dirty import registered, soiled, write
from geodata.imports.models import ImportRun
from geodata.jobs.models import Job
from geodata.jobs.running import run_now
from geodata.people.models import Household
from tests import village as v
from tests.browser.conftest import OFFICE, PHONE, drawn
from tests.browser.test_every_page import look
from tests.imports.office import Office
from tests.imports.office import roster as rows


@pytest.fixture
def clerk(county):
    for number in range(60):
        place = v.middle(number % 2, 0)
        place.x, place.y = place.x + (number - 30) / 1e4, place.y + (number % 7 - 3) / 1e4
        v.household(county.grids[number % 2], place, phones=[f"105{number:08d}"])
    return v.officer("village_officer", county.west, name="clerk")


@pytest.fixture
def roster(clerk, tmp_path):
    lines, _faults = soiled(registered("430382100201"), seed=3)
    write(lines, tmp_path / "roster.xlsx")
    return tmp_path / "roster.xlsx"


def checked(page, roster):
    page.goto("/imports/")
    page.click(".actions a.button")
    page.set_input_files("input[type=file]", roster)
    page.click("main form button")
    page.wait_for_url("**/columns/")
    expect(page.locator("select[name='column.3']")).to_have_value("head_name")
    page.click("main form[data-once] button >> nth=0")
    page.wait_for_url("**/place/")
    drawn(page)
    expect(page.locator(".spot")).to_have_count(10)
    page.check("input[value=wgs84]")
    page.click("main form button >> nth=0")
    page.wait_for_selector(".tiles")


@pytest.mark.parametrize("size", [OFFICE, PHONE], ids=["office", "phone"])
def test_from_the_file_over_every_page_and_back(clerk, roster, open_as, size):
    before = Household.objects.count()
    page = open_as(clerk, size)
    checked(page, roster)
    assert Household.objects.count() == before

    # Rows with faults are named, and left out; what only a person can decide is decided.
    expect(page.locator("form[action$='/apply/']")).to_have_count(0)
    page.check("input[name=leave_out][value=yes]")
    for key, choice in (("same", "other"), ("twice", "once"), ("far", "drop"), ("datum", "right")):
        if page.locator(f"input[name='answer.{key}']").count():
            page.check(f"input[name='answer.{key}'][value={choice}]")
    page.click("#decide button")
    page.wait_for_load_state()
    for what in ("new", "changed", "left_out"):
        page.click(f".tiles a[href$='/{what}/']")
        expect(page.locator("tbody tr").first).to_be_visible()
        page.go_back()

    # Written in the background; the page follows.
    page.click("form[action$='/apply/'] button")
    page.wait_for_selector("[data-poll]")
    run_now(Job.objects.get())
    page.wait_for_selector("form[action$='/undo/']")
    assert Household.objects.filter(head_name__startswith="例新").exists()

    page.click("form[action$='/undo/'] button")
    page.wait_for_selector(".notice.success")
    assert Household.objects.count() == before
    assert ImportRun.objects.get().state == "undone"


@pytest.mark.parametrize("size", [OFFICE, PHONE], ids=["office", "phone"])
def test_a_long_taking_back_is_followed_cancelled_and_told(clerk, tmp_path, settings, open_as, size):
    run = Office(clerk, tmp_path).take(rows("430382100201,007,例甲,112.505,27.905,,"))
    settings.AT_ONCE_MS = 0
    page, home = open_as(clerk, size), Household.objects.filter(number="007")
    page.goto(f"/imports/{run.pk}/")

    # It can be left and cancelled; then all is as it was.
    page.click("form[action$='/undo/'] button")
    page.wait_for_selector("[data-poll]")
    assert look(page, [f"/imports/{run.pk}/"]) == []
    page.click("form[action$='/cancel/'] button")
    expect(page.locator(".notice.error")).to_be_visible()
    assert home.exists()

    # What stands in the way is named where the job is followed.
    home.update(address="例路9号")
    page.click("form[action$='/undo/'] button")
    page.wait_for_selector("[data-poll]")
    run_now(Job.objects.latest("created"))
    expect(page.locator("#obstacles")).to_contain_text("007 例甲")
    assert look(page, [f"/imports/{run.pk}/"]) == []

    home.update(address="")
    page.click("form[action$='/undo/'] button")
    page.wait_for_selector("[data-poll]")
    run_now(Job.objects.latest("created"))
    expect(page.locator("form[action$='/undo/']")).to_have_count(0)
    expect(page.locator("[data-poll]")).to_have_count(0)
    assert not home.exists()


def test_rows_to_mend_come_as_a_workbook(clerk, roster, open_as):
    page = open_as(clerk)
    checked(page, roster)
    with page.expect_download() as download:
        page.click("a[download]")
    assert download.value.suggested_filename.endswith(".xlsx")


def test_every_page_of_an_import_can_be_read_by_everybody_on_a_phone(clerk, roster, open_as):
    page = open_as(clerk, PHONE)
    checked(page, roster)
    run = ImportRun.objects.get().pk
    steps = ("", "columns/", "place/", "new/", "changed/", "problems/", "gone/")
    assert look(page, ["/imports/", "/imports/new/", *(f"/imports/{run}/{step}" for step in steps)]) == []
