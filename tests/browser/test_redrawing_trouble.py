"""Nothing that was drawn is lost: no network, a service that fails, a closed window, a session that ended, another planner."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from geodata.plans.models import BoundaryPlan
from tests import village as v
from tests.browser.conftest import PHONE
from tests.browser.drawing import borders, ready, saved
from tests.browser.test_every_page import sideways, violations
from tests.lives import bring

NOT_SAVED = '#editor-state[data-state="notSaved"]'


def merge(page):
    page.locator("#borders-box button", has_text="删除").click()


def rename(page, name):
    page.fill('#grids-box input[name="name"] >> nth=0', name)
    page.keyboard.press("Tab")


def signed_in(page, user, live_server):
    session = Client()
    session.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": session.cookies[name].value, "url": live_server.url}])


def test_without_network_one_draws_on_and_all_is_saved_when_it_is_back(county, draft):
    page = draft
    page.context.set_offline(True)
    merge(page)
    expect(page.locator("#trouble-told")).to_contain_text("系统没有响应")
    page.wait_for_selector(NOT_SAVED)
    rename(page, "例合并")
    assert violations(page) == []
    page.context.set_offline(False)
    expect(page.locator("#trouble")).to_be_hidden()
    plan = saved(page)
    assert [grid.name for grid in plan.grids.all()] == ["例合并"]


def test_a_service_that_fails_is_told_in_words_and_asked_again(county, draft):
    page = draft
    page.route("**/drawing/**", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway</h1>"))
    merge(page)
    expect(page.locator("#trouble-told")).to_contain_text("系统出错（502）")
    page.wait_for_selector(NOT_SAVED)
    page.unroute("**/drawing/**")
    page.click("#trouble-again")
    expect(page.locator("#trouble")).to_be_hidden()
    assert saved(page).grids.count() == 1
    # Figures and tables are those of the drawing again.
    expect(page.locator("#grids-box tr")).to_have_count(1)


def test_it_is_tried_again_by_itself(county, draft):
    page = draft
    page.clock.install()
    page.route("**/drawing/**", lambda route: route.abort())
    merge(page)
    page.clock.run_for(2000)
    page.wait_for_selector(NOT_SAVED)
    page.unroute("**/drawing/**")
    page.clock.run_for(20_000)
    assert saved(page).grids.count() == 1


def test_what_a_closed_window_could_not_save_is_there_in_the_next_one(county, draft):
    context, address = draft.context, draft.url
    context.set_offline(True)
    merge(draft)
    draft.wait_for_selector(NOT_SAVED)
    draft.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    ready(page)
    expect(page.locator("#editor-told")).to_contain_text("已恢复上次未保存的内容")
    assert saved(page).grids.count() == 1
    page.reload()
    ready(page)
    expect(page.locator("#editor-told")).not_to_contain_text("已恢复")
    expect(page.locator("#grids-box tr")).to_have_count(1)


def test_the_browser_asks_before_unsaved_work_is_left(county, draft):
    draft.context.set_offline(True)
    merge(draft)
    draft.wait_for_selector(NOT_SAVED)
    with draft.expect_event("dialog") as asked:
        draft.close(run_before_unload=True)
    assert asked.value.type == "beforeunload"
    draft.context.set_offline(False)
    saved(draft)


def test_leaving_at_once_saves_the_last_edit(county, draft):
    merge(draft)
    draft.click("#done")
    draft.wait_for_url(lambda url: not url.endswith("/draw/"))
    assert BoundaryPlan.objects.get().grids.count() == 1
    expect(draft.locator(".tiles")).to_contain_text("2 → 1")


def test_with_something_unsaved_the_way_to_the_plan_stays_closed(county, draft):
    draft.context.set_offline(True)
    merge(draft)
    draft.wait_for_selector(NOT_SAVED)
    address = draft.url
    with draft.expect_event("requestfailed", lambda request: request.method == "PUT"):
        draft.click("#done")
    expect(draft.locator("#trouble")).to_be_visible()
    assert draft.url == address
    draft.context.set_offline(False)
    saved(draft)


def test_who_was_signed_out_signs_in_again_and_goes_on(county, draft, planner, live_server):
    page = draft
    page.context.clear_cookies()
    merge(page)
    expect(page.locator("#trouble-sign-in")).to_be_visible()
    expect(page.locator("#trouble-sign-in")).to_have_attribute("target", "_blank")
    assert violations(page) == []
    signed_in(page, planner, live_server)
    page.click("#trouble-again")
    expect(page.locator("#trouble")).to_be_hidden()
    assert saved(page).grids.count() == 1


def test_a_drawing_that_does_not_load_says_so_and_can_be_asked_for_again(county, draft):
    page = draft
    page.route("**/drawing/", lambda route: route.abort())
    page.reload()
    expect(page.locator("#editor-told")).to_contain_text("未能载入")
    expect(page.locator("#trouble")).to_be_visible()
    page.unroute("**/drawing/")
    page.click("#trouble-again")
    ready(page)
    expect(borders(page)).to_have_count(1)


def test_who_only_looks_is_told_that_another_has_saved(county, draft, open_as):
    other = open_as(v.officer("planner", county.county))
    other.goto(draft.url)
    ready(other)
    merge(draft)
    saved(draft)
    other.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(other.locator("#editor-told")).to_contain_text("planner已保存该草案")
    expect(other.locator("#grids-box tr")).to_have_count(1)
    other.click("#undo")
    expect(other.locator("#grids-box tr")).to_have_count(2)
    saved(other)


def test_what_is_kept_from_before_does_not_overwrite_another_planners_work(county, draft, open_as):
    context, address = draft.context, draft.url
    other = open_as(v.officer("planner", county.county))
    other.goto(address)
    ready(other)
    context.set_offline(True)
    merge(draft)
    draft.wait_for_selector(NOT_SAVED)
    draft.close()
    rename(other, "例另一人")
    saved(other)
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#stale")).to_be_visible()
    assert BoundaryPlan.objects.get().grids.filter(name="例另一人").exists()
    page.click("#stale-mine")
    expect(page.locator("#stale")).to_be_hidden()
    assert saved(page).grids.count() == 1


def test_a_plan_that_was_handed_in_meanwhile_is_told(county, draft):
    bring(BoundaryPlan.objects.get(), "submitted")
    draft.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(draft.locator("#editor-told")).to_contain_text("已不是草案")


def test_what_one_types_stays_when_an_answer_comes(county, draft):
    page = draft
    page.check('#grids-box tr:first-child input[type="checkbox"]')
    page.locator('#grids-box input[name="name"] >> nth=1').fill("例写到一半")
    saved(page)
    expect(page.locator('#grids-box input[name="name"] >> nth=1')).to_have_value("例写到一半")
    page.keyboard.press("Tab")
    page.wait_for_selector('#editor-state[data-state="unsaved"]')
    assert saved(page).grids.filter(name="例写到一半", locked=False).exists()


def test_a_click_in_the_table_is_not_lost_while_a_name_is_being_written(county, draft):
    page = draft
    page.locator('#grids-box input[name="name"] >> nth=0').fill("例新名")
    page.locator('#grids-box input[type="checkbox"] >> nth=1').click()
    expect(page.locator("#borders-box .tag")).to_be_visible()
    page.wait_for_selector('#editor-state[data-state="unsaved"]')
    assert saved(page).grids.filter(name="例新名", locked=False).count() == 1
    assert BoundaryPlan.objects.get().grids.filter(locked=True).count() == 1


def test_a_code_of_another_village_is_told_at_once_and_not_sent(county, draft):
    page = draft
    code = page.locator('#grids-box input[name="code"] >> nth=0')
    for wrong in ("abc", "430382100202001"):
        code.fill(wrong)
        code.press("Tab")
        expect(page.locator("#editor-told")).to_contain_text("网格编码为430382100201加三位数字")
        expect(code).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#undo")).to_be_disabled()
    code.fill("430382100201009")
    code.press("Tab")
    page.wait_for_selector('#editor-state[data-state="unsaved"]')
    assert saved(page).grids.filter(code="430382100201009").exists()


@pytest.mark.parametrize("size", [PHONE, {"width": 1024, "height": 768}])
def test_trouble_fits_a_small_screen(county, draft, size):
    draft.set_viewport_size(size)
    draft.context.set_offline(True)
    merge(draft)
    draft.wait_for_selector(NOT_SAVED)
    assert (sideways(draft), violations(draft)) == (0, [])
    draft.context.set_offline(False)
    saved(draft)
