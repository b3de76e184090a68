"""Matching anew what has changed, within seconds: events only leave marks (geodata/sql/matching_follows.sql), workers take some of them
away and match these households and villages in the same transaction. What is killed leaves its marks, and the next worker goes on.
"""

import datetime as dt
from collections.abc import Collection

from django.db import connection

from geodata.policies.matching import Matched, match_households, match_villages

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
    """What some of the marks name. The caller's transaction, and nobody else at the same time; `on` is today."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT village, household FROM take_match_marks(%s)", [most])
        taken = cursor.fetchall()
    found = match_villages([village for village, _home in taken if village], on=on)
    return found.plus(match_households([home for _village, home in taken if home], on=on))
