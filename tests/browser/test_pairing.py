"""Pairing on a phone and on a PC: three taps for a gap, everything within reach, nothing for axe to mend."""

import pytest
from playwright.sync_api import expect

from geodata.base.periods import today
from geodata.contacts.models import ContactLink
from tests import village as v
from tests.browser.conftest import OFFICE, PHONE, drawn
from tests.browser.test_every_page import look


@pytest.fixture
def clerk(county):
    """The village officer of west, where homes[1] has no contact."""
    v.member(county.west, point=v.middle(1, 0))
    return v.officer("village_officer", county.west)


def taps(page) -> int:
    """Presses since counting began."""
    return int(page.evaluate("sessionStorage.getItem('taps') || 0"))


def count_taps(page) -> None:
    page.add_init_script(
        "addEventListener('click', (event) => { if (event.isTrusted) sessionStorage.setItem('taps',"
        " 1 + Number(sessionStorage.getItem('taps') || 0)) }, true)"
    )


def test_a_gap_gets_its_contact_in_three_taps_at_most(county, clerk, open_as):
    page = open_as(clerk, PHONE)
    count_taps(page)
    page.goto("/")
    page.locator('main a.small[href^="/pairings/?"]').click()
    page.locator('button[name="one"]').first.click()
    expect(page.locator(".notice.success")).to_be_visible()
    assert taps(page) == 2
    page.locator(".notice.undo button").click()
    expect(page.locator(".notice.undo")).to_have_count(0)


def test_a_chosen_member_takes_three_taps_from_the_workbench(county, clerk, open_as):
    page = open_as(clerk, PHONE)
    count_taps(page)
    page.goto("/pairings/")
    page.locator('.gaplist a[href$="/contact/"]').first.click()
    page.locator(".candidate").last.click()
    page.locator("form.card button").click()
    expect(page.locator(".notice.success")).to_be_visible()
    # A label passes its press on to the button inside it: one tap, two events.
    assert taps(page) <= 4


def test_many_are_ticked_and_assigned(county, clerk, open_as):
    page = open_as(clerk, PHONE)
    page.goto("/pairings/")
    page.locator("[data-tickall]").click()
    page.locator('button[name="suggested"]').click()
    expect(page.locator(".notice.success")).to_be_visible()
    assert ContactLink.objects.on(today()).primary().filter(village=county.west).count() == 6


def test_the_map_shows_members_and_gaps(county, clerk, open_as):
    page = open_as(clerk, OFFICE)
    page.goto("/pairings/")
    drawn(page)
    expect(page.locator("path.leaflet-interactive").nth(3)).to_be_attached()


def test_the_pages_of_pairing_of_a_county(county, officer, open_as):
    addresses = ["/pairings/", "/members/", "/rosters/", "/cards/", "/proposals/"]
    assert look(open_as(officer, PHONE), addresses) == []
