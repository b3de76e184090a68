"""Something has changed, said on a phone: few taps, without a network, twice, with the tab killed: nothing is lost or doubled."""

import uuid
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, expect

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.people.models import Household
from geodata.register.kinds.registry import KINDS
from geodata.register.models import RegisterChange
from geodata.register.ways import WAYS
from tests import village as v
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import sideways, violations
from tests.browser.test_outbox import empty, ready, remind, waiting
from tests.browser.test_today import Taps
from tests.register.every_kind import somebody

CHANGES = "**/api/v1/register/changes/"


@pytest.fixture
def home(county: v.County) -> Household:
    return county.homes[0]


@pytest.fixture
def contact(home: Household) -> User:
    return home.links.get().member.user


@pytest.fixture
def phone(contact: User, open_as: Any) -> Page:
    page = open_as(contact, PHONE, has_touch=True)
    page.goto("/today/")
    ready(page)
    return page


def open_change(page: Page) -> None:
    page.locator("#homes li a").first.tap()
    page.locator("#panel [data-change]").tap()
    page.wait_for_selector("#change[open]")


def way(name: str, what: str) -> str:
    return f'#change [data-way="{name}"] {what}'


def propose(page: Page, name: str, **fields: str) -> None:
    open_change(page)
    page.locator(way(name, "> summary")).tap()
    for field, text in fields.items():
        page.locator(way(name, f'[data-name="{field}"] input')).fill(text)
    page.locator(way(name, "button.wide")).tap()
    page.wait_for_selector("#change [data-proposed]:not([hidden])")
    page.locator("#change [data-proposed] [data-close]").tap()


def proposed() -> list[tuple[str, dict[str, Any]]]:
    return list(RegisterChange.objects.order_by("pk").values_list("kind", "payload"))


@pytest.mark.parametrize(
    ("name", "typed", "kind", "most"),
    [
        ("phones", "13800001111", "corrected", 3),
        ("moved_out", "", "moved_out", 3),
        ("died", "例配偶", "new_head", 4),
    ],
)
def test_on_the_page_of_the_household_it_takes_few_taps(contact, home, open_as, name, typed, kind, most):
    page = open_as(contact, PHONE, has_touch=True)
    page.goto(f"/households/{home.token}/")
    tap = Taps(page)
    tap('a[href$="/change/"]')
    tap(f'[data-way="{name}"] summary')
    if typed:
        field = page.locator(
            f'[data-way="{name}"] input[type=text], [data-way="{name}"] input[type=tel]'
        ).first
        field.tap()
        page.keyboard.type(typed)
    # Writing begins by a touch, which counts where it is no digit's.
    tap.count += name == "died"
    tap(f'[data-way="{name}"] button.wide')
    page.wait_for_selector(".notice.success")
    assert (tap.count, RegisterChange.objects.get().kind) == (most, kind)


def test_a_resident_who_is_head_now_is_a_tap(contact, home, open_as):
    heir = somebody(home)
    page = open_as(contact, PHONE, has_touch=True)
    page.goto(f"/households/{home.token}/")
    tap = Taps(page)
    tap('a[href$="/change/"]')
    tap('[data-way="died"] summary')
    tap('[data-way="died"] .options label')
    tap('[data-way="died"] button.wide')
    page.wait_for_selector(".notice.success")
    assert (tap.count, proposed()) == (4, [("new_head", {"why": "death", "resident": heir.pk})])


def test_a_new_household_takes_five_taps_and_the_name(contact, county, open_as):
    here = {"longitude": 112.505, "latitude": 27.905}
    page = open_as(contact, PHONE, has_touch=True, geolocation=here, permissions=["geolocation"])
    page.goto("/today/")
    ready(page)
    tap = Taps(page)
    tap("#new-home")
    tap(way("new", '[data-name="head_name"] input'))
    page.keyboard.type("例新户")
    tap(way("new", "[data-here]"))
    expect(page.locator(way("new", '[data-name="point"] input'))).not_to_have_value("")
    tap(way("new", "button.wide"))
    page.wait_for_selector("#change [data-proposed]:not([hidden])")
    waiting(page, 0)
    change = RegisterChange.objects.get()
    assert tap.count <= 5 and change.grid == county.grids[0]
    assert change.payload == {
        "head_name": "例新户",
        "point": {"lon": 112.505, "lat": 27.905, "quality": "phone"},
    }


def test_without_a_network_it_waits_and_is_sent_when_it_is_back(phone, home):
    heir = somebody(home)
    phone.reload()
    ready(phone)
    phone.context.set_offline(True)
    propose(phone, "moved_out", where="例市")
    open_change(phone)
    phone.locator(way("died", "summary")).tap()
    phone.locator(way("died", ".options label")).tap()
    phone.locator(way("died", "button.wide")).tap()
    waiting(phone, 2)
    expect(phone.locator("#outbox")).to_contain_text("2")
    assert proposed() == []
    phone.context.set_offline(False)
    waiting(phone, 0)
    assert proposed() == [
        ("moved_out", {"where": "例市"}),
        ("new_head", {"why": "death", "resident": heir.pk}),
    ]


def test_a_killed_tab_loses_nothing(phone):
    phone.context.set_offline(True)
    propose(phone, "phones", phones="13800001111")
    waiting(phone, 1)
    context = phone.context
    phone.close(run_before_unload=False)
    context.set_offline(False)
    again = context.new_page()
    again.goto("/today/")
    ready(again)
    waiting(again, 0)
    assert proposed() == [("corrected", {"phones": ["13800001111"]})]


def test_every_request_sent_twice_and_an_answer_that_gets_lost_are_one_change(phone):
    lost = []

    def lose(route: Route) -> None:
        route.fetch()
        if not lost:
            lost.append(route)
            route.abort()
        else:
            route.fulfill(response=route.fetch())

    phone.route(CHANGES, lose)
    propose(phone, "moved_out", where="例市")
    waiting(phone, 1)
    remind(phone, lambda: empty(phone))
    assert (len(lost), proposed()) == (1, [("moved_out", {"where": "例市"})])


def test_another_body_with_the_same_id_is_told_and_sent_as_a_new_one(phone):
    taken: list[Any] = []

    def use_up(route: Route) -> None:
        body = route.request.post_data_json
        if not taken:
            taken.append(route.fetch(post_data={**body, "payload": {"where": "例县"}}))
        route.fulfill(response=route.fetch())

    phone.route(CHANGES, use_up)
    propose(phone, "moved_out", where="例市")
    phone.wait_for_selector(".stuck")
    assert proposed() == [("moved_out", {"where": "例县"})]
    phone.locator(".stuck button").first.tap()
    waiting(phone, 0)
    assert proposed() == [("moved_out", {"where": "例县"}), ("moved_out", {"where": "例市"})]


def test_what_cannot_be_taken_stays_with_its_sentence(phone, home):
    Household.objects.filter(pk=home.pk).update(occupancy="empty")
    propose(phone, "empty")
    phone.wait_for_selector(".stuck")
    expect(phone.locator(".stuck p")).not_to_be_empty()
    waiting(phone, 1)
    assert proposed() == []


def test_taken_back_before_it_was_sent_it_was_never_there_and_after_it_is_withdrawn(phone):
    phone.context.set_offline(True)
    phone.route("**/today/ready/", lambda route: route.abort())
    with phone.expect_event("requestfailed", lambda request: request.url.endswith("/today/ready/")):
        propose(phone, "empty")
    waiting(phone, 1)
    phone.locator("#outbox summary").tap()
    phone.locator("#outbox li button").tap()
    waiting(phone, 0)
    phone.unroute("**/today/ready/")
    phone.context.set_offline(False)
    open_change(phone)
    phone.locator(way("empty", "summary")).tap()
    phone.locator(way("empty", "button.wide")).tap()
    phone.wait_for_selector("#change [data-proposed]:not([hidden])")
    waiting(phone, 0)
    assert RegisterChange.objects.get().state == "proposed"
    phone.locator("#change [data-withdraw]").tap()
    remind(phone, lambda: empty(phone) and RegisterChange.objects.get().state == "withdrawn")


def test_an_old_token_in_an_outbox_still_means_the_household_after_a_merger(phone, county, home):
    phone.context.set_offline(True)
    propose(phone, "phones", phones="13800001111")
    waiting(phone, 1)
    merge(county, home)
    phone.context.set_offline(False)
    waiting(phone, 0)
    assert RegisterChange.objects.get(kind="corrected").household == county.homes[1]


def merge(county: v.County, home: Household) -> None:
    """By the office, while the phone is away."""
    office = Client()
    office.force_login(v.officer("village_officer", county.west))
    said = {"client_id": uuid.uuid4(), "into": county.homes[1].token, "day": today().isoformat()}
    sent = {"way": "merged", **{f"merged-{name}": value for name, value in said.items()}}
    office.post(f"/households/{home.token}/change/", sent)
    assert RegisterChange.objects.get(kind="merged").state == "confirmed"


def test_a_new_household_that_was_sent_is_withdrawn_as_well(phone):
    phone.locator("#new-home").tap()
    phone.locator(way("new", '[data-name="head_name"] input')).fill("例新户")
    phone.locator(way("new", "button.wide")).tap()
    phone.wait_for_selector("#change [data-proposed]:not([hidden])")
    remind(phone, lambda: empty(phone) and RegisterChange.objects.exists())
    phone.locator("#change [data-withdraw]").tap()
    remind(phone, lambda: empty(phone) and RegisterChange.objects.get().state == "withdrawn")


def test_nothing_said_is_told_before_it_is_sent(phone):
    open_change(phone)
    phone.locator(way("died", "summary")).tap()
    phone.locator(way("died", "button.wide")).tap()
    expect(phone.locator(way("died", "[data-wrong]"))).to_be_visible()
    waiting(phone, 0)


def test_axe_finds_nothing_nothing_scrolls_sideways_and_a_thumb_finds_all(phone, home):
    open_change(phone)
    phone.locator(way("corrected", "summary")).tap()
    assert violations(phone) == [] and sideways(phone) == 0
    small = phone.evaluate(
        """() => [...document.querySelectorAll("#change label:has(input), #change button, #change select, #change summary")]
            .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44).map(one => one.outerHTML.slice(0, 90))"""
    )
    assert small == []
    phone.goto(f"/households/{home.token}/change/")
    phone.locator('[data-way="split"] summary').tap()
    assert violations(phone) == [] and sideways(phone) == 0


TYPED = {
    "text": "例", "name": "例居民", "whole": "2", "phone": "13800001111", "phones": "13800001111, 13900002222",
    "day": "2027-03-01", "point": "112.505 27.905",
}  # fmt: skip
"""What is written into a field, by the form of its value; the rest is chosen."""


def fill(page: Page, name: str) -> None:
    """Everything that the way asks for, folded or not."""
    for more in page.locator(way(name, "form summary")).all():
        more.tap()
    for part in page.locator(way(name, "[data-name]")).all():
        shape, field = part.get_attribute("data-shape") or "", part.locator("input, select").first
        if not part.is_visible():
            continue
        if part.locator("select").count():
            part.locator("select").select_option(index=1)
        elif field.get_attribute("type") in ("radio", "checkbox"):
            part.locator("label").first.tap()
        else:
            least = int(field.get_attribute("min") or 0) if shape == "whole" else 0
            field.fill(str(least) if least > 2 else TYPED[shape])


def test_every_way_reaches_the_register_from_the_phone_but_what_needs_care_records(county, home, open_as):
    somebody(home)
    page = open_as(v.officer("small_leader", county.grids[0]), PHONE, has_touch=True)
    page.goto("/today/")
    ready(page)
    for name, each in WAYS.items():
        if each.of_household:
            page.locator(f'#homes li[data-token="{home.token}"] a').tap()
            page.locator("#panel [data-change]").tap()
        else:
            page.locator("#new-home").tap()
        page.wait_for_selector("#change[open]")
        if page.locator(f'#change [data-way="{name}"]').is_hidden():
            page.locator("#change [data-close]").first.tap()
            continue
        if not page.locator(way(name, "form")).is_visible():
            page.locator(way(name, "> summary")).tap()
        fill(page, name)
        # The head is one of the residents, or somebody else.
        if "resident" in each.some:
            page.locator(way(name, '[data-name="head_name"] input')).fill("")
        page.locator(way(name, "button.wide")).tap()
        page.wait_for_selector("#change [data-proposed]:not([hidden])")
        page.locator("#change [data-proposed] [data-close]").tap()
    remind(page, lambda: empty(page))
    expect(page.locator(".stuck")).to_have_count(0)
    sent = {kind for kind, _payload in proposed()}
    assert set(KINDS) - sent == {"care_verified", "care_ended", "came_back"}
    split = RegisterChange.objects.get(kind="split").payload
    assert (split["phones"], split["size"], len(split["who"])) == (["13800001111", "13900002222"], 2, 1)


def test_the_position_of_the_phone_is_the_point_that_is_proposed(contact, home, open_as):
    here = {"longitude": 112.5043, "latitude": 27.9057}
    page = open_as(contact, PHONE, has_touch=True, geolocation=here, permissions=["geolocation"])
    page.goto(f"/households/{home.token}/change/")
    page.locator('[data-way="moved"] summary').tap()
    page.locator('[data-way="moved"] [data-here]').tap()
    expect(page.locator('[data-way="moved"] [data-name="point"] input')).to_have_value(
        "112.5043000 27.9057000"
    )
    page.locator('[data-way="moved"] button.wide').tap()
    page.wait_for_selector(".notice.success")
    point = {"lon": 112.5043, "lat": 27.9057, "quality": "phone"}
    assert proposed() == [("moved", {"point": point})]
