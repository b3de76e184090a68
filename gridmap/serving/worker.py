"""One web worker: granian on the socket that all workers share, until it is told to end or its supervisor is gone."""

import asyncio
import os
import resource
import signal
import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from granian.constants import HTTPModes
from granian.http import HTTP1Settings
from granian.net import SocketHolder
from granian.server.embed import Server

from gridmap.metrics.counting import board
from gridmap.probes import PROBES
from gridmap.serving.bridge import Bridge
from gridmap.serving.supervisor import Supervisor
from gridmap.wsgi import application

CONNECTIONS = 4000
"""How many one worker keeps open: an idle or slow one costs some kilobytes and no thread."""
PULSE = 0.5
"""Seconds between two looks whether the supervisor lives."""


@dataclass(frozen=True)
class Limits:
    workers: int
    threads: int
    grace: float
    head_seconds: int
    body_seconds: int

    @classmethod
    def of_settings(cls) -> "Limits":
        return cls(
            settings.WEB_WORKERS,
            settings.WEB_THREADS,
            settings.WEB_GRACE_SECONDS,
            settings.WEB_HEAD_SECONDS,
            settings.WEB_BODY_SECONDS,
        )


class Worker(Server):
    """granian in this process, on a socket that was opened before."""

    def __init__(self, door: socket.socket, limits: Limits) -> None:
        bridge = Bridge(application, threads=limits.threads, seconds=limits.body_seconds, probes=PROBES)
        self.intake = bridge.intake
        super().__init__(
            bridge,
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(header_read_timeout=1000 * limits.head_seconds),
            websockets=False,
            backlog=1024,
            backpressure=CONNECTIONS,
            log_enabled=False,
        )
        self.door = door

    def end(self) -> None:
        """Take in nothing more, finish what is under way."""
        # Open, it would let callers in whom nobody hears.
        self.door.close()
        self.intake.end()
        self.stop()  # type: ignore[no-untyped-call]  # granian's own

    def _init_shared_socket(self) -> None:
        # granian closes what it is given: a number of its own for the same socket.
        self._ssp: Any = None
        holder: Any = SocketHolder
        self._shd: Any = holder(os.dup(self.door.fileno()), False, self.backlog)


def work(door: socket.socket, limits: Limits, supervisor: int) -> None:
    """Serve until SIGTERM, or until the supervisor is gone, then finish what is under way."""
    _room_for_connections()
    board().take_row(Supervisor.number or 0)
    _connect()
    asyncio.run(_serve(Worker(door, limits), supervisor))


async def _serve(server: Worker, supervisor: int) -> None:
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, server.end)
    orphaned = asyncio.create_task(_end_without_supervisor(server, supervisor))
    await server.serve()
    orphaned.cancel()


async def _end_without_supervisor(server: Worker, supervisor: int) -> None:
    """Killed, it cannot tell its workers to leave the address to the next one's."""
    while os.getppid() == supervisor:
        await asyncio.sleep(PULSE)
    server.end()


def _connect() -> None:
    """The first request finds a connection; where there is no database yet, pages say so."""
    with suppress(DatabaseError):
        connection.ensure_connection()
    connection.close()


def _room_for_connections() -> None:
    _now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
