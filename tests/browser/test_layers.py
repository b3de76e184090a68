"""A county with roads: the editor offers them to a proposal."""

import pytest
from playwright.sync_api import expect

from geodata.jobs.models import Job
from geodata.plans.models import LayerLine
from tests.browser.test_every_page import violations
from tests.patience import until


@pytest.fixture
def road(county):
    return LayerLine.objects.create(
        county=county.county, kind="road", geometry="SRID=4326;LINESTRING(112.5035 27.89, 112.5035 27.92)"
    )


def test_a_proposal_is_asked_for_along_the_roads(county, road, draft):
    page = draft
    page.click("#propose summary")
    page.select_option("#propose-kind", "split")
    page.get_by_label("道路", exact=True).check()
    assert violations(page) == []
    page.click("#propose [type=submit]")
    expect(page.locator("#propose-told")).to_contain_text("正在生成")
    job = until(lambda: Job.objects.first())
    assert (job.arguments["layers"], job.arguments["kind"]) == (["road"], "split")


def test_roads_are_seen_on_the_drawing_and_put_away(county, road, draft):
    seen = "() => [...document.querySelectorAll('#editor-map canvas')].map(each => each.toDataURL()).join()"
    box = draft.get_by_label("道路和河流")
    expect(box).to_be_checked()
    box.uncheck()
    draft.evaluate("() => new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))")
    without = draft.evaluate(seen)
    box.check()
    draft.wait_for_function(f"before => ({seen})() !== before", arg=without)


def test_without_roads_there_is_nothing_to_tick(county, draft):
    expect(draft.locator("#propose-layers")).to_be_hidden()
    expect(draft.locator("#layer-ways")).to_be_hidden()
