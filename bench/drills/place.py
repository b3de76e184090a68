"""A county of one's own to break: a copy of the bench's database, and a web server on it."""

import http.client
import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from bench.databases import ensure, manage, url_of
from bench.drills.senders import Answer
from gridmap.local import web
from gridmap.local.cluster import WEB
from gridmap.local.steps import alone
from gridmap.management.commands.prepare import collect_static_files

PATIENCE = 120
UNBOUNDED = "1000000/minute"
"""Load and slow clients come from one address here."""


@dataclass(frozen=True)
class Place:
    """The database of a drill: Django in this process is connected to it, as its owner."""

    name: str

    @property
    def url(self) -> str:
        return url_of(self.name)


@contextmanager
def copied(households: int) -> Iterator[Place]:
    """A copy of the county with so many households, dropped in the end."""
    source = ensure(households)
    manage(source, "migrate", "--verbosity", "0")
    before, name = str(settings.DATABASES["default"]["NAME"]), f"drill_{secrets.token_hex(4)}"
    template = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    on_server(template.format(sql.Identifier(name), sql.Identifier(f"bench_{households}")))
    try:
        _connect(name)
        yield Place(name)
    finally:
        _connect(before)
        on_server(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def on_server(command: sql.Composable) -> None:
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as server:
        server.execute(command)


def _connect(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


@dataclass(frozen=True)
class Serving:
    """The supervisor of a web server and its port."""

    pid: int
    port: int

    @property
    def workers(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def status(self, path: str, cookie: str = "") -> int:
        """0: no answer."""
        return self.answer(path, cookie).status

    def answer(self, path: str, cookie: str = "") -> Answer:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with closing(asking) as asked, suppress(OSError, http.client.HTTPException):
            asked.request("GET", path, headers={"Cookie": cookie})
            answer = asked.getresponse()
            answer.read()
            return Answer(time.monotonic(), answer.status, answer.headers.get("Retry-After", ""))
        return Answer(time.monotonic(), 0)


@contextmanager
def serving(place: Place, **told: str) -> Iterator[Serving]:
    """The web server as `make run` starts it, under the web login, without rates."""
    with alone():
        # Two drills at once would take away each other's files.
        collect_static_files()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    rates = dict.fromkeys(
        ("GRIDMAP_ADDRESS_RATE", "GRIDMAP_PAGE_RATE", "GRIDMAP_API_RATE", "GRIDMAP_SIGN_IN_RATE", "GRIDMAP_TOKEN_RATE"),
        UNBOUNDED,
    )  # fmt: skip
    addresses = {"DATABASE_URL": place.url, "WEB_DATABASE_URL": url_of(place.name, login=WEB)}
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(
        web.command(web.HERE, port), env=os.environ | rates | addresses | told, stdout=quiet, stderr=quiet
    )
    try:
        server = Serving(running.pid, port)
        give_up = time.monotonic() + PATIENCE
        while server.status("/livez") != 200:
            if running.poll() is not None or time.monotonic() > give_up:
                raise SystemExit("The server of the drill did not answer.")
            time.sleep(0.1)
        yield server
    finally:
        running.terminate()
        running.wait(timeout=180)
