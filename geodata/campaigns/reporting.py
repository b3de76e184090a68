"""The report of a roll-call as of any minute: reached and unreached by place, why nobody was reached, and the course by hour.

Figures follow from when results were made, so that a result that came in late changes the minutes before; why nobody was reached is
told by what the register says today. Places are compared with nobody, and no person is in it.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from geodata.base.scope import Scope
from geodata.campaigns.figures import OF_SCOPE, Hour, Standing, as_of, asked_of, curve, total
from geodata.campaigns.models import Campaign, PlaceTask
from geodata.campaigns.words import Why
from geodata.territory.codes import LENGTHS
from geodata.territory.models import Area

WHY = """
WITH last AS (
    SELECT DISTINCT ON (r.target_id) r.target_id, r.state FROM geodata_campaignresult r
    WHERE r.campaign_id = %(campaign)s AND r.made_at <= %(at)s ORDER BY r.target_id, r.made_at DESC, r.id DESC
), tried AS (
    SELECT DISTINCT r.target_id FROM geodata_campaignresult r
    WHERE r.campaign_id = %(campaign)s AND r.made_at <= %(at)s AND r.state = 'unreached'
), linked AS (
    SELECT l.household_id, bool_or(m.ability = 'able' AND m.period @> %(on)s::date) AS able
    FROM geodata_contactlink l JOIN geodata_member m ON m.id = l.member_id
    WHERE l.period @> %(on)s::date AND l.household_id IN (SELECT t.household_id FROM geodata_campaigntarget t WHERE t.campaign_id = %(campaign)s)
    GROUP BY 1
)
SELECT v.code, coalesce(g.code, ''),
       CASE WHEN h.occupancy IN ('moved_away', 'dissolved') THEN 'moved' WHEN tried.target_id IS NOT NULL THEN 'nobody_home'
            WHEN linked.household_id IS NULL THEN 'no_contact' WHEN NOT coalesce(linked.able, false) THEN 'contact_away'
            WHEN cardinality(h.phones) = 0 THEN 'no_phone' WHEN h.point IS NULL THEN 'no_point' ELSE 'not_tried' END,
       count(*)
FROM geodata_campaigntarget t
JOIN geodata_household h ON h.id = t.household_id
JOIN geodata_area v ON v.id = t.village_id LEFT JOIN geodata_area g ON g.id = t.grid_then_id
LEFT JOIN last ON last.target_id = t.id LEFT JOIN tried ON tried.target_id = t.id LEFT JOIN linked ON linked.household_id = h.id
WHERE t.campaign_id = %(campaign)s AND t.added_at <= %(at)s AND {t} AND (last.state IS NULL OR NOT (last.state = ANY (%(reached)s)))
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""
"""The same words in the same order as `geodata.campaigns.finding.with_reasons` tells of single households."""


@dataclass(frozen=True, slots=True)
class Place:
    """A grid, a village or a township: `code` is "" outside every grid; `why` makes up the unreached."""

    code: str
    name: str
    above: str
    """The name of the village of a grid."""
    standing: Standing
    why: dict[Why, int]


@dataclass(frozen=True, slots=True)
class Report:
    campaign: Campaign
    at: dt.datetime
    whole: Place
    grids: list[Place]
    hours: list[Hour]
    tasks: list[PlaceTask]

    @property
    def late(self) -> int:
        """Results that came in much later than they were made."""
        return sum(hour.late for hour in self.hours)

    def units(self) -> list[Place]:
        """Villages; of several townships these."""
        codes = {place.standing.village[: LENGTHS["township"]] for place in self.grids}
        length = LENGTHS["township"] if len(codes) > 1 else LENGTHS["village"]
        return _by_unit(self.grids, length)


def report_of(campaign: Campaign, *, scope: Scope, at: dt.datetime, on: dt.date) -> Report:
    """Of what the reader's scope holds. Five queries."""
    rows, why = as_of(campaign, at, scope=scope), _why(campaign, scope=scope, at=at, on=on)
    codes = {code for row in rows for code in (row.village, row.grid)}
    names = dict(Area.objects.filter(code__in=codes).order_by("period").values_list("code", "name"))
    grids = [
        Place(row.grid, names.get(row.grid, ""), names.get(row.village, row.village), row, _words(why[row.village, row.grid]))
        for row in rows
    ]  # fmt: skip
    whole = Place("", "", "", total(rows), _words(sum(why.values(), Counter())))
    tasks = PlaceTask.objects.within(scope).filter(campaign=campaign, at__lte=at).order_by("pk")
    beside = list(tasks.select_related("village", "department"))
    return Report(campaign, at, whole, grids, curve(campaign, scope=scope, until=at), beside)


def _why(
    campaign: Campaign, *, scope: Scope, at: dt.datetime, on: dt.date
) -> dict[tuple[str, str], Counter[str]]:
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    with connection.cursor() as cursor:
        cursor.execute(WHY.format(**OF_SCOPE), asked_of(campaign, scope) | {"at": at, "on": on})
        for village, grid, why, count in cursor.fetchall():
            found[village, grid][why] += count
    return found


def _words(counts: Counter[str]) -> dict[Why, int]:
    return {why: counts[why] for why in Why}


def _by_unit(grids: Iterable[Place], length: int) -> list[Place]:
    grouped: dict[str, list[Place]] = {}
    for place in grids:
        grouped.setdefault(place.standing.village[:length], []).append(place)
    names = dict(Area.objects.filter(code__in=grouped).order_by("period").values_list("code", "name"))
    return [
        Place(code, names.get(code, code), "", total([one.standing for one in some]), _added(some))
        for code, some in grouped.items()
    ]


def _added(places: Sequence[Place]) -> dict[Why, int]:
    return {why: sum(place.why[why] for place in places) for why in Why}
