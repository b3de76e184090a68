"""What becomes of orders by itself when its time has come: offers time out, what nobody takes waits for the next dispatch, what
nobody rates is closed without.

Everything that is due is found by its state, in a few statements whatever the number: standstill is caught up by one run, and
running twice, or being killed between, changes nothing more.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction

LOCK = 20_261_201
"""An advisory lock of ours, beside those of days, jobs and needs."""
UNRATED = dt.timedelta(days=7)
"""After that what was finished is closed without a rating."""


@dataclass(frozen=True, slots=True)
class Done:
    """How many offers, and how many orders."""

    timed_out: int = 0
    returned: int = 0
    lapsed: int = 0
    closed: int = 0


TIMED_OUT = """
WITH late AS (
    SELECT o.id FROM geodata_serviceorder o
    WHERE o.state = 'dispatched'
      AND EXISTS (SELECT FROM geodata_orderoffer f WHERE f.order_id = o.id AND f.answer = '' AND f.until <= %(at)s)
    FOR UPDATE SKIP LOCKED
), timed AS (
    UPDATE geodata_orderoffer f SET answer = 'timed_out', answered_at = %(at)s
    FROM late WHERE f.order_id = late.id AND f.answer = '' AND f.until <= %(at)s RETURNING f.id
)
SELECT count(*) FROM timed"""
MOVED = """
WITH due AS (
    SELECT id, state FROM geodata_serviceorder o WHERE {condition} FOR UPDATE SKIP LOCKED
), moved AS (
    UPDATE geodata_serviceorder o
    SET state = '{after}', state_since = %(at)s, version = o.version + 1{more}
    FROM due WHERE due.id = o.id RETURNING o.id, due.state
), stepped AS (
    INSERT INTO geodata_orderstep (order_id, at, move, before, after, reason)
    SELECT id, %(at)s, '{move}', state, '{after}', '' FROM moved RETURNING id
)
SELECT count(*) FROM stepped"""
UNTAKEN = """o.state = 'dispatched' AND NOT EXISTS (
    SELECT FROM geodata_orderoffer f WHERE f.order_id = o.id AND f.answer = '')"""
RETURNED = MOVED.format(condition=UNTAKEN, after="ordered", move="return", more="")
LAPSED = MOVED.format(
    condition="o.state = 'finished' AND o.state_since <= %(unrated)s", after="unrated", move="lapse", more=""
)
CLOSED = MOVED.format(
    condition="o.state IN ('rated', 'unrated')", after="closed", move="close", more=", ended_at = %(at)s"
)


@transaction.atomic
def do_what_is_due(*, at: dt.datetime) -> Done:
    """For all orders that the role in force sees. Another run at the same time finds nothing to do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return Done()
    return Done(*(_count(statement, at) for statement in (TIMED_OUT, RETURNED, LAPSED, CLOSED)))


def _count(statement: str, at: dt.datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"at": at, "unrated": at - UNRATED})
        count: int = cursor.fetchone()[0]
        return count
