"""Matching anew what has changed, within seconds: events only leave marks (geodata/sql/matching_follows.sql), workers take some of them
away and match these households and villages in the same transaction. What is killed leaves its marks, and the next worker goes on.
"""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from django.db import connection, transaction

from geodata.base.rls import as_web_role, show
from geodata.jobs.daily import everything
from geodata.policies.matching import Matched, match_households, match_villages, parts_of

LOCK = 20_260_206
"""An advisory lock of ours, next to those of jobs: of two who match many households, one waits for the other."""
AT_ONCE = 5_000
"""Households of one transaction, about: whoever records an answer there meanwhile waits for it."""


def due(_day: dt.date) -> bool:
    """Is there a mark? One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT match_marks_wait()")
        return bool(cursor.fetchone()[0])


def mark_villages(villages: Collection[int]) -> None:
    """They are matched anew from now on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark_villages_to_match(%s)", [list(villages)])


def match_marked(*, on: dt.date, most: int = AT_ONCE) -> Matched:
    """What some of the marks name. The caller's transaction; `on` is today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SELECT village, household FROM take_match_marks(%s)", [most])
        taken = cursor.fetchall()
    found = match_villages([village for village, _home in taken if village], on=on)
    return found.plus(match_households([home for _village, home in taken if home], on=on))


def match_in_parts(villages: Sequence[int], *, on: dt.date) -> Iterator[tuple[int, Matched]]:
    """All of these villages, some at a time in a transaction of its own: how many villages, and what was found there.

    They are marked before: where this is killed, workers go on with what is left.
    """
    with as_web_role(), transaction.atomic():
        mark_villages(villages)
        show(everything())
        parts = list(parts_of(villages))
    for part in parts:
        with as_web_role(), transaction.atomic(), connection.cursor() as cursor:
            show(everything())
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            cursor.execute("SELECT unmark_villages_to_match(%s)", [part])
            found = match_villages(part, on=on)
        yield len(part), found
    with as_web_role(), transaction.atomic(), connection.cursor() as cursor:
        # Nobody lives in the others.
        cursor.execute("SELECT unmark_villages_to_match(%s)", [list(villages)])
