"""Other sites ask with a token where the operator names them, and nobody else does."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from gridmap import environment

pytestmark = pytest.mark.django_db
NAMED = "https://maps.example.cn"


@pytest.fixture
def named(settings):
    settings.CORS_ORIGINS = [NAMED]


def ask(path: str, origin: str, method: str = "get", **headers: str):
    return getattr(Client(), method)(path, headers={"Origin": origin, **headers})


def beforehand(path: str, origin: str):
    return ask(path, origin, "options", **{"Access-Control-Request-Method": "GET"})


@pytest.mark.parametrize("path", ["/ogc/collections", "/tiles/grids.json", "/api/v1/me/"])
def test_a_named_site_may_ask_and_reads_why_it_is_refused(named, path):
    answer = ask(path, NAMED)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (401, NAMED)
    assert "Origin" in answer["Vary"]
    assert "Access-Control-Allow-Credentials" not in answer


def test_what_a_browser_asks_beforehand_is_answered_without_signing_in(named):
    answer = beforehand("/ogc/collections", NAMED)
    assert (answer.status_code, answer["Access-Control-Allow-Origin"]) == (204, NAMED)
    assert "Authorization" in answer["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "origin", ["https://other.example.cn", "http://maps.example.cn", "null", f"{NAMED}.evil.cn"]
)
def test_other_sites_may_not(named, origin):
    for answer in (ask("/ogc/collections", origin), beforehand("/ogc/collections", origin)):
        assert "Access-Control-Allow-Origin" not in answer


def test_pages_are_read_by_no_other_site(named):
    assert "Access-Control-Allow-Origin" not in ask("/login/", NAMED)


def test_nobody_is_named_unless_the_operator_does(settings, monkeypatch):
    monkeypatch.delenv("GRIDMAP_CORS_ORIGINS", raising=False)
    assert environment.origins("GRIDMAP_CORS_ORIGINS") == settings.CORS_ORIGINS == []


@pytest.mark.parametrize(
    "wrong",
    ["*", "maps.example.cn", "https://maps.example.cn/", "https://*.cn", "https://a@b.cn", "file://x"],
)
def test_what_is_no_origin_stops_the_start(monkeypatch, wrong):
    monkeypatch.setenv("GRIDMAP_CORS_ORIGINS", wrong)
    with pytest.raises(ImproperlyConfigured, match="GRIDMAP_CORS_ORIGINS"):
        environment.origins("GRIDMAP_CORS_ORIGINS")
