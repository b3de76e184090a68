"""The queue, in the same database and transactions as the jobs: procrastinate's tables."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from procrastinate import Blueprint
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job as Entry
from procrastinate.manager import JobManager
from procrastinate.retry import BaseRetryStrategy, RetryDecision

QUEUE, TASK = "gridmap", "gridmap.job"
AGAIN_AFTER = 2
"""Seconds."""


class Again(BaseRetryStrategy):
    """Whatever the worker met with: the job itself knows how often it may be tried, and ends in its own table."""

    def get_retry_decision(self, *, exception: BaseException, job: Entry) -> RetryDecision:
        return RetryDecision(retry_in={"seconds": AGAIN_AFTER})


tasks = Blueprint()


@tasks.task(name=TASK, queue=QUEUE, retry=Again())
def perform(job: str, user: int) -> None:
    """One try. Behind the second line a job is found only by its user, so the entry names both."""
    # The runner knows every concept, this module none.
    from geodata.jobs.running import attempt

    attempt(uuid.UUID(job), user)


def add(job: uuid.UUID, user: int, *, before: int = 0) -> None:
    """Put a job into the queue, in the transaction under way; `before` so many of the same user are waiting or running.

    Workers are shared fairly: everybody's first job comes before anybody's second, and no two jobs of one user run at
    once, so that one user never holds a second worker.
    """
    entry = Entry(
        id=None,
        queue=QUEUE,
        priority=-before,
        lock=f"user {user}",
        queueing_lock=None,
        task_name=TASK,
        task_kwargs={"job": str(job), "user": user},
    )
    JobManager(DjangoConnector()).defer_job(entry)


@dataclass(frozen=True, slots=True)
class Backlog:
    """Workers whose heart beats, the seconds for which the oldest job has waited for one (0: none waits), and the last day begun."""

    workers: int
    oldest: float
    day: dt.date | None


def backlog() -> Backlog:
    """One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > clock_timestamp() - make_interval(secs => %s)),"
            " (SELECT coalesce(extract(epoch FROM clock_timestamp() - min(event.at)), 0)"
            " FROM procrastinate_jobs AS job JOIN procrastinate_events AS event ON event.job_id = job.id"
            " WHERE job.status = 'todo' AND job.queue_name = %s AND event.type = 'deferred')::float8,"
            " (SELECT max(day) FROM geodata_begunday)",
            [settings.WORKER_GIVEN_UP, QUEUE],
        )
        return Backlog(*cursor.fetchone())


def living() -> int:
    """How many workers have a beating heart. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > clock_timestamp() - make_interval(secs => %s)",
            [settings.WORKER_GIVEN_UP],
        )
        return int(cursor.fetchone()[0])
