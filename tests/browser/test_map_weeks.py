"""The map through time in a browser: a step repaints and asks nothing, and where it rests the page is that day's."""

import re

import pytest
from playwright.sync_api import expect

from geodata.base.periods import today
from geodata.base.rls import as_web_role, show
from geodata.coverage.through_time.keeping import keep_past
from geodata.jobs.daily import everything
from tests import village as v
from tests.browser.conftest import PHONE, drawn
from tests.browser.test_every_page import sideways, violations

STEP = 150
"""Milliseconds that a step may take."""


@pytest.fixture
def kept(county):
    for number in range(6):
        v.household(county.grids[number % 3], v.middle(number % 3, 0), address=f"例路{number}号")
    with as_web_role():
        show(everything())
        keep_past(today=today())
    return county


def test_a_week_back_by_one_key(kept, officer, open_as):
    page = open_as(officer)
    page.goto("/coverage/")
    drawn(page)
    asked = []
    slider = page.get_by_role("slider", name="周")
    with page.expect_response(lambda answer: "/coverage/weeks/" in answer.url):
        slider.focus()
    expect(slider).to_have_attribute("aria-valuetext", re.compile("逾期"))
    now = slider.get_attribute("aria-valuetext")
    page.on("request", lambda sent: asked.append(sent.url))
    page.keyboard.press("ArrowLeft")
    expect(slider).not_to_have_attribute("aria-valuetext", now)
    expect(page.locator(".stage.elsewhen")).to_be_attached()
    assert asked == []
    # It comes to rest: panel, table and address are of that day, and the keys stay where they are.
    expect(page).to_have_url(re.compile(r"on=\d{4}-\d\d-\d\d"))
    expect(page.locator(".stage.elsewhen")).to_have_count(0)
    drawn(page)
    expect(page.locator("#week")).to_be_focused()
    assert violations(page) == []
    took = page.evaluate(
        """() => [0, 10, 20, 30].map((week) => {
            const slider = document.querySelector("#week"), began = performance.now();
            slider.value = String(week);
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            document.body.offsetHeight;
            return performance.now() - began;
        })"""
    )
    assert sorted(took)[1] < STEP
    page.keyboard.press(" ")
    # Where nothing shall move by itself it goes on by one week, and does not run.
    expect(page.locator(".weeks .play")).to_have_attribute("aria-pressed", "false")


def test_it_fits_a_phone(kept, officer, open_as):
    page = open_as(officer, PHONE)
    page.goto("/coverage/")
    drawn(page)
    expect(page.locator(".weeks")).to_be_visible()
    assert sideways(page) == 0
    assert violations(page) == []


def test_a_difference_has_its_legend_in_words(kept, officer, open_as):
    page = open_as(officer)
    page.goto(f"/coverage/?than={today().replace(day=1)}&by=village" if today().day > 1 else "/coverage/")
    drawn(page)
    assert violations(page) == []
