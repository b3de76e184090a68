"""Gathering what children publish: fetched side by side, checked, and appended. What was told first stays.

A child is asked from the last day on that it told before, so that a figure or signature that has changed since is noticed;
the first time from the last end of a month.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from django.db import connection, transaction

from geodata.coverage.disclosure import month_ends
from geodata.federation.checking import Refused, Told, days_in
from geodata.federation.children import Child
from geodata.federation.fetching import fetch
from geodata.federation.models import GatheredCoverage, GatheringStep
from geodata.federation.words import Outcome

AT_ONCE = 16
"""Children that are asked side by side."""
ROUNDS = 4
"""Of 31 days each: what was missed for longer comes the next time."""

Fetch = Callable[[Child, str, dt.date], bytes]


@dataclass(frozen=True, slots=True)
class Known:
    """The last day that was told of a county."""

    day: dt.date
    payload: str
    signature: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of one county: its new days, and how it ended."""

    child: Child
    area: str
    days: list[Told]
    outcome: Outcome
    day: dt.date | None = None


def collect(
    children: Iterable[Child], *, today: dt.date, at: dt.datetime, fetch: Fetch = fetch
) -> Counter[Outcome]:
    """Ask all of them, and keep what holds; how many counties ended how. Each is kept by itself: one that is broken off is
    asked again the next time.
    """
    asked = [(child, area) for child in children for area in child.areas]
    known = last_days([area for _child, area in asked])

    def one(pair: tuple[Child, str]) -> Fetched:
        return fetched(*pair, known=known.get(pair[1]), today=today, fetch=fetch)

    found: Counter[Outcome] = Counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for result in pool.map(one, asked):
            keep(result, at=at)
            found[result.outcome] += 1
    return found


def fetched(child: Child, area: str, *, known: Known | None, today: dt.date, fetch: Fetch) -> Fetched:
    """Asked until yesterday is told or nothing new comes. Without the database: it runs beside others."""
    days: list[Told] = []
    before = {known.day: (known.payload, known.signature)} if known else {}
    since = known.day if known else month_ends(today)[0]
    for _round in range(ROUNDS):
        try:
            new: list[Told] = []
            for told in days_in(
                fetch(child, area, since), area=area, key=child.key, today=today, known=before
            ):
                new.append(told)
                before[told.day] = told.payload, told.signature
        except Refused as refused:
            # What came before the day that does not hold was checked by itself.
            return Fetched(child, area, days + new, refused.outcome, refused.day)
        days += new
        if not new or max(before) >= today - dt.timedelta(days=1):
            break
        since = max(before)
    return Fetched(child, area, days, Outcome.TAKEN)


@transaction.atomic
def keep(result: Fetched, *, at: dt.datetime) -> None:
    """Append the days, and how it went where that is another than the last time."""
    rows = [
        GatheredCoverage(
            child=result.child.name,
            area=result.area,
            name=told.name,
            day=told.day,
            payload=told.payload,
            signature=told.signature,
            key=result.child.key,
            totals=told.totals,
            taken_at=at,
        )
        for told in result.days
    ]
    # Two who gather at once: the first has told it.
    GatheredCoverage.objects.bulk_create(rows, ignore_conflicts=True)
    last = GatheringStep.objects.filter(area=result.area).order_by("-at", "-pk").first()
    if last is None or (last.outcome, last.day) != (result.outcome, result.day):
        GatheringStep.objects.create(area=result.area, at=at, outcome=result.outcome, day=result.day)


def last_days(areas: list[str]) -> dict[str, Known]:
    """By county. One query, one look into the index for each."""
    query = """SELECT a, last.day, last.payload, last.signature FROM unnest(%s::text[]) a, LATERAL (
        SELECT day, payload, signature FROM geodata_gatheredcoverage WHERE area = a ORDER BY day DESC LIMIT 1) last"""
    with connection.cursor() as cursor:
        cursor.execute(query, [areas])
        return {area: Known(*told) for area, *told in cursor.fetchall()}
