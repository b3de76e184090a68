"""/today/ on a phone: three taps, thumbs, keyboards and axe."""

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.cards.printing import print_cards
from geodata.visits.models import Visit
from tests import village as v
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import sideways, violations
from tests.browser.test_outbox import ready, waiting


@pytest.fixture
def leader(county: v.County) -> User:
    return v.officer("small_leader", county.grids[0])


@pytest.fixture
def phone(leader: User, open_as: Any) -> Page:
    page = open_as(leader, PHONE, has_touch=True)
    page.goto("/today/")
    ready(page)
    return page


class Taps:
    """Counts what a thumb does."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def __call__(self, what: str) -> None:
        self.page.locator(what).first.tap()
        self.count += 1


@pytest.mark.parametrize("outcome", ["met", "absent"])
def test_an_ordinary_visit_takes_three_taps_and_no_typing(phone, leader, outcome):
    tap = Taps(phone)
    tap("#homes li a")
    tap(f'#panel label:has(input[value="{outcome}"])')
    tap("#panel form > button")
    phone.wait_for_selector("[data-done]:not([hidden])")
    waiting(phone, 0)
    assert tap.count == 3
    assert Visit.objects.get(entered_by=leader).outcome == outcome


def test_the_next_household_needs_no_way_back(phone, leader):
    tap = Taps(phone)
    tap("#homes li a")
    for _household in range(2):
        tap('#panel label:has(input[value="met"])')
        tap("#panel form > button")
        phone.wait_for_selector("[data-done]:not([hidden])")
        tap("[data-next]")
    waiting(phone, 0)
    assert tap.count == 7
    assert Visit.objects.filter(entered_by=leader).count() == 2


@pytest.mark.parametrize("outcome", ["met", "absent"])
def test_by_the_code_of_a_card_it_takes_three_with_the_scan(county, leader, open_as, outcome):
    card = print_cards(households=[county.homes[0].pk], by=leader, on=today())[0]
    page = open_as(leader, PHONE, has_touch=True)
    page.goto(f"/c/{card.token}/")
    tap = Taps(page)
    save = page.locator("#visit button.wide").first
    assert save.bounding_box()["y"] + 44 < PHONE["height"], "it is in sight without scrolling"
    tap(f'#visit label:has(input[value="{outcome}"])')
    tap("#visit button.wide")
    page.wait_for_selector(".notice.success")
    assert 1 + tap.count == 3
    assert Visit.objects.get(entered_by=leader).outcome == outcome


def test_with_a_note_it_takes_six_at_most_and_the_text(phone, leader):
    tap = Taps(phone)
    tap("#homes li a")
    tap('#panel label:has(input[value="met"])')
    tap("#panel [data-more] summary")
    tap("#panel-note")
    phone.keyboard.type("屋顶漏雨，想申请修缮")
    tap("#panel [data-more] button")
    phone.wait_for_selector("[data-done]:not([hidden])")
    waiting(phone, 0)
    assert tap.count <= 6
    assert Visit.objects.get(entered_by=leader).note == "屋顶漏雨，想申请修缮"
    phone.goto("/visits/?which=noted")
    expect(phone.get_by_text("屋顶漏雨，想申请修缮").first).to_be_visible()


def test_several_visitors_are_counted_each(county, phone, leader):
    tap = Taps(phone)
    tap(f'#homes li[data-token="{county.homes[0].token}"] a')
    tap('#panel label:has(input[value="met"])')
    tap("#panel [data-more] summary")
    tap("#panel [data-along] label")
    tap("#panel [data-more] button")
    phone.wait_for_selector("[data-done]:not([hidden])")
    waiting(phone, 0)
    assert (tap.count, Visit.objects.get(entered_by=leader).person_times) == (5, 2)


def test_a_call_that_does_not_count_says_so_before_it_is_saved(phone):
    said = phone.locator("[data-uncounted]")
    phone.locator("#homes li a").first.tap()
    phone.locator("#panel [data-more] summary").tap()
    expect(said).to_be_hidden()
    phone.locator('#panel label:has(input[value="phone"])').tap()
    expect(said).to_be_visible()
    phone.locator('#panel label:has(input[value="chance"])').tap()
    expect(said).to_be_hidden()


def test_only_an_earlier_day_asks_for_its_date(phone):
    phone.locator("#homes li a").first.tap()
    phone.locator("#panel [data-more] summary").tap()
    expect(phone.locator("#panel-other")).to_be_hidden()
    phone.locator("#panel-day").select_option("")
    expect(phone.locator("#panel-other")).to_be_visible()


def test_undo_is_offered_for_ten_seconds(leader, open_as):
    page = open_as(leader, PHONE, has_touch=True)
    page.clock.install()
    page.goto("/today/")
    ready(page)
    page.locator("#homes li a").first.tap()
    page.locator('#panel label:has(input[value="met"])').tap()
    # From here on the page's seconds pass by our word alone.
    page.clock.pause_at(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5))
    page.locator("#panel form > button").tap()
    page.wait_for_selector("[data-undo]:visible")
    page.clock.run_for(9_900)
    expect(page.locator("[data-undo]")).to_be_visible()
    page.clock.run_for(200)
    expect(page.locator("[data-undo]")).to_be_hidden()
    waiting(page, 0)


def test_what_is_undone_is_recorded_again_by_one_tap(phone, leader):
    head = phone.locator("#homes li b").first.inner_text()
    phone.locator("#homes li a").first.tap()
    phone.locator('#panel label:has(input[value="absent"])').tap()
    phone.locator("#panel form > button").tap()
    phone.wait_for_selector("[data-undo]:visible")
    phone.locator("[data-undo]").tap()
    phone.wait_for_selector("[data-redo]:visible")
    expect(phone.locator("[data-undo]")).to_be_hidden()
    phone.locator("[data-redo]").tap()
    expect(phone.locator("[data-head]")).to_have_text(head)
    waiting(phone, 0)


def test_another_day_somebody_along_and_a_note(county, phone, leader):
    phone.locator("#homes li a").first.tap()
    phone.locator('#panel label:has(input[value="met"])').tap()
    phone.locator("#panel [data-more] summary").tap()
    phone.locator("#panel-day").select_option(index=2)
    phone.locator('#panel label:has(input[value="phone"])').tap()
    phone.locator("#panel-note").fill(" 屋顶\n漏 ")
    phone.locator("#panel [data-more] button").tap()
    phone.wait_for_selector("[data-done]:not([hidden])")
    waiting(phone, 0)
    visit = Visit.objects.get(entered_by=leader)
    assert (visit.mode, visit.note, (visit.entered_at.date() - visit.day).days >= 1) == (
        "phone",
        "屋顶\n漏",
        True,
    )


def test_it_is_found_by_name_initials_address_phone_and_number(county, leader, open_as):
    home = county.homes[0]
    known = {"head_name": "例家旺", "address": "例桥头9号", "phones": ["10000005678"]}
    type(home).objects.filter(pk=home.pk).update(**known)
    page = open_as(leader, PHONE)
    page.goto("/today/")
    ready(page)
    for text in ("家旺", "ljw", "lijiawang", "桥头", "5678", home.number, home.token):
        page.fill("#find", text)
        expect(page.locator("#homes b"), text).to_have_text(["例家旺"])
    page.fill("#find", "zzzz")
    expect(page.locator("#homes .empty")).to_be_visible()


def test_a_search_waits_for_nothing(phone):
    left = phone.evaluate(
        """() => {
            const field = document.getElementById("find");
            field.value = "zzzz";
            field.dispatchEvent(new Event("input"));
            return document.querySelectorAll("#homes li").length;
        }"""
    )
    assert left == 0


def test_what_is_the_same_keeps_the_focus_when_the_list_comes_anew(county, phone):
    far, near = phone.locator("#homes section").last, phone.locator("#homes section").first
    expect(far).to_contain_text(county.homes[0].head_name)
    near.locator("li a").first.focus()
    type(county.homes[0]).objects.filter(pk=county.homes[0].pk).update(head_name="例新名")
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    expect(far).to_contain_text("例新名")
    expect(near.locator("li a").first).to_be_focused()


def test_near_me_sorts_on_the_phone_and_sends_nothing(county, leader, open_as):
    page = open_as(
        leader, PHONE, geolocation={"longitude": 112.505, "latitude": 27.905}, permissions=["geolocation"]
    )
    page.goto("/today/")
    ready(page)
    sent = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    page.locator("#near").click()
    page.wait_for_selector('#near[aria-pressed="true"]')
    expect(page.locator("#homes .third").first).to_contain_text("0")
    assert not [one for one in sent if "112.5" in one]


def test_who_gives_no_position_keeps_the_list(leader, open_as):
    page = open_as(leader, PHONE, permissions=[])
    page.goto("/today/")
    ready(page)
    before = page.locator("#homes b").all_inner_texts()
    page.locator("#near").click()
    page.wait_for_selector("#nowhere:visible")
    expect(page.locator("#homes b")).to_have_text(before)
    expect(page.locator("#near")).to_have_attribute("aria-pressed", "false")


def test_nothing_to_touch_is_smaller_than_44_pixels(phone):
    phone.locator("#homes li a").first.tap()
    phone.locator("#panel [data-more] summary").tap()
    small = phone.evaluate(
        """() => [...document.querySelectorAll("#panel label:has(input), #panel button, #panel select, #panel summary, #homes li a, .finder *:not(.hidden)")]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 90))"""
    )
    assert small == []


def test_axe_finds_nothing_and_nothing_scrolls_sideways(phone):
    assert violations(phone) == [] and sideways(phone) == 0
    phone.locator("#homes li a").first.tap()
    assert violations(phone) == []
    phone.locator('#panel label:has(input[value="met"])').tap()
    phone.locator("#panel form > button").tap()
    phone.wait_for_selector("[data-done]:not([hidden])")
    assert violations(phone) == []
    phone.goto("/visits/")
    assert violations(phone) == [] and sideways(phone) == 0


def test_names_are_text(county, leader, open_as):
    type(county.homes[0]).objects.filter(pk=county.homes[0].pk).update(
        head_name="<img src=x onerror=alert(1)>"
    )
    page = open_as(leader, PHONE)
    page.goto("/today/")
    ready(page)
    expect(page.locator("#homes")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#homes img")).to_have_count(0)


def test_by_the_button_of_its_line_it_takes_two_taps_and_never_one(phone, leader):
    tap = Taps(phone)
    tap("#homes li button[data-met]")
    expect(phone.locator('#panel input[value="met"]')).to_be_checked()
    tap("#panel form > button")
    phone.wait_for_selector("[data-done]:not([hidden])")
    waiting(phone, 0)
    assert tap.count == 2
    assert Visit.objects.get(entered_by=leader).outcome == "met"


@pytest.fixture
def many(county: v.County) -> None:
    """74 households of the first grid in all, in rows of ten, a few metres from each other; none was met yet."""
    corner = v.middle(0, 0)
    beside = [(corner.x + (n % 10) / 2_000, corner.y + (n // 10) / 2_000) for n in range(71)]
    v.households(county.grids[0], [type(corner)(east, north, srid=4326) for east, north in beside])


def test_the_week_the_map_and_an_order_on_four_screens(many, leader, open_as):
    """Nothing of the order or of one's position is sent or kept; what was met counts before it is sent."""
    here = {"longitude": 112.50731, "latitude": 27.90713}
    page = open_as(leader, PHONE, has_touch=True, geolocation=here, permissions=["geolocation"])
    page.goto("/today/")
    ready(page)
    expect(page.locator("#homes li")).to_have_count(74)
    assert page.evaluate("document.documentElement.scrollHeight") <= 4 * PHONE["height"]
    assert page.locator(".walk li").count() == page.locator(".plot .stop").count() == 8
    expect(page.locator(".group.due li").first, "what is no more of today is folded").to_be_hidden()
    done, due = map(int, (page.locator(".ring text").text_content() or "").split("/"))
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    page.locator("#near").tap()
    expect(page.locator(".plot .here")).to_have_count(1)
    assert not [one for one in sent if "112.50731" in one]
    assert "112.50731" not in str(page.evaluate("JSON.stringify(localStorage)")) + str(kept_values(page))
    page.context.set_offline(True)
    first = page.locator(".walk li b").first.inner_text()
    page.locator(".walk li button[data-met]").first.tap()
    page.locator("#panel form > button").tap()
    page.locator("[data-done] [data-close]").tap()
    expect(page.locator(".ring text")).to_have_text(f"{done + 1}/{due}")
    expect(page.locator(".group.done b")).to_have_text([first])
    expect(page.locator(".walk b")).not_to_contain_text([first])
    page.context.set_offline(False)
    waiting(page, 0)
    expect(page.locator(".ring text")).to_have_text(f"{done + 1}/{due}")
    page.locator("#near").tap()
    page.locator(".group.due summary").tap()
    expect(page.locator(".group.due li").first).to_be_visible()
    assert violations(page) == [] and sideways(page) == 0


def kept_values(page: Page) -> Any:
    """All that the phone keeps, as text."""
    return page.evaluate(
        """() => new Promise(done => { indexedDB.open("gridmap-today").onsuccess = event => {
            event.target.result.transaction("values").objectStore("values").getAll().onsuccess =
                found => done(JSON.stringify(found.target.result)); }; })"""
    )


def test_the_map_of_the_bar_opens_without_a_network_and_a_point_opens_its_household(phone):
    phone.context.set_offline(True)
    phone.locator('nav.bar a[data-place="map"]').tap()
    expect(phone.locator('nav.bar a[data-place="map"]')).to_have_attribute("aria-current", "page")
    assert phone.locator("[data-map] svg").bounding_box()["height"] > PHONE["height"] / 2
    head = phone.locator(".walk li b").first.inner_text()
    phone.locator(".plot .stop").last.tap()
    expect(phone.locator("[data-head]")).to_have_text(head)
    phone.locator("#panel [data-close]").first.tap()
    phone.locator('nav.bar a[data-place="today"]').tap()
    expect(phone.locator("#week")).to_be_visible()
