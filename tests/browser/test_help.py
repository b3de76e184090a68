"""Every page of help, on a phone and on a PC; and the pages of errors."""

from gridmap.pages.help.guide import PAGES
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import look

HELP = ["/help/", *(f"/help/{page}/" for page in PAGES)]


def test_every_page_of_help_on_a_phone(county, officer, open_as):
    assert look(open_as(officer, PHONE), HELP) == []


def test_every_page_of_help_on_a_pc_in_english(county, officer, open_as):
    assert look(open_as(officer, locale="en-GB"), HELP) == []


def test_what_stands_behind_a_question_is_the_part_that_answers_it(county, officer, open_as):
    page = open_as(officer, PHONE)
    page.goto("/gaps/?gap=no_grid")
    page.get_by_role("link", name="为什么是空的？").click()
    page.wait_for_url("**/help/#missing")
    assert page.locator("#missing").evaluate("part => part.getBoundingClientRect().top") < PHONE["height"]


def test_a_stranger_reads_what_this_is_before_signing_in(county, open_as):
    page = open_as(None, PHONE)
    page.goto("/login/")
    page.get_by_role("link", name="网格走访图是什么？").click()
    page.wait_for_url("**/help/about/")
    assert look(page, ["/help/about/", "/nothing/"]) == []
