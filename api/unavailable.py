"""What everybody is told while the database cannot serve them, and that nobody waits for one that is known to be away."""

import time
from threading import Lock, Thread

import psycopg
from django.db import connections
from django.utils.translation import gettext as _

from geodata.unavailable import Unavailable


class Breaker:
    """Open while the database is away: a thread asks it again and again, and requests are answered at once."""

    PAUSE = 0.3

    def __init__(self) -> None:
        self.lock, self.open = Lock(), False

    def opened(self) -> None:
        with self.lock:
            if not self.open:
                self.open = True
                Thread(target=self._watch, name="database", daemon=True).start()

    def _watch(self) -> None:
        while not answers():
            time.sleep(self.PAUSE)
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
                "The database does not answer. Try again in a moment; what you had entered was not saved."
            )
        case Unavailable.READ_ONLY:
            return _("The service can only be read at the moment. Try again in a few minutes.")
        case Unavailable.FULL:
            return _("The database has no room left. Nothing was saved; try again later.")
        case Unavailable.BUSY:
            return _("This took too long, and nothing was saved. Try again in a moment.")
