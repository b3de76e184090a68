"""From a one-time link to a signed-in office, as the person sees it; and the pages on the way."""

import re

import pytest
from playwright.sync_api import expect

from geodata.accounts.links import new_link
from geodata.accounts.models import User
from geodata.base.periods import since
from geodata.posts.models import Post
from tests import village as v
from tests.browser.conftest import PHONE, sign_in, sign_out
from tests.browser.test_every_page import look, violations
from tests.pages.signing import PASSWORD, code, real, with_second_step

SECRET = "nine green bottles"


@pytest.fixture
def office(county) -> User:
    """Opened, and without a password yet."""
    who = real("village_officer", county.west, name="xicun")
    who.set_unusable_password()
    who.save()
    return who


def key_on(page) -> str:
    page.click("main summary")
    return page.inner_text(".secret").replace(" ", "")


def test_from_the_link_over_the_second_step_to_the_list_of_sessions(office, open_as):
    account, token = new_link(office)
    page = open_as(None, PHONE)
    page.goto(f"/link/{account}/{token}/")
    assert token not in page.url
    assert violations(page) == []
    page.fill("#id_password1", SECRET)
    page.fill("#id_password2", SECRET)
    page.keyboard.press("Enter")

    # Nothing opens before the second step.
    page.wait_for_url("**/me/second-step/")
    page.goto("/gaps/")
    page.wait_for_url("**/me/second-step/")
    assert violations(page) == []
    secret = key_on(page)
    page.fill("#id_code", code(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/recovery-codes/")
    expect(page.locator(".codes li")).to_have_count(10)
    assert violations(page) == []
    page.click("main .button >> nth=0")
    expect(page.locator("h1").first).to_contain_text("例xicun")

    # Out, and in again with password and code.
    sign_out(page)
    page.wait_for_url("**/login/")
    sign_in(page, "xicun", SECRET)
    page.wait_for_url("**/login/code/")
    assert violations(page) == []
    page.fill("#id_code", code(secret, later=1))
    page.keyboard.press("Enter")
    expect(page.locator("h1").first).to_contain_text("例xicun")

    # Where I am signed in.
    page.goto("/me/")
    expect(page.locator(".sessions li")).to_have_count(1)
    expect(page.locator(".sessions .tag")).to_be_visible()
    assert look(page, ["/me/", "/me/password/"]) == []


def test_an_office_fills_a_vacant_post_and_hands_over_a_link(county, officer, open_as):
    page = open_as(officer, PHONE)
    page.goto(f"/posts/?area={county.west.code}")
    page.locator(".vacant a[href*='kind=small_leader']").first.click()
    page.fill("#id_name", "张例明")
    page.locator('input[value="new"]').check()
    page.keyboard.press("Enter")
    expect(page.locator("#link")).to_have_value(re.compile(r"/link/\w+/[\w-]+/$"))
    assert Post.objects.get(user__username="zhangliming").area == county.grids[0]
    assert violations(page) == []

    other = open_as(None, PHONE)
    other.goto(page.input_value("#link"))
    expect(other.locator("#id_password1")).to_be_visible()


def test_the_pages_of_offices_and_administrators_on_a_phone(county, officer, open_as):
    leader = v.officer("small_leader", county.grids[0], name="leader")
    Post.objects.create(user=leader, kind="cadre", area=county.west, period=since(v.LONG_AGO))
    pages = [
        f"/posts/?area={county.west.code}&state=vacant",
        f"/posts/fill/?area={county.west.code}&who=leader",
        f"/accounts/{leader.pk}/",
    ]
    assert look(open_as(officer, PHONE), pages) == []
    administrator = open_as(v.officer("administrator", None), PHONE)
    assert look(administrator, ["/posts/fill/"]) == []


def test_a_refused_appointment_a_wrong_code_a_lock_and_a_used_link(county, officer, open_as):
    page = open_as(officer, PHONE)
    page.goto(f"/posts/fill/?area={county.grids[0].code}&kind=small_leader")
    page.click("main form.card .button")
    page.wait_for_selector(".notice.error, .errorlist")
    assert violations(page) == []

    leader = real("small_leader", county.grids[0], name="leader")
    with_second_step(leader)
    guest = open_as(None, PHONE)
    guest.goto("/login/")
    sign_in(guest, "leader", PASSWORD)
    guest.wait_for_url("**/login/code/")
    for _time in range(5):
        guest.fill("#id_code", "000000")
        # The next code goes into the page that comes, not into the one that goes.
        with guest.expect_navigation():
            guest.keyboard.press("Enter")
        guest.wait_for_selector(".errorlist, .code")
    expect(guest.locator(".code")).to_have_text("429")
    assert violations(guest) == []
    assert look(guest, ["/link/MQ/set/"]) == []


def test_filling_a_post_needs_no_mouse(county, officer, open_as):
    page = open_as(officer)
    page.goto(f"/posts/fill/?area={county.grids[0].code}&kind=small_leader")
    seen = set()
    for _press in range(40):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()"))
    assert {"who", "kind", "day", "person", "name", "phone", "username"} <= seen
