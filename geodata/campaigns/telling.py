"""Who is told of a roll-call: once each, however many households wait for them. A drill says so."""

import datetime as dt
from typing import Any

from django.db import connection
from django.utils import timezone

from geodata.campaigns.concept import NoticeKind
from geodata.campaigns.links import calls_of
from geodata.campaigns.models import Campaign
from geodata.campaigns.words import Level
from geodata.posts.models import Post

K = Post.Kind
KINDS = {
    Level.LEADER: (K.SMALL_LEADER,),
    Level.VILLAGE: (K.MEDIUM_LEADER, K.VILLAGE_OFFICER),
    Level.TOWNSHIP: (K.TOWNSHIP_OFFICER,),
}
"""The posts that hold a level; the contact member's is held by name."""

TOLD = """
WITH place AS (
    SELECT t.holder_id, t.level, v.code AS village, count(*) AS number
    FROM geodata_campaigntarget t JOIN geodata_area v ON v.id = t.village_id
    WHERE t.campaign_id = %(campaign)s AND {which} GROUP BY 1, 2, 3
), told AS (
    SELECT holder_id AS user_id, number FROM place WHERE holder_id IS NOT NULL
    UNION ALL
    SELECT p.user_id, l.number FROM place l
    JOIN geodata_area a ON a.code = CASE l.level WHEN 2 THEN l.village ELSE left(l.village, 9) END
    JOIN geodata_duty p ON p.area_id = a.id AND p.period @> %(day)s::date
     AND p.kind = ANY (CASE l.level WHEN 2 THEN %(village)s::text[] ELSE %(township)s::text[] END)
    WHERE l.holder_id IS NULL
)
INSERT INTO geodata_notice (id, user_id, kind, subject, villages, link, at)
SELECT gen_random_uuid(), user_id, %(kind)s, sum(number)::text, '{{}}', %(link)s, %(at)s FROM told GROUP BY user_id"""


def tell_holders(campaign: Campaign, *, at: dt.datetime, since: dt.datetime) -> None:
    """Those with whom households are that were asked for at that moment."""
    kind = NoticeKind.DRILL_OPENED if campaign.drill else NoticeKind.CAMPAIGN_OPENED
    _tell(campaign, kind, "t.added_at = %(since)s", at=at, since=since)


def tell_climbed(campaign: Campaign, targets: list[int], *, at: dt.datetime) -> None:
    kind = NoticeKind.DRILL_CLIMBED if campaign.drill else NoticeKind.CAMPAIGN_CLIMBED
    _tell(campaign, kind, "t.id = ANY (%(targets)s)", at=at, targets=targets)


def _tell(campaign: Campaign, kind: str, which: str, *, at: dt.datetime, **told: Any) -> None:
    values: dict[str, Any] = {
        "campaign": campaign.pk, "day": timezone.localdate(at), "kind": str(kind), "link": calls_of(campaign), "at": at,
        "village": [str(each) for each in KINDS[Level.VILLAGE]],
        "township": [str(each) for each in KINDS[Level.TOWNSHIP]],
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(TOLD.format(which=which), values | told)
