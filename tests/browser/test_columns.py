"""Before a browser: readers choose which columns of a table they see, by mouse or keyboard; nothing personal is kept."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import OFFICE, PHONE
from tests.browser.test_every_page import sideways, violations
from tests.lives import an_import

LIST = "/gaps/?gap=households"


def heads(page: Page) -> list[str]:
    return page.locator("thead th:visible").all_inner_texts()


def test_a_column_is_hidden_shown_again_and_remembered(county, officer, open_as):
    page = open_as(officer)
    page.goto(LIST)
    every = heads(page)
    page.click(".chooser > summary")
    page.get_by_label("联户党员", exact=False).uncheck()
    fewer = [name for name in every if "联户党员" not in name]
    assert heads(page) == fewer != every
    assert page.locator("tbody tr").first.locator("> :visible").count() == len(fewer)
    page.select_option("#id_gap", "no_contact")
    expect(page.locator("tr[data-token]")).to_have_count(9)
    assert heads(page) == fewer
    page.reload()
    assert heads(page) == fewer
    page.click(".chooser > summary")
    page.get_by_label("联户党员", exact=False).check()
    assert heads(page) == every


def test_what_is_remembered_are_columns_and_of_their_page_alone(county, officer, open_as):
    page = open_as(officer)
    page.goto("/posts/")
    page.click(".chooser > summary")
    page.locator(".chooser input").last.uncheck()
    kept = {one["name"]: one["value"] for one in page.context.cookies() if "columns" in one["name"]}
    assert kept == {"columns-posts-": "11110"}
    page.goto("/accounts/")
    assert len(heads(page)) == 5


def test_the_first_column_always_stays(county, officer, open_as):
    page = open_as(officer)
    page.goto("/accounts/")
    names = page.locator(".chooser label").all_text_contents()
    assert names == [name.strip() for name in page.locator("thead th").all_text_contents()][1:]


def test_a_phone_shows_what_it_leaves_out_when_asked(county, officer, open_as):
    page = open_as(officer, PHONE)
    page.goto("/accounts/")
    left_out = page.locator("td.extra").first
    expect(left_out).to_be_hidden()
    page.locator(".chooser > summary").focus()
    page.keyboard.press("Enter")
    box = page.locator(".chooser input:not(:checked)")
    expect(box).to_have_count(1)
    box.focus()
    page.keyboard.press("Space")
    expect(left_out).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".chooser fieldset")).to_be_hidden()


def test_rows_one_below_the_other_get_their_line_back(county, officer, open_as):
    an_import(county)
    page = open_as(officer, PHONE)
    page.goto("/imports/")
    line = page.locator("td.extra").first
    expect(line).to_be_hidden()
    page.click(".chooser > summary")
    page.locator(".chooser input:not(:checked)").first.check()
    expect(line).to_be_visible()
    assert violations(page) == []
    assert sideways(page) == 0


def test_axe_finds_nothing_while_it_is_open(county, officer, open_as):
    for size in (PHONE, OFFICE):
        page = open_as(officer, size)
        for address in (LIST, "/members/", "/posts/", "/accounts/", "/visits/"):
            page.goto(address)
            page.click(".chooser > summary")
            assert violations(page) == []
            assert sideways(page) == 0


def test_without_scripts_there_is_nothing_to_choose(county, officer, open_as):
    page = open_as(officer, java_script_enabled=False)
    page.goto(LIST)
    expect(page.locator(".chooser")).to_be_hidden()
    expect(page.locator("thead th").last).to_be_visible()
