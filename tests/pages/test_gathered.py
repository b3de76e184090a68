"""/gathered/: for whoever counts above the counties, where other installations publish to this one."""

import datetime as dt

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from geodata.federation.gathered import last_day_over
from tests import village as v
from tests.federation.test_collecting import EAST, WEST, Far, far, gather

__all__ = ["far"]


@pytest.fixture
def province(db: None) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(v.officer("county_officer", v.area("43", "例省")))
    return client


def page(client: Client) -> str:
    return " ".join(client.get("/gathered/").content.decode().split())


def test_counties_stand_with_their_day_and_their_sum(province: Client, far: Far):
    day = last_day_over()
    far.tell(WEST, day, households=1200, special="<5")
    gather(far, day + dt.timedelta(days=1))
    told = page(province)
    assert "1,200" in told and "&lt;5" in told and day.isoformat() in told
    assert "1 county has not told this day yet" in told and "without 1" in told


def test_a_refusal_is_told_in_words(province: Client, far: Far):
    day = last_day_over()
    far.tell(WEST, day, households=-1)
    gather(far, day + dt.timedelta(days=1))
    assert "The response cannot be read." in page(province)


def test_the_menu_leads_there_only_where_something_is_gathered(
    province: Client, far: Far, settings: Settings
):
    assert 'href="/gathered/"' in province.get("/help/").content.decode()
    settings.CHILDREN = ()
    assert 'href="/gathered/"' not in province.get("/help/").content.decode()
    assert "No county of your area publishes to this installation." in page(province)


def test_the_api_answers_the_same(province: Client, far: Far):
    day = last_day_over()
    far.tell(EAST, day, households=80)
    gather(far, day + dt.timedelta(days=1))
    body = province.get("/api/v1/gathered/").json()
    assert body["sums"]["households"] == {"told": 80, "hidden": 0, "missing": 1}
    assert [line["late"] for line in body["results"]] == [True, False]
