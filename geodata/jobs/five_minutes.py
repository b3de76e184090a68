"""What is due by the hour, done by the workers every five minutes and asked for by nobody.

The law is that of a new day (daily.py): what is due is found by its state and not by a note that it was done, so that hours in which no
worker ran are caught up at once, and doing it again changes nothing. Each thing has a transaction of its own: one that
fails keeps no other from being done, and is tried again five minutes later.
"""

import datetime as dt
import logging

from django.db import connection, connections

from geodata.base.rls import as_web_role, show
from geodata.jobs.daily import everything
from geodata.jobs.registry import EachTime, what_five_minutes_bring

LOCK = 20_260_204
"""An advisory lock of ours, next to those of jobs, days and users; beside it the number of the thing that is done."""
SECONDS = 300

log = logging.getLogger("gridmap.jobs")


def do_what_is_due(at: dt.datetime) -> list[str]:
    """Do all that is due at that moment. Gives what failed; what another worker is at is left to it."""
    failed = []
    for number, run in enumerate(what_five_minutes_bring()):
        try:
            _do(number, run, at)
        except Exception:
            log.exception("what is due could not be done")
            failed.append(run.__qualname__)
    return failed


def _do(number: int, run: EachTime, at: dt.datetime) -> None:
    with as_web_role():
        show(everything())
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, number])
            if cursor.fetchone()[0]:
                run(at)


def do_what_is_due_apart(at: dt.datetime) -> list[str]:
    """The same in a thread that has nothing else to do: its connection ends with it."""
    try:
        return do_what_is_due(at)
    finally:
        connections.close_all()
