"""What is due within seconds, done by the workers and asked for by nobody: a step at a time, each in a transaction of its own.

One worker at a time does a step; a worker that is killed leaves nothing half done, and the next one goes on.
"""

import datetime as dt

from django.db import connection, connections

from geodata.base.rls import as_web_role, show
from geodata.jobs.daily import everything
from geodata.jobs.registry import Due, Step, what_each_beat_brings

LOCK = 20_260_205
"""An advisory lock of ours, next to those of jobs, days and what is due by the hour; beside it the number of what is done."""


def do_a_step(day: dt.date) -> bool:
    """One step of everything that is due on that day, which is today. Was there anything?"""
    done = [_do(number, due, step, day) for number, (due, step) in enumerate(what_each_beat_brings())]
    return any(done)


def _do(number: int, due: Due, step: Step, day: dt.date) -> bool:
    with as_web_role(), connection.cursor() as cursor:
        if not due(day):
            return False
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK, number])
        if not cursor.fetchone()[0]:
            return False
        show(everything())
        step(day)
        return True


def do_a_step_apart(day: dt.date) -> bool:
    """The same in a thread that has nothing else to do: its connection ends with it."""
    try:
        return do_a_step(day)
    finally:
        connections.close_all()
