"""Workers as processes: what is killed is done by the next one, and everything is done once."""

import signal

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.jobs import daily
from geodata.jobs.models import FilePiece, Job
from geodata.jobs.running import MOST_TRIES
from geodata.jobs.service import cancel, start
from tests import village as v
from tests.jobs import kinds  # noqa: F401  (registers them)
from tests.jobs.workers import Workers
from tests.patience import PATIENCE, until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def of_this_module(tmp_path_factory, django_db_setup):
    started = Workers(tmp_path_factory.mktemp("workers") / "log")
    yield started
    started.end()


@pytest.fixture
def workers(of_this_module):
    """To start one takes seconds, so tests leave theirs to the next."""
    yield of_this_module
    with connection.cursor() as cursor:
        # A table that Django does not manage, and so does not empty.
        cursor.execute("DELETE FROM procrastinate_jobs")


def begun(who=None, **arguments) -> Job:
    return start("trial.write", by=who or v.user(), at=timezone.now(), arguments=arguments)


def state(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def rows_of(job: Job) -> int:
    return AccessEntry.objects.filter(subject=str(job.pk)).count()


def test_a_job_killed_in_the_middle_is_done_once_by_the_next_worker(workers):
    job = begun(rows=20, seconds=2)
    (first,) = workers.some(1)
    until(lambda: state(job) == "running" and job.done > 3)
    assert rows_of(job) == 0
    first.kill()
    first.wait()
    workers.some(1)
    until(lambda: state(job) == "done")
    assert (rows_of(job), job.tries, job.files.count()) == (20, 2, 1)


def test_a_day_whose_worker_is_killed_is_begun_by_the_next(workers):
    def begun_days():
        return workers.log.read_text().count("a new day has begun")

    workers.some(0)
    before = begun_days()
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as killed:
        killed.execute("SELECT pg_advisory_lock(%s, %s)", [daily.LOCK, today().toordinal()])
        workers.some(1)
        job = begun(rows=1, seconds=0)
        until(lambda: state(job) == "done")
        assert begun_days() == before
    until(lambda: begun_days() > before)


def test_two_workers_share_the_jobs_and_do_each_once(workers):
    jobs = [begun(rows=2, seconds=0.3) for _ in range(6)]
    workers.some(2)
    until(lambda: all(state(job) == "done" for job in jobs))
    assert [rows_of(job) for job in jobs] == [2] * 6


def test_a_running_job_is_cancelled_and_leaves_nothing(workers):
    job = begun(rows=600, seconds=60)
    workers.some(1)
    until(lambda: state(job) == "running" and job.done > 3)
    cancel(job=job, by=job.by, at=timezone.now())
    until(lambda: state(job) == "cancelled")
    assert rows_of(job) == 0


def pieces_of(job: Job) -> int:
    return FilePiece.objects.filter(file__job=job).count()


def filling(rows: int, done: int, workers) -> Job:
    """A job in the midst of one long statement."""
    job = start("trial.fill", by=v.user(), at=timezone.now(), arguments={"rows": rows})
    workers.some(1)
    until(lambda: state(job) == "running" and job.done > done)
    return job


def test_the_rows_of_one_long_statement_are_told_while_it_lasts(workers):
    job = filling(30, 5, workers)
    assert (job.total, job.step, pieces_of(job)) == (30, "filling", 0)
    until(lambda: state(job) == "done")
    assert pieces_of(job) == 30


def test_one_long_statement_is_cancelled_in_its_midst(workers):
    job = filling(6000, 3, workers)
    cancel(job=job, by=job.by, at=timezone.now())
    until(lambda: state(job) == "cancelled")
    assert (job.tries, pieces_of(job)) == (1, 0)


def test_a_worker_that_is_asked_to_end_gives_its_long_statement_up(workers):
    job = filling(6000, 3, workers)
    [worker] = workers.some(1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=PATIENCE) == 0
    assert (state(job), job.tries, pieces_of(job)) == ("queued", 0, 0)


def test_a_worker_that_is_asked_to_end_gives_its_job_back(workers):
    job = begun(rows=600, seconds=60)
    (worker,) = workers.some(1)
    until(lambda: state(job) == "running" and job.done > 3)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=PATIENCE) == 0
    assert (state(job), job.tries, rows_of(job)) == ("queued", 0, 0)


def test_a_job_whose_connections_are_cut_is_done_by_the_same_worker(workers):
    job = begun(rows=20, seconds=2)
    workers.some(1)
    until(lambda: state(job) == "running" and job.done > 3)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    until(lambda: state(job) == "done")
    assert (rows_of(job), job.tries) == (20, 2)


def test_a_job_that_kills_its_workers_is_given_up(workers):
    job = begun(fail="killed")
    Job.objects.filter(pk=job.pk).update(tries=MOST_TRIES - 1)
    (victim,) = workers.some(1)
    assert victim.wait(timeout=PATIENCE) == -signal.SIGKILL
    workers.some(1)
    until(lambda: state(job) == "failed")
    assert str(MOST_TRIES) in job.error
    assert rows_of(job) == 0


def test_a_mistake_of_ours_is_logged_with_the_request_and_told_without_its_insides(workers):
    job = start(
        "trial.write", by=v.user(), at=timezone.now(), arguments={"fail": "ours"}, request_id="abc12345"
    )
    workers.some(1)
    until(lambda: state(job) == "failed")
    assert "insides" not in job.error
    assert '"request_id": "abc12345"' in workers.log.read_text()
