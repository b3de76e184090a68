"""Comparing the counts that are kept of days that are over with history, each night and by hand.

A day that was not compared since midnight is due, the one that was compared longest ago first: so a night that is broken
off goes on where it was. What is asked (which villages hold: kept by the present figures, no change noted) and both
sides of the comparison are one statement, and so of one moment: what changes meanwhile is no difference. What differs
is dropped, logged and noted (`ComparedDay`, told by /healthz), and keeping.py counts it anew from history.
"""

import datetime as dt
import logging
import time
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q

from geodata.coverage import leaves, states
from geodata.coverage.models import ComparedDay, KeptCounts
from geodata.coverage.through_time import keeping
from geodata.territory.models import Area

DUE = """
    SELECT d.day::date FROM generate_series(%(first)s::date, %(last)s::date, '1 day') d(day)
    LEFT JOIN geodata_comparedday c ON c.day = d.day::date
    WHERE c.compared_on IS NULL OR c.compared_on < %(today)s
    ORDER BY c.compared_on NULLS FIRST, d.day DESC
"""

log = logging.getLogger("gridmap.jobs")


@dataclass(slots=True)
class Compared:
    """How many days were compared, those of which something differed, and how many are left over."""

    days: int = 0
    differing: tuple[dt.date, ...] = ()
    left: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What the nightly comparisons have found: days compared today, and days of which since yesterday something else was
    kept than history says (tallies of the day that ended among them)."""

    compared: int
    differing: int


def compare_some(*, today: dt.date, seconds: float | None = None) -> Compared:
    """Compare what is due, until the time is over; all of it without one. What differs is dropped. The caller's scope holds
    every village of which counts are kept.
    """
    done, until = Compared(), None if seconds is None else time.monotonic() + seconds
    with keeping.alone():
        ComparedDay.objects.filter(day__lt=today - dt.timedelta(days=keeping.DAYS)).delete()
        due = _due(today)
        for number, day in enumerate(due):
            if until is not None and time.monotonic() > until:
                done.left = len(due) - number
                break
            # What is not kept yet is compared when it is.
            if villages := _held(day):
                wrong = differing(day, villages)
                _note(day, wrong, today)
                done.days += 1
                done.differing += (day,) if wrong else ()
    return done


def found(*, today: dt.date) -> Found:
    """One query."""
    yesterday = today - dt.timedelta(days=1)
    return Found(
        **ComparedDay.objects.aggregate(
            compared=Count("pk", filter=Q(compared_on=today)),
            differing=Count("pk", filter=Q(mended_on__gte=yesterday)),
        )
    )


def note_tallies(*, villages: int, today: dt.date) -> None:
    """Of so many villages the tallies that the day before left were not what history says."""
    yesterday = today - dt.timedelta(days=1)
    # Its kept counts are still to be compared today.
    first = {"compared_on": yesterday, "differing": villages, "mended_on": today}
    ComparedDay.objects.update_or_create(day=yesterday, defaults={"mended_on": today}, create_defaults=first)


def differing(day: dt.date, villages: list[int]) -> list[int]:
    """Of these villages those of which something else is kept than history says; what does not hold any more is no difference."""
    question = states.Question(states.Selection(villages=tuple(villages)), on=day).knowing(by_facts=False)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""{question.relation(with_visits=True)},
            holds AS (SELECT village_id FROM geodata_keptcounts k
                      WHERE day = %(on)s::date AND grid_id IS NULL AND village_id = ANY (%(villages)s)
                        AND version = %(version)s AND NOT EXISTS (
                            SELECT FROM geodata_pastchange c WHERE c.village_id = k.village_id AND c.since <= k.day)),
            history AS (SELECT * FROM ({leaves.kept_query(question)}) each (village_id, grid_id, numbers)
                        WHERE village_id IN (TABLE holds)),
            kept AS (SELECT village_id, grid_id, numbers FROM geodata_keptcounts
                     WHERE day = %(on)s::date AND village_id IN (TABLE holds))
            SELECT DISTINCT village_id
            FROM ((TABLE history EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE history)) other ORDER BY 1""",
            {**question.parameters, "version": leaves.meaning()},
        )
        return [village for (village,) in cursor.fetchall()]


def _due(today: dt.date) -> list[dt.date]:
    first, last = today - dt.timedelta(days=keeping.DAYS - 1), today - dt.timedelta(days=1)
    with connection.cursor() as cursor:
        cursor.execute(DUE, {"first": first, "last": last, "today": today})
        return [day for (day,) in cursor.fetchall()]


def _held(day: dt.date) -> list[int]:
    """Villages of which counts of that day are kept. One query by the index of villages."""
    villages = Area.objects.on(day).level(Area.Level.VILLAGE)
    kept = KeptCounts.objects.filter(day=day, grid=None, version=leaves.meaning(), village__in=villages)
    return sorted(kept.values_list("village", flat=True))


def _note(day: dt.date, wrong: list[int], today: dt.date) -> None:
    told = {"compared_on": today, "differing": len(wrong)}
    if wrong:
        log.error(
            "kept counts of a day differed from history and are counted anew",
            extra={"day": day.isoformat(), "count": len(wrong)},
        )
        with keeping.may_keep():
            KeptCounts.objects.filter(day=day, village__in=wrong).delete()
        told["mended_on"] = today
    ComparedDay.objects.update_or_create(day=day, defaults=told)
