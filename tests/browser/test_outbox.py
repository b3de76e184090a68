"""N visits recorded on the phone are N on the server: network cut, tab killed, clock wrong, everything sent twice."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, Route, expect

from api.web.unavailable import breaker
from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.visits.models import Visit
from tests import village as v
from tests.browser.conftest import PHONE, sign_out
from tests.patience import until

VISITS = "**/api/v1/households/*/visits/"


@pytest.fixture
def leader(county: v.County) -> User:
    """Leads the first grid, with six households in all."""
    for _number in range(3):
        v.household(county.grids[0], v.middle(0, 0))
    return v.officer("small_leader", county.grids[0])


@pytest.fixture
def phone(leader: User, open_as: Any) -> Page:
    page = open_as(leader, PHONE)
    page.goto("/today/")
    ready(page)
    return page


def ready(page: Page) -> None:
    page.wait_for_selector('html[data-today="ready"]')


def waiting(page: Page, count: int) -> None:
    page.wait_for_selector(f'html[data-outbox="{count}"]')


def record(page: Page, place: int, outcome: str = "met") -> None:
    """Household, outcome, save."""
    page.locator("#homes li a").nth(place).click()
    page.locator(f'#panel label:has(input[value="{outcome}"])').click()
    page.locator("#panel form > button").click()
    page.wait_for_selector("[data-done]:not([hidden])")


def close(page: Page) -> None:
    page.locator("[data-done] [data-close]").click()


def remind(page: Page, enough: Callable[[], bool]) -> None:
    """Say that the network is there, until it is enough, instead of waiting as long as the page would."""

    def told() -> bool:
        if enough():
            return True
        page.evaluate("window.dispatchEvent(new Event('online'))")
        return False

    until(told, page=page)


def empty(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.dataset.outbox === '0'"))


def entered(leader: User) -> int:
    return Visit.objects.filter(entered_by=leader).valid().count()


def test_what_is_saved_online_is_on_the_server(phone, leader):
    record(phone, 0)
    waiting(phone, 0)
    assert entered(leader) == 1


def test_without_a_network_visits_wait_and_are_sent_when_it_is_back(phone, leader):
    phone.context.set_offline(True)
    for place in range(3):
        record(phone, place)
        close(phone)
    waiting(phone, 3)
    expect(phone.locator("#outbox")).to_contain_text("3")
    assert entered(leader) == 0
    phone.context.set_offline(False)
    waiting(phone, 0)
    assert entered(leader) == 3


def test_a_killed_tab_loses_nothing(phone, leader):
    phone.context.set_offline(True)
    for place in range(3):
        record(phone, place)
        close(phone)
    context = phone.context
    phone.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto("/today/")
    ready(again)
    waiting(again, 0)
    assert entered(leader) == 3


def test_every_request_sent_twice_is_recorded_once(phone, leader):
    def twice(route: Route) -> None:
        route.fetch()
        route.fulfill(response=route.fetch())

    phone.route(VISITS, twice)
    for place in range(3):
        record(phone, place)
        close(phone)
    waiting(phone, 0)
    assert entered(leader) == 3


def test_an_answer_that_gets_lost_is_asked_for_again(phone, leader):
    lost = []

    def lose(route: Route) -> None:
        """The service records it; the phone never hears so, twice."""
        route.fetch()
        if len(lost) < 2:
            lost.append(route)
            route.abort()
        else:
            route.fulfill(response=route.fetch())

    phone.route(VISITS, lose)
    record(phone, 0)
    close(phone)
    waiting(phone, 1)
    remind(phone, lambda: empty(phone))
    assert (len(lost), entered(leader)) == (2, 1)


def test_an_answer_about_something_else_does_not_empty_the_outbox(phone, leader):
    answered = []

    def answer(route: Route) -> None:
        answered.append(route)
        route.fulfill(status=201, json={"client_id": "x", "body_hash": "y"})

    phone.route(VISITS, answer)
    record(phone, 0)
    close(phone)
    # What is sent again was still there after the first answer.
    remind(phone, lambda: len(answered) > 1)
    waiting(phone, 1)
    phone.unroute(VISITS)
    remind(phone, lambda: empty(phone))
    assert entered(leader) == 1


@pytest.mark.parametrize("hours", [-30, 50])
def test_a_wrong_clock_moves_no_visit_to_another_day(leader, open_as, hours):
    page = open_as(leader, PHONE)
    page.clock.set_fixed_time(dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours))
    page.goto("/today/")
    ready(page)
    expect(page.locator("#clock")).to_be_visible()
    record(page, 0)
    waiting(page, 0)
    assert list(Visit.objects.filter(entered_by=leader).values_list("day", flat=True)) == [today()]


def test_a_conflict_asks_and_overwrites_nothing(phone, leader):
    """Another phone used the same id for something else: not likely, but nothing may be lost."""
    taken = {}

    def use_up(route: Route) -> None:
        body = route.request.post_data_json
        if not taken:
            taken.update(body)
            route.fetch(post_data={**body, "note": "somebody else"})
        route.fulfill(response=route.fetch())

    phone.route(VISITS, use_up)
    record(phone, 0)
    close(phone)
    phone.wait_for_selector(".stuck")
    assert entered(leader) == 1
    phone.locator(".stuck button").first.click()
    waiting(phone, 0)
    assert set(Visit.objects.filter(entered_by=leader).values_list("note", flat=True)) == {
        "somebody else",
        "",
    }


def test_undone_within_ten_seconds_it_is_voided_and_stays_on_record(phone, leader):
    record(phone, 0)
    waiting(phone, 0)
    phone.locator("[data-undo]").click()
    phone.wait_for_selector("[data-redo]:visible")
    waiting(phone, 0)
    assert Visit.objects.get(entered_by=leader).void_reason == "undone"


def test_undone_before_it_was_sent_it_was_never_there(phone, leader):
    phone.context.set_offline(True)
    phone.route("**/today/ready/", lambda route: route.abort())
    with phone.expect_event("requestfailed", lambda request: request.url.endswith("/today/ready/")):
        record(phone, 0)
    waiting(phone, 1)
    phone.locator("[data-undo]").click()
    waiting(phone, 0)
    phone.unroute("**/today/ready/")
    # Whatever waits is sent before the households are asked for.
    with phone.expect_response("**/api/v1/today/"):
        phone.context.set_offline(False)
    assert not Visit.objects.filter(entered_by=leader).exists()


def test_what_waits_is_named_and_taken_back_one_by_one(phone, leader):
    phone.context.set_offline(True)
    phone.route("**/today/ready/", lambda route: route.abort())
    for place in range(2):
        record(phone, place)
        close(phone)
    waiting(phone, 2)
    phone.locator("#outbox summary").click()
    expect(phone.locator("#outbox li")).to_have_count(2)
    phone.locator("#outbox li button").first.click()
    waiting(phone, 1)
    expect(phone.locator("#outbox li"), "the list stays open").to_have_count(1)
    expect(phone.locator("#outbox li")).to_be_visible()
    phone.unroute("**/today/ready/")
    phone.context.set_offline(False)
    waiting(phone, 0)
    assert entered(leader) == 1


def test_after_signing_out_nothing_is_left_on_the_phone(phone, leader):
    sign_out(phone)
    phone.wait_for_url("**/login/**")
    # The browser takes away what the last page still held open a moment later.
    phone.wait_for_function("() => indexedDB.databases().then(all => all.length === 0)")
    assert phone.evaluate("Object.keys(localStorage)") == []


def seen_by(phone: Page, who: User, url: str) -> None:
    session = Client()
    session.force_login(who)
    cookie = session.cookies[settings.SESSION_COOKIE_NAME].value
    phone.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": url}])
    phone.goto("/today/")
    ready(phone)


KEPT = """async () => {
  const asked = indexedDB.open("gridmap-today");
  const base = await new Promise((done) => { asked.onsuccess = () => done(asked.result); });
  const all = (name) => new Promise((done) => {
    const found = base.transaction(name).objectStore(name).getAll();
    found.onsuccess = () => done(found.result);
  });
  const told = [(await all("values")).length, (await all("outbox")).length];
  base.close();
  return told;
}"""


def test_what_waits_is_told_at_signing_out_and_stays_for_its_person_alone(phone, leader, county, live_server):
    head = phone.locator("#homes li b").first.inner_text()
    phone.route(VISITS, lambda route: route.abort())
    record(phone, 0)
    close(phone)
    waiting(phone, 1)
    phone.evaluate("window.confirm = (text) => { window.asked = text; return false; }")
    sign_out(phone)
    assert phone.evaluate("window.asked"), "told before"
    assert phone.url.endswith("/today/")
    phone.evaluate("window.confirm = () => true")
    sign_out(phone)
    phone.wait_for_url("**/login/**")
    assert phone.evaluate(KEPT) == [0, 1]
    phone.unroute(VISITS)
    seen_by(phone, v.officer("small_leader", county.grids[1]), live_server.url)
    expect(phone.locator("#outbox")).to_be_visible()
    assert head not in phone.locator("body").inner_text()
    assert entered(leader) == 0
    seen_by(phone, leader, live_server.url)
    waiting(phone, 0)
    assert entered(leader) == 1


def test_somebody_elses_households_do_not_stay(phone, county, live_server):
    other = v.officer("small_leader", county.grids[1])
    session = Client()
    session.force_login(other)
    cookie = session.cookies[settings.SESSION_COOKIE_NAME].value
    phone.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    phone.goto("/today/")
    ready(phone)
    expect(phone.locator("#homes")).to_contain_text(county.homes[1].head_name)
    expect(phone.locator("#homes")).not_to_contain_text(county.homes[0].head_name)


def test_households_are_forgotten_after_a_day(phone, leader):
    phone.route("**/api/v1/today/", lambda route: route.abort())
    phone.route("**/today/ready/", lambda route: route.abort())
    phone.evaluate(
        """() => new Promise(done => { indexedDB.open("gridmap-today").onsuccess = event => {
            const store = event.target.result.transaction("values", "readwrite").objectStore("values");
            store.get("homes").onsuccess = found => {
                store.put({...found.target.result, at: found.target.result.at - 25 * 3600000}, "homes").onsuccess = done;
            }; }; })"""
    )
    phone.reload()
    ready(phone)
    expect(phone.locator("#homes li")).to_have_count(0)


def test_a_page_that_stays_open_forgets_them_too(leader, open_as):
    page = open_as(leader, PHONE)
    page.clock.install()
    page.goto("/today/")
    ready(page)
    page.context.set_offline(True)
    page.clock.fast_forward((settings.PHONE_HOURS - 1) * 3_600_000)
    expect(page.locator("#homes li")).to_have_count(6)
    page.clock.fast_forward(3_700_000)
    page.wait_for_selector("#homes .empty")
    assert kept_homes(page) is None


def kept_homes(page: Page) -> Any:
    return page.evaluate(
        """() => new Promise(done => { indexedDB.open("gridmap-today").onsuccess = event => {
            event.target.result.transaction("values").objectStore("values").get("homes").onsuccess =
                found => done(found.target.result || null); }; })"""
    )


@pytest.mark.parametrize("count", [12])
def test_on_a_bad_day_as_many_are_on_the_server_as_were_recorded(leader, open_as, count):
    """All at once: no network, a clock two days ahead, the tab killed twice, every request sent twice, answers lost."""
    page = open_as(leader, PHONE)
    context, sent = page.context, []

    def twice(route: Route) -> None:
        sent.extend([route.fetch(), route.fetch()])
        # Of every third pair the phone never hears.
        route.abort() if len(sent) % 6 == 2 else route.fulfill(response=sent[-1])

    context.route(VISITS, twice)
    for part in range(3):
        if part:
            page = context.new_page()
        page.clock.set_fixed_time(dt.datetime.now(dt.UTC) + dt.timedelta(days=2))
        page.goto("/today/")
        ready(page)
        context.set_offline(True)
        for number in range(count // 3):
            record(page, number, "met" if number % 2 else "absent")
            close(page)
        if part < 2:
            page.close(run_before_unload=False)
        context.set_offline(False)
    remind(page, lambda: empty(page))
    days = set(Visit.objects.filter(entered_by=leader).values_list("day", flat=True))
    print(f"recorded {count}, requests {len(sent)}, on the server {entered(leader)}")  # noqa: T201
    assert (entered(leader), days) == (count, {today()})
    assert len(sent) > count


def test_with_a_service_worker_the_page_opens_without_a_network(phone, leader, live_server):
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.context.set_offline(True)
    phone.reload()
    ready(phone)
    expect(phone.locator("#homes li")).to_have_count(6)
    record(phone, 0)
    close(phone)
    waiting(phone, 1)
    phone.context.set_offline(False)
    waiting(phone, 0)
    assert entered(leader) == 1
    kept = phone.evaluate("caches.keys().then(async names => (await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)))).flat())")  # fmt: skip
    assert {path for path in kept if not path.startswith("/static/")} == {"/today/shell/", "/today/offline/"}


def test_while_the_service_has_no_database_visits_wait_and_the_page_stays(phone, leader, monkeypatch):
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    monkeypatch.setattr(breaker, "open", True)
    phone.reload()
    ready(phone)
    expect(phone.locator("#homes li")).to_have_count(6)
    record(phone, 0)
    close(phone)
    waiting(phone, 1)
    remind(phone, lambda: True)
    waiting(phone, 1)
    monkeypatch.setattr(breaker, "open", False)
    remind(phone, lambda: empty(phone))
    assert entered(leader) == 1


@pytest.mark.parametrize(
    "lacks", ["window, 'indexedDB'", "Navigator.prototype, 'serviceWorker'", "crypto, 'subtle'"]
)
def test_a_browser_that_lacks_something_sends_all_the_same(leader, open_as, lacks):
    page = open_as(leader, PHONE)
    page.add_init_script(f"Object.defineProperty({lacks}, {{value: undefined}});")
    page.goto("/today/")
    ready(page)
    page.context.set_offline(True)
    record(page, 0)
    waiting(page, 1)
    page.context.set_offline(False)
    waiting(page, 0)
    assert entered(leader) == 1
