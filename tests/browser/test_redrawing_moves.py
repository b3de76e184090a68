"""What a drawing means, while one draws: who moves, and what the service is asked to propose."""

import json

from django.contrib.gis.geos import Point
from playwright.sync_api import expect

from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.plans.editing import save_drawing
from geodata.plans.models import BoundaryPlan
from tests import village as v
from tests.browser.drawing import draw, ready, saved, view_of
from tests.plans.conftest import BORDER, NOON, line, pencil


def test_households_that_move_are_counted_by_way_and_shown(county, draft):
    page = draft
    v.care(v.household(county.grids[0], Point(v.WEST + 0.009, v.SOUTH + 0.005, srid=4326)))
    v.household(county.grids[0], Point(v.WEST + 0.0092, v.SOUTH + 0.0052, srid=4326))
    page.reload()
    ready(page)
    expect(page.locator("#moving-box")).to_contain_text("没有住户变更网格")
    page.click("#tool-lasso")
    draw(page, (0.8, 0.4), (0.95, 0.4), (0.95, 0.6))
    page.select_option("#lasso-into", "430382100201002")
    page.click("#lasso-move")
    row = page.locator("#moving-box tr")
    expect(row.locator("th, td.number, td:nth-child(2)")).to_have_text(["第一网格", "第二网格", "2"])
    before = view_of(page)
    row.locator("button").click()
    page.wait_for_function(
        "before => document.getElementById('editor-map').dataset.view !== before", arg=before
    )
    page.click("#whole")
    page.wait_for_function(
        "before => document.getElementById('editor-map').dataset.view === before", arg=before
    )
    plan = saved(page)
    expect(page.locator("#moving-box >> xpath=.. >> caption a")).to_have_count(0)
    page.goto(f"/plans/{plan.pk}/")
    expect(page.locator(".ways td.number")).to_have_text(["2"])


def test_a_proposal_is_asked_for_by_the_size_of_a_grid(county, draft):
    page = draft
    page.click("#propose summary")
    page.select_option("#propose-kind", "split")
    page.fill("#propose-target", "80")
    with page.expect_request("**/propose/") as asked:
        page.click("#propose [type=submit]")
    document = json.loads(asked.value.post_data)
    assert (document["kind"], document["target"], "k" in document) == ("split", 80, False)


def test_all_strips_are_closed_with_one_button(county, draft):
    """A layer that misses the present border by half a metre: the action is there while a strip is."""
    page, plan = draft, BoundaryPlan.objects.get()
    expect(page.locator("#slivers")).to_be_hidden()
    near = 1 - 0.5 / 985
    lines = pencil(BORDER, line((near, 0), (near, 1)))
    save_drawing(
        plan=plan,
        version=plan.version,
        pencil=lines,
        scope=scope_of(plan.drawn_by, on=today()),
        by=plan.drawn_by,
        at=NOON,
        today=today(),
    )
    page.reload()
    ready(page)
    expect(page.locator("#problems-box")).to_contain_text("太窄")
    page.click("#slivers-close")
    expect(page.locator("#slivers")).to_be_hidden()
    assert saved(page).grids.count() == 2
