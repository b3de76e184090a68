"""How often somebody asked in the present stretch of time, counted for all web workers in one unlogged table.

One row per key and database connection: requests of one user at the same time do not wait for each other, and none sees
what the others have not committed yet, which are as many as there are connections at most.
"""

import datetime as dt

from django.db import connection


def count(key: str, *, every: int, at: dt.datetime) -> int:
    """Count one more; how many there are in this stretch of `every` seconds. One statement."""
    told: dict[str, str | int] = {"key": f"{every}:{key[:100]}", "stretch": int(at.timestamp()) // every}
    with connection.cursor() as cursor:
        cursor.execute(COUNT, told)
        counted: int = cursor.fetchone()[0]
    return counted


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


COUNT = """
WITH own AS (
    INSERT INTO geodata_asked (key, backend, stretch, times)
    VALUES (%(key)s, pg_backend_pid(), %(stretch)s, 1)
    ON CONFLICT (key, backend) DO UPDATE SET
        times = CASE WHEN geodata_asked.stretch = EXCLUDED.stretch THEN geodata_asked.times + 1 ELSE 1 END,
        stretch = EXCLUDED.stretch
    RETURNING times
)
SELECT own.times + coalesce((
    SELECT sum(others.times) FROM geodata_asked others
    WHERE others.key = %(key)s AND others.stretch = %(stretch)s AND others.backend <> pg_backend_pid()
), 0)::int FROM own"""
