"""What /healthz says, well and unwell."""

from dataclasses import replace

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from gridmap import databases
from gridmap.pages import health
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _worker() -> None:
    """One whose heart beats."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def test_a_working_installation_answers_ok(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert set(answer.json()["checks"]) == {"database", "postgis", "lc_ctype", "migrations", "worker"}


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM procrastinate_workers",
        "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'",
    ],
)
def test_without_a_worker_pages_are_served_and_jobs_wait(client: Client, change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(change)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["failing"]) == ("impaired", ["worker"])


def test_it_asks_four_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client.get("/healthz")
    with django_assert_num_queries(4):
        client.get("/healthz")


def test_a_migration_that_is_not_applied_is_named(client: Client) -> None:
    with owner():
        MigrationRecorder(connection).record_unapplied("geodata", "0001_the_domain")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["failing"] == ["migrations", "worker"]
    assert "geodata.0001_the_domain" in answer.json()["checks"]["migrations"]["found"]


@pytest.mark.parametrize(
    ("failing", "found"),
    [
        ("postgis", {"postgis": ""}),
        ("postgis", {"postgis": "3.2.9"}),
        ("lc_ctype", {"lc_ctype": "C"}),
    ],
)
def test_a_database_of_the_wrong_kind_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch, failing: str, found: dict[str, str]
) -> None:
    here = databases.profile(connection)
    monkeypatch.setattr(health, "profile", lambda _: replace(here, **found))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["failing"] == [failing]


def test_without_a_database_it_says_so_and_gives_no_address_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise OperationalError("connection to server at secret.example failed: password=hunter2")

    monkeypatch.setattr(health, "profile", refuse)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["failing"] == ["database"]
    assert "secret" not in answer.content.decode()


def test_it_is_never_kept_by_a_cache(client: Client) -> None:
    assert "no-store" in client.get("/healthz")["Cache-Control"]


def test_nothing_can_be_posted_to_it(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
