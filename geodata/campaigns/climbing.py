"""Who is unreached after some hours climbs by itself: contact member, leader, village, township.

What is due is found by its state, in one statement for each roll-call: hours of standstill are caught up by one run, and running twice,
or being killed between, changes nothing more. It climbs as far as its hours tell, one step appended for each level reached.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from geodata.campaigns.lifecycle import LIFE
from geodata.campaigns.models import Campaign
from geodata.campaigns.telling import tell_climbed
from geodata.campaigns.words import REACHED, Move, State

LOCK = 20_260_205
"""An advisory lock of ours, beside those of days, jobs and needs."""

CLIMBED = """
WITH late AS (
    SELECT t.id, x.level, h.grid_id FROM geodata_campaigntarget t
    JOIN geodata_household h ON h.id = t.household_id
    CROSS JOIN LATERAL (
        SELECT max(n)::smallint AS level FROM unnest(%(hours)s::integer[]) WITH ORDINALITY hours (hour, n)
        WHERE t.added_at + hour * '1 hour'::interval <= %(at)s
    ) x
    WHERE t.campaign_id = %(campaign)s AND NOT (t.state = ANY (%(reached)s)) AND t.level < x.level
    FOR UPDATE OF t
), leader AS (
    SELECT DISTINCT ON (p.area_id) p.area_id, p.user_id FROM geodata_duty p
    WHERE p.kind = 'small_leader' AND p.period @> %(day)s::date ORDER BY p.area_id, p.id
), moved AS (
    UPDATE geodata_campaigntarget t
    SET level = CASE WHEN late.level = 1 AND leader.user_id IS NULL THEN 2 ELSE late.level END,
        holder_id = CASE WHEN late.level = 1 THEN leader.user_id END
    FROM late LEFT JOIN leader ON leader.area_id = late.grid_id
    WHERE t.id = late.id RETURNING t.id, t.level
)
SELECT level, array_agg(id ORDER BY id) FROM moved GROUP BY level ORDER BY level"""
"""A grid without a leader hands up to its village at once."""


@dataclass(frozen=True, slots=True)
class Climbed:
    """How many households of how many roll-calls."""

    campaigns: int = 0
    targets: int = 0


@transaction.atomic
def climb(*, at: dt.datetime) -> Climbed:
    """For all roll-calls that the role in force sees. Another run at the same time finds nothing to do."""
    if not _locked():
        return Climbed()
    counts = [_climb(one, at=at) for one in Campaign.objects.filter(state=State.OPEN).order_by("pk")]
    return Climbed(sum(1 for count in counts if count), sum(counts))


def _locked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _climb(campaign: Campaign, *, at: dt.datetime) -> int:
    told: dict[str, Any] = {
        "campaign": campaign.pk, "at": at, "day": timezone.localdate(at), "hours": campaign.climb_hours,
        "reached": [str(state) for state in REACHED],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(CLIMBED, told)
        found = cursor.fetchall()
    for level, targets in found:
        step = {"by": None, "at": at, "targets": len(targets), "level": level}
        LIFE.counted(campaign, Move.CLIMB, before=campaign.state, **step)
        tell_climbed(campaign, targets, at=at)
    return sum(len(targets) for _level, targets in found)
