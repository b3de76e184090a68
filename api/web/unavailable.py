"""What everybody is told while the database cannot serve them, and that nobody waits for one that is known to be away."""

from contextvars import ContextVar
from threading import Event, Lock, Thread

import psycopg
from django.db import connections
from django.utils.translation import gettext as _

from geodata.base.unavailable import Unavailable

by_replica: ContextVar[bool] = ContextVar("by_replica", default=False)
"""Is the request under way answered by a replica (gridmap/replicas.py)? What it fails with says nothing of the primary."""


class Breaker:
    """Open while the database is away: a thread asks it again and again, and requests are answered at once."""

    PAUSE = 0.3

    def __init__(self) -> None:
        self.lock, self.open = Lock(), False
        self.left, self.watching = Event(), Thread()

    def opened(self) -> None:
        if by_replica.get():
            return
        with self.lock:
            if not self.open:
                self.open = True
                self.watching = Thread(target=self._watch, name="database", daemon=True)
                self.watching.start()

    def forget(self) -> None:
        """Closed and without its thread: a process is about to be copied. A copy that is open would never be told to close."""
        if self.open:
            self.left.set()
            self.watching.join()
            self.left.clear()

    def _watch(self) -> None:
        while not answers():
            if self.left.wait(self.PAUSE):
                break
        self.open = False


def answers() -> bool:
    """Asked on a connection of its own: those of the pool may be the broken ones."""
    try:
        psycopg.connect(**connections["default"].get_connection_params()).close()
    except psycopg.Error:
        return False
    return True


breaker = Breaker()
"""Of this process."""


def sentence(why: Unavailable) -> str:
    match why:
        case Unavailable.AWAY:
            return _(
                "The database is not responding. Try again in a moment; what you had entered was not saved."
            )
        case Unavailable.READ_ONLY:
            return _("The service is read-only at the moment. Try again in a few minutes.")
        case Unavailable.FULL:
            return _("The database is full. Nothing was saved; try again later.")
        case Unavailable.BUSY:
            return _("This took too long, and nothing was saved. Try again in a moment.")
