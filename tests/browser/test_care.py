"""Care records by hand: three clicks begin one, on a phone as well; nothing scrolls sideways and axe finds nothing."""

from playwright.sync_api import expect

from geodata.people.models import CareRecord
from tests import village as v
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import look
from tests.roles import owner


def test_three_clicks_begin_a_record(county, officer, open_as):
    home = county.homes[0]
    page = open_as(officer, PHONE)
    page.goto(f"/households/{home.token}/")
    page.get_by_role("link", name="特殊群体记录").click()
    page.get_by_label("特殊群体", exact=True).select_option("monitored")
    page.get_by_role("button", name="新增", exact=True).click()
    expect(page.get_by_text("变更已登记")).to_be_visible()
    assert CareRecord.objects.get(household=home, category__code="monitored").state == "clue"


def test_pages_of_care_and_members_are_in_order(county, officer, open_as):
    with owner():
        v.member(county.west)
    home = county.homes[0]
    pages = [f"/households/{home.token}/care/", "/categories/", "/categories/?code=monitored"]
    pages += [f"/members/add/?area={county.west.code}"]
    for size in ({"width": 1440, "height": 900}, PHONE):
        page = open_as(officer, size)
        page.goto(pages[0])
        if size == PHONE:
            page.get_by_role("button", name="提出", exact=True).click()
        else:
            page.get_by_label("特殊群体", exact=True).select_option("monitored")
            page.get_by_role("button", name="新增", exact=True).click()
        assert look(page, pages) == []
