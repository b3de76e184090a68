"""A roll-call on a phone: three taps at the door, without a network, twice, and once on the server, as of when it was found out."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from geodata.accounts.models import User
from geodata.campaigns.models import Campaign, CampaignResult
from geodata.needs.defaults import load_missing_need_defaults
from geodata.people.models import Household
from geodata.visits.models import Visit
from tests import village as v
from tests.browser.conftest import PHONE
from tests.browser.test_every_page import sideways, violations
from tests.browser.test_outbox import empty, ready, remind, waiting
from tests.browser.test_today import Taps
from tests.campaigns.conftest import Desk

RESULTS = "**/api/v1/campaigns/*/results/"


@pytest.fixture
def home(county: v.County) -> Household:
    return county.homes[0]


@pytest.fixture
def contact(home: Household) -> User:
    return home.links.get().member.user


@pytest.fixture
def campaign(county: v.County) -> Campaign:
    load_missing_need_defaults()
    office = Desk(v.officer("county_officer", county.county))
    return office.calls(county.county.code, at=timezone.now() - dt.timedelta(hours=1))


@pytest.fixture
def phone(contact: User, campaign: Campaign, open_as: Any) -> Page:
    page = open_as(contact, PHONE, has_touch=True)
    page.goto("/today/")
    ready(page)
    return page


def test_a_result_takes_three_taps_offline_and_is_recorded_once_as_of_its_moment(phone, contact, home):
    sent: list[Any] = []

    def twice(route: Route) -> None:
        """Of the first answers the phone never hears."""
        sent.extend([route.fetch(), route.fetch()])
        route.abort() if len(sent) == 2 else route.fulfill(response=sent[-1])

    phone.context.route(RESULTS, twice)
    expect(phone.locator("#calls")).to_contain_text(home.head_name)
    assert sideways(phone) == 0
    phone.context.set_offline(True)
    tap = Taps(phone)
    tap("#calls li a")
    assert violations(phone) == []
    tap('#panel [data-roll-call] label:has(input[value="ok"])')
    tap("#panel [data-roll-call] button")
    assert tap.count == 3
    waiting(phone, 1)
    before = timezone.now()
    expect(phone.locator("#panel [data-roll-call]")).to_have_count(0)
    phone.locator("#panel [data-done] [data-close]").tap()
    expect(phone.locator("#calls li")).to_have_count(0)
    phone.context.set_offline(False)
    remind(phone, lambda: empty(phone))
    result = CampaignResult.objects.get()
    assert (result.state, result.how, result.by, result.made_at <= before) == ("ok", "door", contact, True)
    assert Visit.objects.get(entered_by=contact).client_id == result.client_id
    assert len(sent) >= 4


def test_what_is_wrong_there_opens_a_need_and_nobody_there_is_asked_again(phone, home):
    phone.locator("#calls li a").tap()
    phone.locator('#panel [data-roll-call] label:has(input[value="unreached"])').tap()
    phone.locator("#panel [data-roll-call] button").tap()
    remind(phone, lambda: empty(phone) and CampaignResult.objects.count() == 1)
    phone.locator("#panel [data-done] [data-close]").tap()
    expect(phone.locator("#calls li")).to_have_count(1)
    phone.locator("#calls li a").tap()
    phone.locator('#panel [data-roll-call] label:has(input[value="needs"])').tap()
    phone.locator('#panel [data-roll-call] label:has(input[value="heating"])').tap()
    phone.locator("#panel [data-roll-call] input[name=text]").fill("例炉子坏了")
    phone.locator("#panel [data-roll-call] button").tap()
    remind(phone, lambda: empty(phone) and CampaignResult.objects.count() == 2)
    result = CampaignResult.objects.order_by("pk").last()
    assert (result.answers, result.need.text) == ({"heating": False}, "例炉子坏了")
    expect(phone.locator("#changed")).to_contain_text(result.need.number)
