"""The end of a job is noted when the database answers again; what it refuses is refused."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from procrastinate.testing import InMemoryConnector

from geodata.jobs import worker
from geodata.jobs.running import stopping
from geodata.jobs.worker import Patient

ENTRY = Job(id=7, status="doing", queue="q", lock=None, queueing_lock=None, task_name="t")


class Away(InMemoryConnector):
    """A database that answers with these errors first."""

    def __init__(self, *errors: psycopg.Error) -> None:
        super().__init__()
        self.errors, self.asked = list(errors), []

    async def execute_query_async(self, query: str, **values: object) -> None:
        self.asked.append(values["job_id"])
        if self.errors:
            raise ConnectorException from self.errors.pop(0)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(worker, "PATIENCE", 0)
    yield
    stopping.clear()


def finish(connector: Away) -> None:
    asyncio.run(Patient(connector).finish_job(ENTRY, Status.SUCCEEDED, delete_job=True))


def test_an_end_is_noted_when_the_database_is_back():
    finish(away := Away(psycopg.errors.CrashShutdown(), psycopg.OperationalError()))
    assert away.asked == [7, 7, 7]


def test_another_try_is_noted_when_the_database_is_back():
    away = Away(psycopg.errors.CannotConnectNow())
    asyncio.run(Patient(away).retry_job(ENTRY, retry_at=None))
    assert away.asked == [7, 7]


def test_what_the_database_refuses_is_not_asked_again():
    away = Away(psycopg.errors.RaiseException())
    with pytest.raises(ConnectorException):
        finish(away)
    assert away.asked == [7]


def test_a_worker_that_has_to_end_does_not_wait():
    stopping.set()
    with pytest.raises(ConnectorException):
        finish(Away(psycopg.OperationalError()))
