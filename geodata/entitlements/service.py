"""What becomes of entitlements by itself: what is paid until a day expires, and is over when nobody has renewed it.

Found by state: days of standstill are caught up by one run, and twice changes nothing.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

EXPIRES_AFTER = 60
"""Days before the last one on which somebody has to see to it."""


@dataclass(frozen=True, slots=True)
class Done:
    """How many entitlements."""

    expiring: int = 0
    lapsed: int = 0


EXPIRE = """
WITH due AS (
    SELECT id, state AS before FROM geodata_entitlement
    WHERE state IN ('paid', 'renewed') AND upper(period) <= %(on)s::date + %(days)s FOR UPDATE
), moved AS (
    UPDATE geodata_entitlement e SET state = 'expiring', state_since = %(at)s, version = e.version + 1
    FROM due d WHERE e.id = d.id RETURNING e.id, d.before
), stepped AS (
    INSERT INTO geodata_entitlementstep (entitlement_id, at, move, before, after, reason)
    SELECT id, %(at)s, 'expire', before, 'expiring', '' FROM moved
)
SELECT count(*) FROM moved"""
LAPSE = """
WITH moved AS (
    UPDATE geodata_entitlement
    SET state = 'not_applicable', lapsed = true, ended_at = %(at)s, state_since = %(at)s, version = version + 1
    WHERE state = 'expiring' AND upper(period) <= %(on)s::date RETURNING id
), stepped AS (
    INSERT INTO geodata_entitlementstep (entitlement_id, at, move, before, after, reason)
    SELECT id, %(at)s, 'lapse', 'expiring', 'not_applicable', 'period' FROM moved
)
SELECT count(*) FROM moved"""


@transaction.atomic
def do_what_is_due(*, on: dt.date, at: dt.datetime) -> Done:
    """For all entitlements that the role in force sees."""
    values: dict[str, Any] = {"on": on, "at": at, "days": EXPIRES_AFTER}
    counts = []
    with connection.cursor() as cursor:
        for statement in (EXPIRE, LAPSE):
            cursor.execute(statement, values)
            counts.append(cursor.fetchone()[0])
    return Done(*counts)
