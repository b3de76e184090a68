"""The beginning of an installation, as whoever starts it sees it: code, administrator, second step, divisions, steps."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from geodata.accounts.models import User
from geodata.setup.first_code import new_code
from geodata.territory.models import Area
from tests import village as v
from tests import worlds
from tests.browser.conftest import OFFICE, PHONE
from tests.browser.test_every_page import look, violations
from tests.pages.signing import code

SECRET = "nine green bottles"


@pytest.fixture
def first_code(transactional_db: None) -> str:
    """An installation with its defaults and nobody."""
    worlds.defaults()
    return new_code(at=timezone.now())


def test_from_the_code_to_the_steps_with_a_county(first_code, open_as):
    page = open_as(None, PHONE)
    page.goto("/")
    page.wait_for_url("**/begin/")
    assert look(page, ["/begin/"]) == []
    page.fill("#id_code", "aaaa-aaaa")
    page.fill("#id_name", "张例明")
    for field in ("#id_password1", "#id_password2"):
        page.fill(field, SECRET)
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice.error")
    assert violations(page) == []
    assert not User.objects.exists()
    page.fill("#id_code", first_code)
    for field in ("#id_password1", "#id_password2"):
        page.fill(field, SECRET)
    page.keyboard.press("Enter")

    # As every office: nothing opens before the second step.
    page.wait_for_url("**/me/second-step/")
    page.click("main summary")
    page.fill("#id_code", code(page.inner_text(".secret").replace(" ", "")))
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/recovery-codes/")
    page.goto("/")
    page.wait_for_url("**/first-steps/")
    assert look(page, ["/first-steps/", "/first-steps/divisions/"]) == []

    # A county that comes along, chosen and added.
    page.set_viewport_size(OFFICE)
    page.goto("/first-steps/")
    page.click('main td a[href="/first-steps/divisions/"]')
    page.select_option("#county", "430382")
    page.click("form:has(#county) button")
    page.wait_for_url("**/first-steps/")
    expect(page.locator("[data-message]")).to_contain_text("38")
    expect(page.locator("main tbody tr").nth(1)).to_contain_text("38")
    assert Area.objects.filter(level="village").count() == 38

    # Nobody comes this way again.
    other = open_as(None)
    other.goto("/begin/")
    expect(other.locator(".code")).to_have_text("404")


def test_a_list_of_ones_own_is_shown_before_it_is_added(first_code, open_as, tmp_path):

    path = tmp_path / "list.csv"
    path.write_text(
        "统计用区划代码,名称\n430382000000,例市\n430382100000,例镇\n430382100201,例西村村民委员会\n"
    )
    page = open_as(v.officer("administrator", None), PHONE)
    page.goto("/first-steps/divisions/")
    page.set_input_files("#id_file", path)
    page.click("form:has(#id_file) button")
    expect(page.locator("main")).to_contain_text("例西村")
    assert violations(page) == []
    page.click('form:has(input[name="list"]) button')
    page.wait_for_url("**/first-steps/")
    assert Area.objects.filter(code="430382100201").exists()
