"""What people and phones are told while the database cannot serve them."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from api.web.unavailable import Breaker, breaker
from geodata.base.unavailable import STATES, Unavailable, unavailable
from gridmap.connections import serving_options
from gridmap.serving.bridge import REFUSED
from tests import village as v
from tests.patience import until

pytestmark = pytest.mark.django_db
PATHS = [
    "/",
    "/today/",
    "/today/ready/",
    "/login/",
    "/gaps/",
    "/api/v1/me/",
    "/api/v1/areas/",
    "/api/v1/token/",
]


@pytest.fixture
def officer() -> Client:
    places = v.county()
    client = Client(headers={"Accept-Language": "en"}, raise_request_exception=False)
    client.force_login(
        v.officer("county_officer", places.county), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


@contextmanager
def broken(error: Exception) -> Iterator[None]:
    """Inside every query fails so; what the test does after it succeeds."""

    def refuse(*_asked: object) -> None:
        raise error

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture(autouse=True)
def _nobody_watches(monkeypatch: pytest.MonkeyPatch) -> None:
    """The breaker of this process would ask the database of the tests, which is well."""
    monkeypatch.setattr(breaker, "opened", lambda: None)


def of_state(state: str) -> OperationalError:
    """As Django raises it."""
    error = OperationalError("refused")
    error.__cause__ = psycopg.errors.lookup(state)("refused")
    return error


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("state", ["57P01", "25006", "53100", "57014"])
def test_every_door_answers_503_with_a_time(officer: Client, path: str, state: str) -> None:
    with broken(of_state(state)):
        answer = (
            officer.post(path, {}, content_type="application/json") if "token" in path else officer.get(path)
        )
    assert answer.status_code == 503
    assert int(answer["Retry-After"]) >= 1
    kind = "application/problem+json" if path.startswith("/api/") else "text/html"
    assert answer["Content-Type"].startswith(kind)
    assert "no-store" in answer["Cache-Control"]
    assert "refused" not in answer.content.decode()


def test_a_page_says_it_in_the_readers_language(officer: Client) -> None:
    with broken(of_state("57P01")):
        assert "The database is not responding" in officer.get("/today/").content.decode()
        text = officer.get("/today/", headers={"Accept-Language": "zh-Hans"}).content.decode()
    assert "数据库" in text


def test_a_fault_of_ours_stays_500_for_the_api_too(officer: Client) -> None:
    with broken(RuntimeError("secret")):
        answer = officer.get("/api/v1/me/")
    assert (answer.status_code, answer.json()["type"]) == (500, "urn:gridmap:problem:internal-error")


@pytest.mark.parametrize("state", [*STATES, "08006", "57P03", "53200"])
def test_states_of_the_table_are_found(state: str) -> None:
    padded = (state + "000")[:5]
    error = OperationalError()
    error.__cause__ = psycopg.OperationalError()
    error.__cause__.sqlstate = padded
    assert unavailable(error) is not None


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (OperationalError("connection refused"), Unavailable.AWAY),
        (InterfaceError("connection already closed"), Unavailable.AWAY),
        (psycopg.OperationalError("lost"), Unavailable.AWAY),
        (ValueError("no"), None),
        (None, None),
    ],
)
def test_a_lost_connection_has_no_state(error: Exception | None, why: Unavailable | None) -> None:
    assert unavailable(error) is why


def test_a_broken_law_is_not_taken_for_an_outage() -> None:
    error = OperationalError()
    error.__cause__ = psycopg.errors.UniqueViolation()
    assert unavailable(error) is None


def test_while_the_database_is_away_nobody_waits_for_it(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(breaker, "open", True)
    assert [officer.get(path).status_code for path in PATHS] == [503] * len(PATHS)
    assert officer.get("/livez").status_code == 200


def test_the_breaker_closes_when_the_database_answers_again(monkeypatch: pytest.MonkeyPatch) -> None:
    heard = iter([False, False, True])
    monkeypatch.setattr("api.web.unavailable.answers", lambda: next(heard))
    monkeypatch.setattr(Breaker, "PAUSE", 0.01)
    tried = Breaker()
    tried.opened()
    tried.opened()
    until(lambda: not tried.open)


@pytest.mark.parametrize(("status", "kind"), [(408, "too-slow"), (413, "too-large"), (503, "unavailable")])
def test_what_the_server_refused_is_told_in_words(officer: Client, status: int, kind: str) -> None:
    answer = officer.post("/api/v1/token/", **{REFUSED: status})
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:gridmap:problem:{kind}")
    assert answer["Connection"] == "close"
    assert officer.post("/imports/new/", **{REFUSED: status}).status_code == status


def test_limits_are_of_web_processes_and_what_the_address_says_stands() -> None:
    asked = {"sslmode": "require", "options": "-c statement_timeout=5s", "connect_timeout": "9"}
    options = serving_options(asked, pool=6, statement=60, lock=10, idle=120)
    assert options["options"].startswith("-c statement_timeout=60s -c lock_timeout=10s")
    assert options["options"].endswith("-c statement_timeout=5s")
    assert (options["sslmode"], options["connect_timeout"], options["pool"]["max_size"]) == (
        "require",
        "9",
        6,
    )
