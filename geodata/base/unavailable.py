"""Errors of the database that are nobody's fault and pass: it is away, may not be written, or has no time."""

from collections.abc import Iterator
from enum import Enum

import psycopg
from django.db import Error, InterfaceError, OperationalError


class Unavailable(Enum):
    """Why, with the seconds after which asking again makes sense."""

    AWAY = 3
    """No connection, or lost within the request; what was under way is rolled back, or was whole."""
    READ_ONLY = 10
    """A standby, or one that is being changed for another."""
    FULL = 5
    """No room on disk, no memory, no connection left."""
    BUSY = 2
    """Waited too long, or stood in each other's way."""

    @property
    def retry_after(self) -> int:
        return int(self.value)


STATES = {
    "08": Unavailable.AWAY,
    "25006": Unavailable.READ_ONLY,
    "25P03": Unavailable.BUSY,
    "25P04": Unavailable.BUSY,
    "40001": Unavailable.BUSY,
    "40P01": Unavailable.BUSY,
    "53": Unavailable.FULL,
    "53300": Unavailable.AWAY,
    "55P03": Unavailable.BUSY,
    "57014": Unavailable.BUSY,
    "57P": Unavailable.AWAY,
    "58030": Unavailable.FULL,
}
"""By the beginning of SQLSTATE; the longest counts."""


def unavailable(error: BaseException | None) -> Unavailable | None:
    """None: an error of another kind."""
    for each in _causes(error):
        if not isinstance(each, Error | psycopg.Error):
            continue
        if state := getattr(each, "sqlstate", None):
            return next((STATES[state[:size]] for size in (5, 3, 2) if state[:size] in STATES), None)
    lost = OperationalError | InterfaceError | psycopg.OperationalError | psycopg.InterfaceError
    return Unavailable.AWAY if isinstance(error, lost) else None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
