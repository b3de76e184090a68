"""Published coverage by API: for a collector's token alone, and the key for everybody."""

import hashlib

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from geodata.audit.models import AccessEntry
from geodata.federation.publishing import publish_due
from geodata.federation.signing import is_signed, public_key
from geodata.jobs.daily import everything
from tests import village as v
from tests.federation.conftest import SECRET

TOKEN = "a-token-of-the-province"
AS_COLLECTOR = {"Authorization": f"Bearer {TOKEN}", "Accept-Language": "en"}
ADDRESS = "/api/v1/publish/coverage/?area=430382"


@pytest.fixture
def county(db: None, settings: Settings) -> v.County:
    settings.PUBLISHING_KEY = SECRET
    settings.COLLECTORS = {hashlib.sha256(TOKEN.encode()).hexdigest(): "province"}
    return v.county()


def test_a_collector_is_told_what_was_signed(county: v.County):
    publish_due(today=v.TODAY, scope=everything())
    body = Client().get(ADDRESS, headers=AS_COLLECTOR).json()
    key = Client().get("/api/v1/publish/key/").json()["key"]
    (day,) = body["results"]
    assert (body["area"], day["day"], key) == ("430382", "2026-06-29", public_key(SECRET))
    assert is_signed(day["payload"], day["signature"], key=key)
    assert AccessEntry.objects.get(action="coverage_taken").details == {
        "who": "province",
        "rows": 1,
        "by": "api",
    }


def test_days_are_told_since_one(county: v.County):
    publish_due(today=v.TODAY, scope=everything())
    later = Client().get(f"{ADDRESS}&since=2026-06-30", headers=AS_COLLECTOR).json()
    assert later["results"] == []


def test_nobody_else_is_told_anything(county: v.County):
    publish_due(today=v.TODAY, scope=everything())
    officer = Client()
    officer.force_login(v.officer("county_officer", county.county))
    for caller, headers in ((Client(), {}), (officer, {}), (Client(), {"Authorization": "Bearer guessed"})):
        assert caller.get(ADDRESS, headers=headers).status_code == 401


def test_a_collectors_token_opens_nothing_else(county: v.County):
    answer = Client().get("/api/v1/coverage/?area=430382", headers=AS_COLLECTOR)
    assert answer.status_code == 401


def test_what_is_not_published_is_not_there(county: v.County, settings: Settings):
    assert Client().get(ADDRESS, headers=AS_COLLECTOR).status_code == 404
    settings.PUBLISHING_KEY = ""
    assert Client().get("/api/v1/publish/key/").status_code == 404
