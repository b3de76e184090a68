"""Appending to the record of access."""

import datetime as dt
from contextvars import ContextVar
from typing import Any

from geodata.accounts.models import User
from geodata.audit.models import AccessEntry

appended: ContextVar[int] = ContextVar("appended", default=0)
"""How many entries this thread has appended: a door asks whether a request has left any."""


def record_access(
    *,
    user: User | None,
    action: AccessEntry.Action,
    at: dt.datetime,
    subject: str = "",
    details: dict[str, Any] | None = None,
    request_id: str = "",
) -> AccessEntry:
    """Append one entry. `details` holds filters and counts, never names, phones or categories of a household."""
    appended.set(appended.get() + 1)
    return AccessEntry.objects.create(
        user=user,
        action=action,
        at=at,
        subject=subject[:200],
        details=details or {},
        request_id=request_id[:64],
    )
