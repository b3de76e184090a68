"""Keeping the counts of days that are over, and counting them anew where the past has changed.

What has to be done is found by its state: days of the last 53 weeks that are not kept, or by figures of another release. A
village of which a change is noted is dropped from the day of the change on, and so is not kept any more. So it goes on where
it was broken off, and doing it again changes nothing. Notes are taken away before it is counted: a change that comes in
meanwhile leaves one of its own, and while there is one readers ask history (reading.py).
"""

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from geodata.coverage import leaves, states
from geodata.coverage.models import KeptCounts, PastChange

DAYS = 372
"""53 weeks and today: as far back as a trend goes."""
LOCK = 20_260_206
"""An advisory lock of ours, next to those of jobs, days, users and of what is due: one keeps at a time."""
VILLAGES_AT_ONCE = 200

MISSING = """
    SELECT d.day::date, array_agg(v.id ORDER BY v.id)
    FROM generate_series(%(first)s::date, %(last)s::date, '1 day') d(day)
    JOIN geodata_area v ON v.level = 'village' AND v.period @> d.day::date
    LEFT JOIN geodata_keptcounts k ON k.village_id = v.id AND k.day = d.day::date AND k.grid_id IS NULL AND k.version = %(version)s
    WHERE k.id IS NULL
    GROUP BY d.day
    -- Yesterday first, then the days through which a trend of today goes, then the latest.
    ORDER BY d.day::date = %(last)s DESC, (%(today)s - d.day::date) %% 7 = 0 DESC, d.day DESC
"""


@dataclass(slots=True)
class Kept:
    """How many days of villages were kept, and how many are left over."""

    days: int = 0
    left: int = 0


def keep_past(*, today: dt.date, seconds: float | None = None) -> Kept:
    """Drop what has changed and keep what is not kept (any more), until the time is over; all of it without one. The
    caller's scope holds every village that is to be kept.
    """
    done, until = Kept(), None if seconds is None else time.monotonic() + seconds
    with alone():
        last = min(last_day_over(), today - dt.timedelta(days=1))
        _drop_changed()
        _drop_before(today - dt.timedelta(days=DAYS))
        for day, villages in _missing(today=today, last=last):
            for start in range(0, len(villages), VILLAGES_AT_ONCE):
                some = villages[start : start + VILLAGES_AT_ONCE]
                if until is not None and time.monotonic() > until:
                    done.left += len(some)
                else:
                    done.days += keep(day, some)
    return done


def last_day_over() -> dt.date:
    """The last day of which no transaction may still write what is of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_day_over()")
        (day,) = cursor.fetchone()
    assert isinstance(day, dt.date)
    return day


def keep(day: dt.date, villages: Sequence[int]) -> int:
    """Count one day of these villages, and keep it in the place of what was kept. Returns how many villages."""
    selection = states.Selection(villages=tuple(villages))
    question = states.Question(selection, on=day).knowing(by_facts=False)
    with may_keep(), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM geodata_keptcounts WHERE day = %s AND village_id = ANY (%s)", [day, list(villages)]
        )
        cursor.execute(
            f"""{question.relation(with_visits=True)}
            INSERT INTO geodata_keptcounts (village_id, grid_id, day, version, numbers)
            SELECT village_id, grid_id, %(on)s::date, %(version)s, numbers
            FROM ({leaves.kept_query(question)}) each (village_id, grid_id, numbers)""",
            {**question.parameters, "version": leaves.meaning()},
        )
    return len(villages)


def _missing(*, today: dt.date, last: dt.date) -> list[tuple[dt.date, list[int]]]:
    """Days with the villages of which they are not kept, in the order in which they are wanted."""
    first = today - dt.timedelta(days=DAYS - 1)
    with connection.cursor() as cursor:
        cursor.execute(MISSING, {"first": first, "last": last, "today": today, "version": leaves.meaning()})
        found: list[tuple[dt.date, list[int]]] = cursor.fetchall()
    return found


def _drop_changed() -> None:
    """What has changed is kept no longer. The notes go first: see above."""
    with may_keep(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM geodata_pastchange RETURNING village_id, since")
        notes: dict[int, dt.date] = {}
        for village, since in cursor.fetchall():
            notes[village] = min(since, notes.get(village, since))
        cursor.execute(
            "DELETE FROM geodata_keptcounts k USING unnest(%s::bigint[], %s::date[]) note(village_id, since)"
            " WHERE k.village_id = note.village_id AND k.day >= note.since",
            [list(notes), list(notes.values())],
        )


def _drop_before(day: dt.date) -> None:
    """Days beyond every trend: they come from history."""
    with may_keep():
        KeptCounts.objects.filter(day__lt=day).delete()


@contextmanager
def alone() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield


@contextmanager
def may_keep() -> Iterator[None]:
    """Inside, the law lets kept counts be written: kept_by_the_verb.sql."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('gridmap.keeping', 'on', true)")
    yield
    if not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('gridmap.keeping', '', true)")


def is_kept(*, today: dt.date) -> bool:
    """Are all days of the last 53 weeks kept, by the present figures, and nothing noted that has changed them?"""
    return not PastChange.objects.exists() and not _missing(today=today, last=today - dt.timedelta(days=1))
