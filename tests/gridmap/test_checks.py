"""The start-up checks, each made to fail once."""

from dataclasses import replace

import pytest
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import OperationalError, connection
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from geodata.base.manifest import Sealed
from geodata.base.sealed import Place, seal
from gridmap import checks, databases
from tests.roles import owner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("defaults")]


def complaints() -> set[str]:
    """The ids of our own checks that complain."""
    return {each.id for each in run_checks(databases=["default"]) if str(each.id).startswith("gridmap.")}


def test_this_installation_passes(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert checks.check_database(databases=["default"]) == []
    call_command("check", databases=["default"], tags=["database", "security"])
    assert complaints() == set()


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("gridmap.E002", {"server": 140012}),
        ("gridmap.E003", {"postgis": "", "postgis_available": ""}),
        ("gridmap.E003", {"postgis": "3.2.9"}),
        ("gridmap.E004", {"lc_ctype": "C"}),
        ("gridmap.E004", {"lc_ctype": "zh_CN.GB18030"}),
        ("gridmap.E010", {"has_web_role": False}),
        ("gridmap.W002", {"web_makes_temporary": True}),
    ],
)
def test_a_database_of_the_wrong_kind_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, code: str, change: dict[str, object]
) -> None:
    here = databases.profile(connection)
    monkeypatch.setattr(checks, "profile", lambda _: replace(here, **change))
    assert complaints() == {code}


def test_postgis_may_still_have_to_be_created(monkeypatch: pytest.MonkeyPatch) -> None:
    here = databases.profile(connection)
    monkeypatch.setattr(checks, "profile", lambda _: replace(here, postgis=""))
    assert complaints() == set()


def test_a_database_that_does_not_answer_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise OperationalError("refused")

    monkeypatch.setattr(checks, "profile", refuse)
    assert complaints() == {"gridmap.E001"}


MAIL = {
    "EMAIL_HOST": "mail.example.cn",
    "ADDRESS": "https://gridmap.example.cn",
    "DEFAULT_FROM_EMAIL": "a@example.cn",
}


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("gridmap.E005", {"SECRET_KEY": "short"}),
        ("gridmap.E005", {"SECRET_KEY": "a" * 60}),
        ("gridmap.E012", {"SEALING_KEYS": ["k7" * 30]}),
        ("gridmap.E006", {"ALLOWED_HOSTS": ["*"]}),
        ("gridmap.E007", {"DEBUG": True, "HTTPS": True, "PROXIES": 1}),
        ("gridmap.E008", {"BASEMAP": "tianditu", "BASEMAP_KEY": ""}),
        ("gridmap.E009", {"BASEMAP": "xyz", "BASEMAP_URL": ""}),
        ("gridmap.E009", {"BASEMAP": "xyz", "BASEMAP_URL": "https://tiles.example/{z}/{x}.png"}),
        ("gridmap.E009", {"BASEMAP": "xyz", "BASEMAP_URL": "javascript:{z}{x}{y}"}),
        ("gridmap.E014", {"WEBHOOKS": {"430382": "https://chat.example.cn/"}, "ADDRESS": ""}),
        ("gridmap.E015", MAIL | {"DEFAULT_FROM_EMAIL": ""}),
        ("gridmap.W005", MAIL | {"MAIL_TLS": "none"}),
    ],
)
def test_a_setting_that_cannot_be_meant_stops_the_start(
    settings: Settings, code: str, change: dict[str, object]
) -> None:
    for name, value in change.items():
        setattr(settings, name, value)
    assert complaints() == {code}


def test_texts_whose_key_is_missing_stop_the_start(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    sealing = [Sealed("sealed_trial", "text", "t.id"), Sealed("still_to_come", "text", "t.id")]
    monkeypatch.setattr(checks, "places", lambda: sealing)
    text = seal("例".encode(), at=Place("sealed_trial", "text", "1"))
    with owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE sealed_trial AS SELECT %s::bytea AS text UNION ALL SELECT ''", [text])
        assert checks.check_sealed(databases=["default"]) == []
        settings.SEALING_KEYS = ["another key of this service, made of chance"]
        assert [each.id for each in checks.check_sealed(databases=["default"])] == ["gridmap.E013"]


def test_a_basemap_that_is_complete_passes(settings: Settings) -> None:
    settings.BASEMAP, settings.BASEMAP_URL = "xyz", "https://tiles.example/{z}/{x}/{y}.png"
    assert complaints() == set()


def test_every_check_says_what_to_do(settings: Settings) -> None:
    settings.SECRET_KEY, settings.BASEMAP, settings.ALLOWED_HOSTS = "short", "tianditu", ["*"]
    ours = [each for each in run_checks() if str(each.id).startswith("gridmap.")]
    assert len(ours) == 3
    assert all(each.hint for each in ours)


def test_behind_tls_the_proxies_must_be_told(settings: Settings) -> None:
    settings.HTTPS, settings.PROXIES = True, 0
    assert complaints() == {"gridmap.E011"}
    settings.PROXIES = 1
    assert complaints() == set()


def test_a_public_name_asks_whether_proxies_stand_before_it(settings: Settings) -> None:
    settings.ALLOWED_HOSTS, settings.PROXIES_SAID = ["gridmap.example"], False
    assert complaints() == {"gridmap.W001"}
    settings.PROXIES_SAID = True
    assert complaints() == set()
