"""A worker killed in the middle of writing an import: nothing is lost, nothing is half written, nothing twice."""

from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from geodata.imports.models import ImportRun
from geodata.imports.starting import start
from geodata.jobs.models import Job
from geodata.people.models import Household, Placement
from tests.imports.office import WEST, Office, fresh, office, roster
from tests.jobs.workers import Workers, until
from tests.village import county

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = [f"{WEST},9{n:03d},例{n},112.50{n % 9 + 1},27.905,," for n in range(20)]


@pytest.fixture
def workers(tmp_path: Path):
    started = Workers(tmp_path / "log")
    yield started
    started.end()
    with connection.cursor() as cursor:
        # A table that Django does not manage, and so does not empty.
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture
def west(tmp_path: Path) -> Office:
    return office("village_officer", county().west, tmp_path)


def begun(west: Office) -> ImportRun:
    run = west.upload(roster(*ROWS))
    west.check(run)
    with west.scope():
        return start(run=run, by=west.user, at=timezone.now())


def waiting_for_the_lock() -> bool:
    """Has the worker written households, and stands before the placements?"""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'geodata_placement'::regclass"
        )
        return bool(cursor.fetchone()[0])


def test_killed_between_two_tables_and_again_it_is_written_once_by_the_next(
    west: Office, workers: Workers
) -> None:
    run, before = begun(west), Household.objects.count()
    for _kill in range(2):
        with psycopg.connect(**connection.get_connection_params()) as other:
            other.execute("LOCK TABLE geodata_placement IN SHARE MODE")
            [worker] = workers.some(1)
            until(waiting_for_the_lock)
            worker.kill()
            worker.wait()
            until(lambda: not waiting_for_the_lock())
        assert (Household.objects.count(), fresh(run).state) == (before, ImportRun.State.APPLYING)
    workers.some(1)
    until(lambda: fresh(run).state == ImportRun.State.APPLIED)
    until(lambda: Job.objects.get().state == Job.State.DONE)
    assert Household.objects.count() == before + len(ROWS)
    assert Placement.objects.filter(household__number__startswith="9").count() == len(ROWS)
    assert west.undo(fresh(run)) == []
    assert Household.objects.count() == before
