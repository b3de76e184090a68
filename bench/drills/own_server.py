"""A PostgreSQL server of one's own to break, with a county in it, kept alive as `make run` does it."""

import datetime as dt
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from django.conf import settings
from django.db import connection
from django.utils import timezone

from bench.databases import ensure, manage
from bench.drills.place import Place
from gridmap.backups import archive
from gridmap.backups.place import Place as Kept
from gridmap.local import commands, web
from gridmap.local.cluster import DATABASE, OWNER, SUPERUSER, Cluster
from gridmap.local.errors import SetupError
from tests.local.checkouts import checkout

BEGINS, READY = "starting PostgreSQL", "database system is ready to accept connections"


@dataclass(frozen=True)
class OwnServer(Place):
    """Django in this process is connected to its only database, as its owner."""

    cluster: Cluster

    def ask(self, question: str, *values: object, database: str = DATABASE) -> list[tuple[Any, ...]]:
        """As superuser, on a connection of its own."""
        told = {"host": str(self.cluster.sockets), "user": SUPERUSER, "dbname": database}
        with psycopg.connect(**told, autocommit=True) as server:  # type: ignore[arg-type]
            done = server.execute(question, values or None)  # type: ignore[arg-type]
            return done.fetchall() if done.description else []

    def restarts(self) -> list[tuple[float, float]]:
        """When the server began to start, and when it was ready; 0: it did not have to start, only to recover."""
        found, begun = [], 0.0
        for line in self.cluster.log.read_text(errors="replace").splitlines():
            if BEGINS in line:
                begun = seconds(line)
            if READY in line:
                found.append((begun, seconds(line)))
                begun = 0.0
        return found


def seconds(line: str) -> float:
    """Since 1970, out of a line of the server's log, which keeps the county's time."""
    # Not always at its beginning: pg_ctl tells of its waiting in the same file.
    found = re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}", line)
    assert found, line
    return dt.datetime.fromisoformat(found[0]).replace(tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()


@contextmanager
def own_server(households: int) -> Iterator[OwnServer]:
    """A copy of the county with so many households on a server that is destroyed in the end."""
    manage(ensure(households), "migrate", "--verbosity", "0")
    before = dict(settings.DATABASES["default"])
    with checkout() as cluster, tempfile.TemporaryDirectory() as folder:
        cluster.start()
        ours = Kept(DATABASE, OWNER, "", str(cluster.sockets), "")
        archive.dump(
            Kept.of(before).beside(f"bench_{households}"), Path(folder) / "county", at=timezone.now()
        )
        archive.restore(Path(folder) / "county", ours)
        connect(NAME=ours.name, USER=ours.user, HOST=ours.host, PORT="", PASSWORD="")
        try:
            yield OwnServer(DATABASE, cluster)
        finally:
            connect(**before)


def connect(**told: object) -> None:
    connection.close()
    for each in (connection.settings_dict, settings.DATABASES["default"]):
        each.update(told)


@contextmanager
def supervised(cluster: Cluster) -> Iterator[None]:
    """While the block runs the server is looked after as by `make run`."""
    ended = threading.Event()

    def attend() -> None:
        while not ended.wait(web.PULSE):
            try:
                commands.start_again(cluster)
            except (SetupError, OSError) as problem:
                print(f"  {str(problem).splitlines()[0]}", flush=True)

    attending = threading.Thread(target=attend)
    attending.start()
    try:
        yield
    finally:
        ended.set()
        attending.join()
