"""Whole requests that only read are answered by a replica: where it has replayed what their caller has seen or written.

Who comes, whether they may, and how often they have asked, is always asked of the primary; so a right that has ended opens
nothing. Then the request goes on with a replica's connection in the place of the primary's, for all of its queries: a
router by table or by query would reach a connection on which nobody's scope is in force, and show no households at all.
What the request puts on the record of access is written to the primary before it is answered. Where a replica is behind,
away, or cannot do what is asked, the primary answers.
"""

import itertools
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.gis.db.backends.postgis.base import DatabaseWrapper
from django.db import DEFAULT_DB_ALIAS, Error, connection, connections
from django.http import HttpRequest, HttpResponseBase

from api.web.unavailable import by_replica
from gridmap.logs import route_of
from gridmap.metrics.board import BEHIND, READ
from gridmap.metrics.counting import board

SAFE = ("GET", "HEAD")
HEADER = "X-Gridmap-Written"
"""For programs, which keep no cookies: what an answer says here is sent with the next requests."""
LSN = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")
LEFT_ALONE = 5.0
"""Seconds for which a replica that failed is not asked."""
CAUGHT_UP = (
    "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn"
    " AND (pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()"
    " OR clock_timestamp() - pg_last_xact_replay_timestamp() <= make_interval(secs => %s))"
)


class Replica:
    """One server that is read. Connections are a pool of its own, as that of the primary is."""

    def __init__(self, address: dict[str, Any]) -> None:
        self.address, self.pools = address, dict[str, Any]()
        self.own, self.left_until = threading.local(), 0.0

    @property
    def is_left_alone(self) -> bool:
        return time.monotonic() < self.left_until

    def leave_alone(self) -> None:
        self.left_until = time.monotonic() + LEFT_ALONE

    def connection(self) -> DatabaseWrapper:
        """This thread's. Its alias is that of the primary, in whose place it stands."""
        kept: DatabaseWrapper | None = getattr(self.own, "connection", None)
        if kept is None:
            kept = self.own.connection = DatabaseWrapper(self.address, DEFAULT_DB_ALIAS)
            kept._connection_pools = self.pools  # type: ignore[attr-defined]  # noqa: SLF001  (else it would be the primary's, found by the alias)
        return kept

    def has_replayed(self, written: str) -> bool:
        try:
            with self.connection().cursor() as cursor:
                cursor.execute(CAUGHT_UP, [written, settings.READ_LAG_SECONDS])
                return bool(cursor.fetchone()[0])
        except Error:
            self.leave_alone()
            return False

    @contextmanager
    def instead(self) -> Iterator[None]:
        """Inside, every query of this thread goes to the replica."""
        primary, told = connections[DEFAULT_DB_ALIAS], by_replica.set(True)
        connections[DEFAULT_DB_ALIAS] = self.connection()
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = primary
            by_replica.reset(told)

    def give_back(self) -> None:
        """Its connection, at the end of a request."""
        self.connection().close()


_turn = itertools.count()
_unfit: set[str] = set()
"""Routes whose reading wrote something, found out by trying once."""
_all: list[Replica] = []


def replicas() -> list[Replica]:
    """Those of DATABASE_READ_URLS."""
    if len(_all) != len(settings.DATABASE_READERS):
        primary = connections.settings[DEFAULT_DB_ALIAS]
        _all[:] = [Replica(primary | each) for each in settings.DATABASE_READERS]
    return _all


def replica_for(request: HttpRequest) -> Replica | None:
    """One that may answer the request: it only reads, its caller's last write is known, and the replica has replayed it."""
    if request.method not in SAFE or not settings.DATABASE_READERS or route_of(request) in _unfit:
        return None
    written = written_of(request)
    if not written:
        return None
    there, first = replicas(), next(_turn)
    for place in range(len(there)):
        replica = there[(first + place) % len(there)]
        if not replica.is_left_alone and replica.has_replayed(written):
            return replica
    board().add(BEHIND, 1)
    return None


def written_of(request: HttpRequest) -> str:
    """Up to where the primary's journal has what the caller has seen or written; empty where that is not known.

    Whoever sends another place reads an older state of what is theirs to see, or is answered by the primary.
    """
    told = request.headers.get(HEADER) or request.COOKIES.get(settings.WRITTEN_COOKIE_NAME, "")
    return told if LSN.fullmatch(told) else ""


def mark(request: HttpRequest, response: HttpResponseBase) -> None:
    """Tell the caller, after what the primary did is committed, up to where a replica must have come for the next request."""
    if not settings.DATABASE_READERS or (request.method in SAFE and written_of(request)):
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
            (place,) = cursor.fetchone()
    except Error:
        # It failed before: it has its answer, and the next request goes to the primary.
        response.delete_cookie(settings.WRITTEN_COOKIE_NAME)
        return
    response[HEADER] = place
    response.set_cookie(
        settings.WRITTEN_COOKIE_NAME,
        place,
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def was_read() -> None:
    board().add(READ, 1)


def cannot_be_read(request: HttpRequest) -> None:
    """The primary answers this route from now on."""
    _unfit.add(route_of(request))
