"""What PostgreSQL itself ends, with short limits: a wait for a lock, a pause within a transaction, a write where none may be."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.serving.servers import Answer, Running, serving

pytestmark = pytest.mark.django_db
KEY = 20_261_130
LIMITS = {"GRIDMAP_STATEMENT_SECONDS": "20", "GRIDMAP_LOCK_SECONDS": "1", "GRIDMAP_IDLE_SECONDS": "1"}


@pytest.fixture(scope="module")
def address(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    return "postgres://{USER}:{PASSWORD}@:{PORT}/{NAME}?host={HOST}".format(**connection.settings_dict)


@pytest.fixture(scope="module")
def server(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(address, tmp_path_factory.mktemp("server") / "log", **LIMITS) as running:
        yield running


@pytest.fixture(scope="module")
def reader(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Its database may not be written, as while a standby is being made the primary."""
    only = f"{address}&options=-c%20default_transaction_read_only%3Don"
    with serving(only, tmp_path_factory.mktemp("reader") / "log") as running:
        yield running


@contextmanager
def held(address: str) -> Iterator[None]:
    """Somebody else has the lock."""
    with psycopg.connect(address, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [KEY])
        yield


def refused(answer: Answer, seconds: int) -> bool:
    return (answer.status, answer.headers["Retry-After"]) == (503, str(seconds))


def test_a_wait_for_a_lock_ends_and_says_when_to_come_again(server: Running, address: str) -> None:
    with held(address):
        page = server.ask(f"/trial/lock/{KEY}/", **{"Accept-Language": "en"})
        answer = server.ask(f"/api/trial/lock/{KEY}/", **{"Accept-Language": "en"})
    assert refused(page, 2) and "This took too long" in page.body.decode()
    assert refused(answer, 2) and json.loads(answer.body)["type"] == "urn:gridmap:problem:unavailable"
    assert server.ask(f"/trial/lock/{KEY}/").status == 200, "free again"


def test_a_pause_within_a_transaction_ends_it_and_nobody_elses(server: Running) -> None:
    answers = [server.ask("/trial/idle/25/"), server.ask("/trial/idle/1/"), server.ask("/login/")]
    assert [answer.status for answer in answers] == [503, 200, 200]
    assert int(answers[0].headers["Retry-After"]) in (2, 3)


def test_where_nothing_may_be_written_reading_is_not_refused_and_writing_is_in_words(reader: Running) -> None:
    ready = reader.ask("/readyz")
    assert (ready.status, json.loads(ready.body)["failing"]) == (503, ["role"])
    assert json.loads(ready.body)["checks"]["role"]["found"] == "read-only"
    assert reader.ask("/livez").status == 200
    body = json.dumps({"username": "x", "password": "y"}).encode()
    answer = reader.ask(
        "/api/v1/token/", "POST", body, **{"Content-Type": "application/json", "Accept-Language": "en"}
    )
    assert refused(answer, 10) and "is read-only" in answer.body.decode()
