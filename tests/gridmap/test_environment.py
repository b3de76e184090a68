"""A wrong environment variable stops the start with its name and a remedy."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.core.exceptions import ImproperlyConfigured

from gridmap import environment
from gridmap.local.paths import CHECKOUT

NAME = "GRIDMAP_TRIAL"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda value: monkeypatch.setenv(NAME, value)


@pytest.mark.parametrize(
    ("value", "meant"), [("1", True), ("Yes", True), ("off", False), ("", False), ("  ", False)]
)
def test_flags_are_read_in_common_spellings(given: Callable[[str], None], value: str, meant: bool) -> None:
    given(value)
    assert environment.flag(NAME) is meant


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (lambda: environment.flag(NAME), "perhaps"),
        (lambda: environment.whole(NAME, 1), "-1"),
        (lambda: environment.whole(NAME, 1), "1.5"),
        (lambda: environment.whole(NAME, 1), "٣"),
        (lambda: environment.whole(NAME, 1, most=9), "10"),
        (lambda: environment.choice(NAME, ["none", "xyz"], "none"), "google"),
        (lambda: environment.span(NAME, "80-120"), "80"),
        (lambda: environment.span(NAME, "80-120"), "120-80"),
        (lambda: environment.span(NAME, "80-120"), "0-120"),
        (lambda: environment.box(NAME, "73,3,136,54"), "73,3,136"),
        (lambda: environment.box(NAME, "73,3,136,54"), "3,73,54,136"),
        (lambda: environment.box(NAME, "73,3,136,54"), "136,3,73,54"),
        (lambda: environment.box(NAME, "73,3,136,54"), "nan,3,136,54"),
        (lambda: environment.webhooks(NAME), "430382=http://chat.example.cn/"),
        (lambda: environment.webhooks(NAME), "https://chat.example.cn/"),
        (lambda: environment.signing_key(NAME), "c2hvcnQ="),
        (lambda: environment.signing_key(NAME), "no base64"),
        (lambda: environment.collectors(NAME), "province=token"),
        (lambda: environment.database(NAME, ""), "mysql://user@host/name"),
        (lambda: environment.database(NAME, ""), "postgres://user@host"),
        (lambda: environment.database(NAME, ""), "postgres://user@host:port/name"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name_and_a_remedy(
    given: Callable[[str], None], read: Callable[[], object], value: str
) -> None:
    given(value)
    with pytest.raises(ImproperlyConfigured, match=rf"{NAME} .*Set it to"):
        read()


def test_a_span_is_the_least_and_the_most(given: Callable[[str], None]) -> None:
    given("90 - 110")
    assert environment.span(NAME, "80-120") == (90, 110)


def test_a_password_is_not_repeated_in_the_refusal(given: Callable[[str], None]) -> None:
    given("postgres://user:hunter2@host:port/name")
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.database(NAME, "")
    assert "hunter2" not in str(refusal.value)


def test_an_address_is_taken_apart(given: Callable[[str], None]) -> None:
    given("postgres://us%40er:p%2Fw@db.example:6432/county?sslmode=require")
    read = environment.database(NAME, "")
    parts = {name: read[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")}
    assert parts == {
        "USER": "us@er",
        "PASSWORD": "p/w",
        "HOST": "db.example",
        "PORT": "6432",
        "NAME": "county",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_is_named_in_the_query() -> None:
    read = environment.database(NAME, "postgres://gridmap@/gridmap?host=/run/somewhere")
    assert (read["HOST"], read["PORT"], read["OPTIONS"]) == ("/run/somewhere", "", {})


def test_an_empty_variable_counts_as_not_set(given: Callable[[str], None]) -> None:
    given("")
    assert environment.choice(NAME, ["none", "xyz"], "none") == "none"


def test_a_list_is_separated_by_commas(given: Callable[[str], None]) -> None:
    given(" grid.example, ,10.0.0.1 ")
    assert environment.words(NAME) == ["grid.example", "10.0.0.1"]


def test_a_command_tells_the_operator_in_a_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=CHECKOUT,
        env=os.environ | {"GRIDMAP_BASEMAP": "google", "DJANGO_SETTINGS_MODULE": "gridmap.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "gridmap: GRIDMAP_BASEMAP is 'google'. Set it to one of: none, tianditu, xyz.\n"


@pytest.mark.parametrize(
    ("given", "host", "port"),
    [
        ("postgres://u:p@a,b/db?target_session_attrs=read-write", "a,b", ""),
        ("postgres://u:p@a:5432,b:5433/db", "a,b", "5432,5433"),
        ("postgres://u:p@a,b:5433/db", "a,b", ",5433"),
        ("postgres://u:p@[fd00::1]:5432,[fd00::2]/db", "fd00::1,fd00::2", "5432,"),
        ("postgres://u:p%40x@a/db", "a", ""),
    ],
)
def test_an_address_may_name_several_hosts(given: str, host: str, port: str) -> None:
    parameters = environment.address(given, "DATABASE_URL")
    assert (parameters["HOST"], parameters["PORT"]) == (host, port)


def test_nothing_reads_the_settings_while_they_are_made() -> None:
    """What they do not say yet would be Django's own: the database's day was Chicago's once."""
    question = "from django.conf import settings; import gridmap.settings; print(settings.configured)"
    told = os.environ | {"DJANGO_SETTINGS_MODULE": "gridmap.settings"}
    done = subprocess.run(
        [sys.executable, "-c", question], cwd=CHECKOUT, env=told, capture_output=True, text=True, check=False
    )
    assert done.stdout == "False\n", done.stderr
