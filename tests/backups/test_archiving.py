"""Continuous archiving as docs/operations.md describes it, and a server killed under a job, on clusters of their own."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from geodata.jobs.service import start
from gridmap.backups import archive
from gridmap.backups.place import Place
from gridmap.local.cluster import DATABASE, OWNER, SUPERUSER, Cluster
from tests import village as v
from tests.jobs import kinds  # noqa: F401  (registers them)
from tests.jobs.workers import Workers
from tests.local.checkouts import checkout
from tests.patience import until


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with checkout() as ours:
        ours.start()
        yield ours


def ask(cluster: Cluster, question: str) -> object:
    where = {"host": str(cluster.sockets), "user": OWNER, "dbname": DATABASE}
    with psycopg.connect(**where, autocommit=True) as there:
        answers = there.execute(question)
        return answers.fetchone()[0] if answers.description else None


def as_server(cluster: Cluster, program: str, *arguments: str | Path) -> None:
    """One of PostgreSQL's programs, as the server's superuser."""
    where = ("-h", cluster.sockets, "-U", SUPERUSER)
    done = cluster.account.run(cluster.programs[program], *where, *arguments)
    assert done.returncode == 0, done.stdout


def archiving(cluster: Cluster) -> Path:
    """The settings of docs/operations.md."""
    place = cluster.data.with_name("archive")
    cluster.account.own(place)
    copy = f"test ! -f {place}/%f && cp %p {place}/%f.part && mv {place}/%f.part {place}/%f"
    for setting in ("archive_mode = on", f"archive_command = '{copy}'"):
        as_server(cluster, "psql", "-Xqc", f"ALTER SYSTEM SET {setting}")
    cluster.stop()
    cluster.start()
    return place


def test_a_county_comes_back_as_it_was_at_a_moment(cluster: Cluster) -> None:
    place, base = archiving(cluster), cluster.data.with_name("base")
    ask(cluster, "CREATE TABLE told AS SELECT 'before the base' AS what")
    cluster.account.own(base)
    as_server(cluster, "pg_basebackup", "-D", base, "--wal-method=none", "--checkpoint=fast")
    ask(cluster, "INSERT INTO told VALUES ('kept')")
    moment = str(ask(cluster, "SELECT clock_timestamp()"))
    ask(cluster, "INSERT INTO told VALUES ('the mistake')")
    last = ask(cluster, "SELECT pg_walfile_name(pg_current_wal_lsn())")
    as_server(cluster, "psql", "-Xqc", "SELECT pg_switch_wal()")
    until((place / str(last)).exists)
    cluster.stop(mode="immediate")
    recover(cluster, base, place, moment)
    assert ask(cluster, "SELECT string_agg(what, ', ' ORDER BY what) FROM told") == "before the base, kept"


def recover(cluster: Cluster, base: Path, place: Path, moment: str) -> None:
    """The base in place of the data, and the archive played up to the moment."""
    shutil.rmtree(cluster.data)
    base.rename(cluster.data)
    (cluster.data / "recovery.signal").touch()
    with (cluster.data / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"restore_command = 'cp {place}/%f %p'\nrecovery_target_time = '{moment}'\n")
        settings.write("recovery_target_action = 'promote'\n")
    cluster.start()
    until(lambda: ask(cluster, "SELECT NOT pg_is_in_recovery()"))


@pytest.mark.django_db(transaction=True)
def test_a_server_killed_under_a_job_loses_nothing_and_does_nothing_twice(
    cluster: Cluster, tmp_path: Path
) -> None:
    job = start("trial.write", by=v.user(), at=timezone.now(), arguments={"rows": 20, "seconds": 3})
    archive.dump(Place.of(connection.settings_dict), tmp_path / "all.dump", at=timezone.now())
    archive.restore(tmp_path / "all.dump", Place(DATABASE, OWNER, "", str(cluster.sockets), ""))
    address = f"postgres://{OWNER}@/{DATABASE}?host={quote(str(cluster.sockets), safe='')}"
    workers = Workers(tmp_path / "worker.log", address)
    try:
        workers.start()
        until(lambda: ask(cluster, "SELECT done > 3 FROM geodata_job"))
        killed(cluster)
        cluster.start()
        until(lambda: ask(cluster, "SELECT state = 'done' FROM geodata_job"))
    finally:
        workers.end()
    assert ask(cluster, f"SELECT count(*) FROM geodata_accessentry WHERE subject = '{job.pk}'") == 20
    assert ask(cluster, "SELECT tries FROM geodata_job") == 2


def killed(cluster: Cluster) -> None:
    """As the kernel does when memory runs out."""
    os.kill(int((cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    until(lambda: not cluster.running())
