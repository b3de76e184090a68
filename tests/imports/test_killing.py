"""Worker or database killed in the middle of writing an import or taking it back: nothing lost, halved or done twice.

`python -m bench.import_kills` does it twelve times with a whole county's roster, at moments that nobody chose.
"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from geodata.imports.models import ImportRun
from geodata.imports.runs import scheduling
from geodata.jobs.models import Job
from geodata.people.models import Household, Placement
from gridmap.backups import archive
from gridmap.backups.place import Place
from gridmap.local.cluster import DATABASE, OWNER, Cluster
from tests.imports.office import WEST, Office, fresh, roster
from tests.imports.test_undoing import everything
from tests.jobs.workers import Workers
from tests.local.checkouts import checkout
from tests.patience import until

pytestmark = pytest.mark.django_db(transaction=True)
S = ImportRun.State
WAITING = "SELECT pid FROM pg_locks WHERE NOT granted AND relation = 'geodata_placement'::regclass"
ROWS = [f"{WEST},9{n:03d},例{n},112.50{n % 9 + 1},27.905,," for n in range(20)]


@pytest.fixture
def workers(tmp_path: Path):
    started = Workers(tmp_path / "log")
    yield started
    started.end()
    with connection.cursor() as cursor:
        # A table that Django does not manage, and so does not empty.
        cursor.execute("DELETE FROM procrastinate_jobs")


def begun(west: Office) -> ImportRun:
    run = west.upload(roster(*ROWS))
    west.check(run)
    with west.scope() as scope:
        return scheduling.start(run=run, by=west.user, scope=scope, at=timezone.now())


def waiting_for_the_lock() -> bool:
    """Stands the worker before the placements? It has written households, or taken back where they were lived in."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone() is not None


def killed_before_the_placements(workers: Workers) -> None:
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("LOCK TABLE geodata_placement IN SHARE MODE")
        [worker] = workers.some(1)
        until(waiting_for_the_lock)
        worker.kill()
        worker.wait()
        until(lambda: not waiting_for_the_lock())


def test_killed_between_two_tables_and_again_it_is_written_once_by_the_next(
    west: Office, workers: Workers
) -> None:
    run, before = begun(west), Household.objects.count()
    for _kill in range(2):
        killed_before_the_placements(workers)
        assert (Household.objects.count(), fresh(run).state) == (before, ImportRun.State.APPLYING)
    workers.some(1)
    until(lambda: fresh(run).state == ImportRun.State.APPLIED)
    until(lambda: Job.objects.get().state == Job.State.DONE)
    assert Household.objects.count() == before + len(ROWS)
    assert Placement.objects.filter(household__number__startswith="9").count() == len(ROWS)
    assert west.undo(fresh(run)) == []
    assert Household.objects.count() == before


@pytest.fixture
def at_once(settings) -> None:
    """No import is so small that it would be taken back at once."""
    settings.AT_ONCE_MS = 0


def undoing(west: Office) -> ImportRun:
    run = west.take(roster(*ROWS))
    with west.scope() as scope:
        return scheduling.undo(run=run, by=west.user, scope=scope, at=timezone.now())


def test_killed_in_the_midst_of_taking_back_and_again_it_is_taken_back_once_by_the_next(
    west: Office, workers: Workers, at_once: None
) -> None:
    before = everything()
    run = undoing(west)
    written = everything()
    for _kill in range(2):
        killed_before_the_placements(workers)
        assert (everything(), fresh(run).state) == (written, ImportRun.State.UNDOING)
    workers.some(1)
    until(lambda: Job.objects.get().state == Job.State.DONE)
    assert (everything(), fresh(run).state) == (before, ImportRun.State.UNDONE)
    assert fresh(run).undone_by == west.user


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with checkout() as ours:
        ours.start()
        yield ours


def standing(cluster: Cluster) -> tuple[int, int, str, str]:
    """Households and placements of the roster, the state of the import and that of its job."""
    with psycopg.connect(host=str(cluster.sockets), user=OWNER, dbname=DATABASE) as there:
        row = there.execute(
            "SELECT (SELECT count(*) FROM geodata_household WHERE number LIKE '9%'), (SELECT count(*) FROM"
            " geodata_placement p JOIN geodata_household h ON h.id = p.household_id WHERE h.number LIKE '9%'),"
            " (SELECT state FROM geodata_importrun), (SELECT state FROM geodata_job)"
        ).fetchone()
    assert row
    return row


def holding(cluster: Cluster) -> "psycopg.Connection[object]":
    """Somebody because of whom the writing, or the taking back, stops before the placements."""
    other = psycopg.connect(host=str(cluster.sockets), user=OWNER, dbname=DATABASE)
    other.execute("LOCK TABLE geodata_placement IN SHARE MODE")
    return other


W, U = (len(ROWS), len(ROWS)), (0, 0)
"""Households and placements of the roster where it is written and where it is not."""


@pytest.mark.parametrize(
    ("begin", "before", "after", "busy", "then"),
    [(begun, U, W, S.APPLYING, S.APPLIED), (undoing, W, U, S.UNDOING, S.UNDONE)],
    ids=["written", "taken back"],
)
def test_the_database_killed_between_two_tables_and_again_it_is_done_once(
    west: Office, cluster: Cluster, tmp_path: Path, at_once: None, begin, before, after, busy, then
) -> None:
    begin(west)
    archive.dump(Place.of(connection.settings_dict), tmp_path / "all.dump", at=timezone.now())
    archive.restore(tmp_path / "all.dump", place := Place(DATABASE, OWNER, "", str(cluster.sockets), ""))
    workers = Workers(tmp_path / "log", f"postgres://{OWNER}@/{DATABASE}?host={quote(place.host, safe='')}")
    try:
        for _kill in range(2):
            other = holding(cluster)
            [worker] = workers.some(1)
            worker.send_signal(signal.SIGCONT)
            until(lambda other=other: other.execute(WAITING).fetchone())
            # It lives on, and would be done before anybody has looked.
            worker.send_signal(signal.SIGSTOP)
            # Left alone for a moment, its process could come to its end without a server.
            os.kill(other.execute(WAITING).fetchone()[0], signal.SIGKILL)
            os.kill(int((cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
            until(lambda: not cluster.running())
            cluster.start()
            assert standing(cluster)[:3] == (*before, busy)
        worker.send_signal(signal.SIGCONT)
        until(lambda: standing(cluster) == (*after, then, Job.State.DONE))
    finally:
        workers.end()
