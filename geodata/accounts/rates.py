"""How often somebody asked in the present stretch of time, counted for all web workers in one unlogged table.

One row per key and database connection: requests of one user at the same time do not wait for each other, and none sees
what the others have not committed yet, which are as many as there are connections at most.
"""

import datetime as dt

from django.db import connection


def count(key: str, *, every: int, at: dt.datetime) -> int:
    """Count one more; how many there are in this stretch of `every` seconds; 0 on a full disk. One statement."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count_request(%s, %s)", [f"{every}:{key[:100]}", stretch(every=every, at=at)])
        counted: int = cursor.fetchone()[0]
    return counted


def stretch(*, every: int, at: dt.datetime) -> int:
    """Which one it is since 1970."""
    return int(at.timestamp()) // every


def left(*, every: int, at: dt.datetime) -> float:
    """Seconds to the end of the stretch."""
    return every - at.timestamp() % every


def ended(*, before: dt.datetime, apply: bool) -> int:
    """Counts of stretches that ended before then; with `apply` they go."""
    over = "FROM geodata_asked WHERE split_part(key, ':', 1)::bigint * (stretch + 1) < %s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {over}", [before.timestamp()])
        rows: int = cursor.fetchone()[0]
        if apply:
            cursor.execute(f"DELETE {over}", [before.timestamp()])
    return rows
