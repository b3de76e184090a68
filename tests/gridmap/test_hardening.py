"""What every answer carries, how often one may ask, and that production settings leave nothing to say."""

import os
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django.fixtures import Settings

from gridmap import environment
from gridmap.content_policy import directives, origin
from gridmap.local.paths import CHECKOUT
from tests import village as v
from tests.patience import PATIENCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    places = v.county()
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(
        v.officer("county_officer", places.county), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def policy(answer) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";")]
    return {name: value for name, _space, value in parts}


@pytest.mark.parametrize("path", ["/", "/coverage/", "/nothing/", "/api/v1/me/", "/api/v1/docs/", "/healthz"])
def test_every_answer_says_what_a_page_may_load(office, path):
    answer = office.get(path)
    header = policy(answer)
    assert (header["default-src"], header["base-uri"], header["frame-ancestors"]) == (
        "'none'",
        "'none'",
        "'none'",
    )
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_the_maps_own_script_carries_the_nonce_of_its_answer(office):
    first, second = office.get("/coverage/"), office.get("/coverage/")
    nonce = policy(first)["script-src"].split("'nonce-")[1].rstrip("'")
    assert f'<script nonce="{nonce}">' in first.content.decode()
    assert policy(first)["script-src"] != policy(second)["script-src"]


@pytest.mark.parametrize("path", ["/", "/coverage/", "/gaps/", "/me/", "/login/", "/api/v1/docs/"])
def test_no_page_has_an_inline_script_or_style_without_a_nonce(office, path):
    text = office.get(path, follow=True).content.decode()
    assert "<script>" not in text
    assert "<style" not in text
    assert " style=" not in text
    assert " onclick=" not in text


def test_only_pictures_come_from_the_basemaps_host():
    parts = directives(basemap="xyz", address="https://{s}.tiles.example/{z}/{x}/{y}.png", identities="")
    assert parts["img-src"][-1] == "https://*.tiles.example"
    assert [name for name, sources in parts.items() if "https://*.tiles.example" in sources] == ["img-src"]


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://t{{s}}.tiles.example/{{z}}", ["https://*.tiles.example"]),
        ("http://127.0.0.1:8080/{z}/{x}/{y}", ["http://127.0.0.1:8080"]),
        ("/tiles/{z}/{x}/{y}", []),
        ("", []),
    ],
)
def test_the_host_of_a_basemap(address, host):
    assert origin(address) == host


def test_the_api_may_be_asked_so_often(office, settings: Settings):
    settings.API_RATE = "3/hour"
    answers = [office.get("/api/v1/me/") for _time in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1]["Retry-After"]) <= 3600


def test_files_may_be_taken_so_often(office, settings: Settings):
    settings.EXPORT_RATE = "2/hour"
    answers = [office.get("/gaps/export.csv") for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert "Too many requests." in answers[-1].content.decode()


@pytest.mark.parametrize("value", ["x", "0/minute", "5", "5/week", "-1/day", "５/day"])
def test_a_rate_that_cannot_be_meant_stops_the_start(monkeypatch, value):
    monkeypatch.setenv("GRIDMAP_API_RATE", value)
    with pytest.raises(ImproperlyConfigured, match="GRIDMAP_API_RATE"):
        environment.rate("GRIDMAP_API_RATE", "600/minute")


def test_a_body_that_is_too_large_is_refused(office):
    large = {"who": "x" * (configured.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    assert office.post("/api/v1/token/", large, content_type="application/json").status_code in (400, 413)
    assert office.post("/language/", large).status_code == 400


def test_an_error_of_ours_shows_nothing_of_its_insides(office, monkeypatch):
    def broken(*_asked: object, **_more: object) -> None:
        raise RuntimeError("secret insides")

    monkeypatch.setattr("gridmap.pages.coverage.coverage.coverages", broken)
    monkeypatch.setattr("api.coverage.views.coverage", broken)
    office.raise_request_exception = False
    for path in ("/coverage/", "/api/v1/coverage/?area=430382"):
        answer = office.get(path)
        assert answer.status_code == 500
        assert b"insides" not in answer.content
        assert b"Traceback" not in answer.content


def production() -> dict[str, str]:
    """This environment without what browser tests need of Django."""
    return {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}


def test_the_check_before_a_deployment_finds_nothing():
    told = {
        "GRIDMAP_HTTPS": "1",
        "GRIDMAP_PROXIES": "1",
        "ALLOWED_HOSTS": "gridmap.example",
        "GRIDMAP_DEMO": "0",
    }
    ran = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "INFO"],
        cwd=CHECKOUT,
        env={**production(), **told, "DJANGO_SETTINGS_MODULE": "gridmap.settings"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (ran.returncode, "no issues" in ran.stdout) == (0, True), ran.stderr


@pytest.fixture
def as_with_https(settings: Settings) -> None:
    """Names and flags of cookies as GRIDMAP_HTTPS sets them."""
    for name in dir(configured):
        if name.endswith("_COOKIE_NAME"):
            setattr(settings, name, f"__Host-{getattr(settings, name)}")
        elif name.endswith("_COOKIE_SECURE"):
            setattr(settings, name, True)


def test_every_cookie_is_bound_to_this_host(as_with_https: None, settings: Settings):
    who = v.user("cadre")
    who.set_password("a long password")
    who.save()
    client = Client()
    told = [
        client.get("/login/"),
        client.post("/language/", {"language": "en", "next": "/login/"}),
        client.post("/login/", {"login": "cadre", "password": "a long password"}),
        client.post("/me/tokens/end/"),
        client.get("/me/"),
        client.post("/logout/"),
    ]
    cookies = [morsel for answer in told for morsel in answer.cookies.values() if morsel.value]
    own = ("sessionid", "csrftoken", "django_language", "messages", "browser")
    names = {f"__Host-{name}" for name in own}
    assert {morsel.key for morsel in cookies} == names
    for morsel in cookies:
        assert (morsel["secure"], morsel["path"], morsel["domain"]) == (True, "/", ""), morsel


def printed_where_https_is_on(code: str) -> list[str]:
    """The words that a process with the settings of production and HTTPS prints."""
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=CHECKOUT,
        env={**production(), "GRIDMAP_HTTPS": "1", "DJANGO_SETTINGS_MODULE": "gridmap.settings"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )
    return ran.stdout.split()


def test_with_https_all_names_say_so():
    code = (
        "from django.conf import settings as s;"
        "names = [getattr(s, n) for n in dir(s) if n.endswith('_COOKIE_NAME')];"
        "print(len(names), all(n.startswith('__Host-') for n in names),"
        " all(getattr(s, n) for n in dir(s) if n.endswith('_COOKIE_SECURE')))"
    )
    assert printed_where_https_is_on(code) == ["7", "True", "True"]


def test_cookies_are_for_https_alone_where_it_is_set():
    code = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT)"
    assert printed_where_https_is_on(code) == ["True", "True", "True"]
