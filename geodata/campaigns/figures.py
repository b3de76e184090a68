"""How a roll-call stands: now from its households, and as of any minute from its results by when they were made.

Reached and unreached are counted apart, and make up the households that were asked for by then. Results that came in late change the
curve of the hours before; how many did is told beside it. Nothing is counted per person.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet

from geodata.base.scope import Scope
from geodata.campaigns import shown
from geodata.campaigns.models import Campaign, CampaignTarget
from geodata.campaigns.words import REACHED, Level, Result

LATE = dt.timedelta(minutes=30)
"""A result that is recorded later than that after it was made is marked."""
IS_REACHED = Q(state__in=REACHED)


@dataclass(frozen=True, slots=True)
class Standing:
    """Of some place: `reached + unreached = targets`."""

    village: str
    grid: str
    """Its code; empty: outside every grid."""
    targets: int
    reached: int
    unreached: int
    special: int
    special_unreached: int
    needs: int


@dataclass(frozen=True, slots=True)
class Hour:
    """How many were reached by the end of an hour, of how many that were asked for by then; `late`: recorded much later."""

    at: dt.datetime
    targets: int
    reached: int
    late: int


def by_grid(targets: "QuerySet[CampaignTarget]") -> list[Standing]:
    """As of now. One query."""
    rows = (
        targets.values_list("village__code", "grid_then__code")
        .order_by("village__code", "grid_then__code")
        .annotate(
            n=Count("pk"),
            reached=Count("pk", filter=IS_REACHED),
            unreached=Count("pk", filter=~IS_REACHED),
            special_=Count("pk", filter=Q(special=True)),
            special_unreached=Count("pk", filter=Q(special=True) & ~IS_REACHED),
            needs=Count("pk", filter=Q(state=Result.NEEDS)),
        )
    )
    return [Standing(village, grid or "", *counts) for village, grid, *counts in rows]


def total(rows: Sequence[Standing]) -> Standing:
    """Of all of them together."""
    names = ("targets", "reached", "unreached", "special", "special_unreached", "needs")
    return Standing("", "", *(sum(getattr(row, name) for row in rows) for name in names))


def held_by(targets: "QuerySet[CampaignTarget]") -> dict[Level, int]:
    """How many that nobody has reached are with whom: levels, never persons."""
    rows = targets.exclude(IS_REACHED).values_list("level").order_by("level").annotate(n=Count("pk"))
    found = dict(rows)
    return {level: found.get(level.value, 0) for level in Level}


INSIDE = """({of}.village_id = ANY (%(villages)s) OR {of}.household_id = ANY (%(households)s) OR {of}.household_id IN (
        SELECT h.id FROM geodata_household h WHERE h.grid_id = ANY (%(grids)s)))"""
OF_SCOPE = {"t": INSIDE.format(of="t"), "r": INSIDE.format(of="r")}
"""The first line of the statements: the same as `shown.inside`."""


def asked_of(campaign: Campaign, scope: Scope) -> dict[str, Any]:
    """What the statements of a roll-call are told."""
    return {
        "campaign": campaign.pk,
        "reached": [str(state) for state in REACHED],
        "villages": list(shown.villages(scope)),
        "grids": list(shown.grids(scope)),
        "households": list(shown.households(scope)),
    }


AS_OF = """
SELECT v.code, coalesce(g.code, ''), count(*),
       count(*) FILTER (WHERE last.state = ANY (%(reached)s)),
       count(*) FILTER (WHERE last.state IS NULL OR NOT (last.state = ANY (%(reached)s))),
       count(*) FILTER (WHERE t.special),
       count(*) FILTER (WHERE t.special AND (last.state IS NULL OR NOT (last.state = ANY (%(reached)s)))),
       count(*) FILTER (WHERE last.state = 'needs')
FROM geodata_campaigntarget t
JOIN geodata_area v ON v.id = t.village_id LEFT JOIN geodata_area g ON g.id = t.grid_then_id
LEFT JOIN (
    SELECT DISTINCT ON (r.target_id) r.target_id, r.state FROM geodata_campaignresult r
    WHERE r.campaign_id = %(campaign)s AND r.made_at <= %(at)s
    ORDER BY r.target_id, r.made_at DESC, r.id DESC
) last ON last.target_id = t.id
WHERE t.campaign_id = %(campaign)s AND t.added_at <= %(at)s AND {t}
GROUP BY 1, 2 ORDER BY 1, 2"""


def as_of(campaign: Campaign, at: dt.datetime, *, scope: Scope) -> list[Standing]:
    """By grid, as of a minute, of what was known now about it. One query."""
    told = asked_of(campaign, scope) | {"at": at}
    with connection.cursor() as cursor:
        cursor.execute(AS_OF.format(**OF_SCOPE), told)
        return [Standing(*row) for row in cursor.fetchall()]


CURVE = """
WITH moved AS (
    SELECT date_bin('1 hour', x.made_at, %(opened)s) AS hour,
           CASE WHEN x.now AND NOT x.before THEN 1 WHEN x.before AND NOT x.now THEN -1 ELSE 0 END AS delta,
           (x.at - x.made_at > %(late)s)::integer AS late
    FROM (
        SELECT r.made_at, r.at, r.state = ANY (%(reached)s) AS now,
               coalesce(lag(r.state) OVER (PARTITION BY r.target_id ORDER BY r.made_at, r.id) = ANY (%(reached)s), false) AS before
        FROM geodata_campaignresult r WHERE r.campaign_id = %(campaign)s AND {r}
    ) x
), asked AS (
    SELECT date_bin('1 hour', t.added_at, %(opened)s) AS hour, count(*) AS n
    FROM geodata_campaigntarget t WHERE t.campaign_id = %(campaign)s AND {t} GROUP BY 1
), summed AS (
    SELECT hour, sum(delta) AS delta, sum(late) AS late FROM moved GROUP BY 1
)
SELECT g.hour + '1 hour'::interval, coalesce(sum(a.n) OVER w, 0)::integer, coalesce(sum(s.delta) OVER w, 0)::integer,
       coalesce(s.late, 0)::integer
FROM generate_series(%(opened)s, %(until)s, '1 hour'::interval) g (hour)
LEFT JOIN asked a USING (hour) LEFT JOIN summed s USING (hour)
WINDOW w AS (ORDER BY g.hour) ORDER BY 1"""


def curve(campaign: Campaign, *, scope: Scope, until: dt.datetime) -> list[Hour]:
    """Hour by hour from the opening. One query."""
    if campaign.opened_at is None:
        return []
    last = min(until, campaign.closed_at or until)
    told = asked_of(campaign, scope) | {"opened": campaign.opened_at, "late": LATE}
    told["until"] = max(last, campaign.opened_at)
    with connection.cursor() as cursor:
        cursor.execute(CURVE.format(**OF_SCOPE), told)
        return [Hour(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Live:
    """What a wall shows of a roll-call."""

    whole: Standing
    grids: list[Standing]
    held: dict[Level, int]
    hours: list[Hour]


def live(campaign: Campaign, *, scope: Scope, at: dt.datetime) -> Live:
    """Of what the reader's scope holds. Three queries."""
    targets = CampaignTarget.objects.within(scope).filter(campaign=campaign)
    grids = by_grid(targets)
    return Live(total(grids), grids, held_by(targets), curve(campaign, scope=scope, until=at))


def by_village(rows: Sequence[Standing]) -> Iterator[Standing]:
    """The same by village."""
    names = ("targets", "reached", "unreached", "special", "special_unreached", "needs")
    codes = dict.fromkeys(row.village for row in rows)
    for code in codes:
        here = [row for row in rows if row.village == code]
        yield Standing(code, "", *(sum(getattr(row, name) for row in here) for name in names))
