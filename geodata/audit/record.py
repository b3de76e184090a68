"""Appending to the record of access."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils import timezone
from psycopg.types.json import Jsonb

from geodata.accounts.models import User
from geodata.audit.models import ACTIONS, AccessEntry
from geodata.base.history import request_id as under_way

appended: ContextVar[int] = ContextVar("appended", default=0)
"""How many entries this thread has appended: a door asks whether a request has left any."""
door: ContextVar[str] = ContextVar("door", default="")
"""By which door somebody came, where that is told: "api", "command"; pages are the usual one."""


@contextmanager
def coming_by(way: str) -> Iterator[None]:
    """Entries that are appended inside tell the door."""
    known = door.set(way)
    try:
        yield
    finally:
        door.reset(known)


_put_off: ContextVar[list[AccessEntry] | None] = ContextVar("put_off", default=None)


@contextmanager
def put_off() -> Iterator[list[AccessEntry]]:
    """Inside, entries are gathered and not appended: the database under way is only read. Whoever asks appends them elsewhere."""
    gathered: list[AccessEntry] = []
    known = _put_off.set(gathered)
    try:
        yield gathered
    finally:
        _put_off.reset(known)


def append_all(entries: Sequence[AccessEntry], *, of_changes: bool = True) -> None:
    """In one statement. Those of a lookup (not `of_changes`) do not tell a door that what it changed is on record."""
    appended.set(appended.get() + len(entries) * of_changes)
    if (gathered := _put_off.get()) is not None:
        gathered.extend(entries)
        return
    AccessEntry.objects.bulk_create(entries)


ENTRY = """INSERT INTO geodata_accessentry (id, user_id, action, at, subject, details, request_id)
VALUES (%(entry)s, %(entry_user)s, %(entry_action)s, %(entry_at)s, %(entry_subject)s, %(entry_details)s, %(entry_request)s)"""
"""Appends one entry as part of a larger statement: see `along`."""


def along(entry: AccessEntry) -> dict[str, Any]:
    """What `ENTRY` is told of an entry that a statement appends beside what it writes: one round trip less."""
    appended.set(appended.get() + 1)
    return {
        "entry": entry.pk, "entry_user": entry.user_id, "entry_action": entry.action, "entry_at": entry.at,
        "entry_subject": entry.subject, "entry_details": Jsonb(entry.details), "entry_request": entry.request_id,
    }  # fmt: skip


def record_access(*, user: User | None, action: str, **told: Any) -> AccessEntry:
    """Append one entry: see `entry_of`."""
    entry = entry_of(user=user, action=action, **told)
    append_all([entry])
    return entry


def entry_of(
    *,
    user: User | None,
    action: str,
    at: dt.datetime | None = None,
    subject: str = "",
    details: dict[str, Any] | None = None,
    request_id: str = "",
) -> AccessEntry:
    """One entry, in the request under way, that is still to be appended. `details` holds filters and counts, never
    names, phones or categories of a household. ValueError: no manifest names the action.
    """
    if action not in ACTIONS:
        raise ValueError(f"No manifest names the action {action}.")
    return AccessEntry(
        user=user,
        action=action,
        at=at or timezone.now(),
        subject=subject[:200],
        details=(details or {}) | ({"by": way} if (way := door.get()) else {}),
        request_id=(request_id or under_way.get())[:64],
    )
