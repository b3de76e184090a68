"""What /healthz says, well and unwell."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from geodata.coverage.models import ComparedDay
from geodata.jobs.models import BegunDay
from gridmap import databases, health
from tests.roles import owner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _worker() -> None:
    """One whose heart beats, and has begun the day."""
    BegunDay.objects.create(day=timezone.localdate(), at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def test_a_working_installation_answers_ok(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert set(answer.json()["checks"]) == {
        "database",
        "role",
        "postgis",
        "lc_ctype",
        "migrations",
        "reading",
        "worker",
        "oldest_job",
        "day",
        "kept_counts",
    }


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


def test_it_asks_five_queries(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client.get("/healthz")
    with django_assert_num_queries(5):
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


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/healthz"])
def test_probes_are_answered_whatever_host_was_asked_for(client: Client, path: str) -> None:
    assert client.get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200
    assert client.get("/login/", headers={"Host": "10.0.0.7:8000"}).status_code == 400


def test_alive_is_said_without_a_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/livez").json() == {"status": "ok"}


def test_ready_is_said_without_a_worker(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    assert client.get("/readyz").json()["status"] == "ok"


@pytest.mark.parametrize(
    ("role", "lag", "told"), [("standby", 4.0, "standby, 4.0 s behind"), ("read-only", None, "read-only")]
)
def test_a_database_that_cannot_be_written_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch, role: str, lag: float | None, told: str
) -> None:
    here = databases.profile(connection)
    monkeypatch.setattr(health, "profile", lambda _: replace(here, role=role, lag=lag))
    for path in ("/readyz", "/healthz"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert answer.json()["failing"] == ["role"]
        assert answer.json()["checks"]["role"]["found"] == told


def test_a_job_that_waits_too_long_is_named(client: Client) -> None:
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('gridmap', 'gridmap.job', '{}') RETURNING id"
        )
        (job,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_events SET at = now() - interval '1 hour' WHERE job_id = %s", [job]
        )
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["failing"]) == ("impaired", ["oldest_job"])
    assert "3600 s" in answer.json()["checks"]["oldest_job"]["found"]


def test_a_day_that_was_not_begun_is_named(client: Client) -> None:
    with owner():
        BegunDay.objects.update(day=timezone.localdate() - dt.timedelta(days=1))
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["failing"] == ["day"]


def test_kept_counts_that_differed_from_history_are_named(client: Client) -> None:
    day = timezone.localdate()
    ComparedDay.objects.create(day=day - dt.timedelta(days=9), compared_on=day, differing=2, mended_on=day)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["failing"]) == ("impaired", ["kept_counts"])
    assert answer.json()["checks"]["kept_counts"]["found"].startswith("1 days compared")
    assert "1 differed" in answer.json()["checks"]["kept_counts"]["found"]
