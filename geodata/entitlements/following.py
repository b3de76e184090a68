"""What follows from a matching: what a rule says yes to becomes a possible entitlement, and what it says no to is closed with the reason.

One statement for a village or a household. Of what nobody knows any more nothing is closed: a missing fact is never a no. What somebody
has decided (not wanted, not applicable, refused) is not found again until the policy has another version or a year has gone by; what has
lapsed by itself is, as soon as the rule says so.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from geodata.policies.models import PolicyVersion


@dataclass(frozen=True, slots=True)
class Followed:
    """How many entitlements were found, closed, and brought to the version in force."""

    found: int = 0
    lapsed: int = 0
    brought: int = 0


FOLLOW = """
WITH force AS MATERIALIZED (
    SELECT * FROM unnest(%(policies)s::bigint[], %(versions)s::bigint[], %(departments)s::bigint[], %(closing)s::date[])
        f (policy_id, version_id, department_id, apply_by)
), held AS MATERIALIZED (
    SELECT m.household_id, m.village_id, y.policy_id::bigint, y.resident_id
    FROM geodata_matching m CROSS JOIN LATERAL unnest(m.yes, m.yes_residents) y (policy_id, resident_id)
    WHERE m.{among} = ANY (%(keys)s)
), known AS MATERIALIZED (
    SELECT e.id, e.household_id, e.policy_id, coalesce(e.resident_id, 0) AS resident_id, e.state, e.origin, e.ended_at, e.lapsed,
           e.policy_version_id, e.apply_by
    FROM geodata_entitlement e WHERE e.{among} = ANY (%(keys)s)
), gone AS MATERIALIZED (
    SELECT k.id, k.state AS before,
           CASE WHEN h.occupancy = 'dissolved' THEN 'left' WHEN f.policy_id IS NULL THEN 'policy' ELSE 'rule' END AS why
    FROM known k JOIN geodata_household h ON h.id = k.household_id
    LEFT JOIN force f USING (policy_id)
    LEFT JOIN held y ON y.household_id = k.household_id AND y.policy_id = k.policy_id AND y.resident_id = k.resident_id
    LEFT JOIN geodata_matching m ON m.household_id = k.household_id
    WHERE k.state IN ('confirmed', 'informed', 'applying') AND h.occupancy = 'dissolved'
       OR k.state = 'possible' AND (h.occupancy = 'dissolved' OR f.policy_id IS NULL
            OR k.origin = 'rule' AND y.household_id IS NULL AND NOT coalesce(k.policy_id = ANY (m.unknown), false))
), lapsed AS (
    UPDATE geodata_entitlement e
    SET state = 'not_applicable', lapsed = true, ended_at = %(at)s, state_since = %(at)s, version = e.version + 1
    FROM gone g WHERE e.id = g.id RETURNING e.id, g.before, g.why
), stepped AS (
    INSERT INTO geodata_entitlementstep (entitlement_id, at, move, before, after, reason)
    SELECT id, %(at)s, 'lapse', before, 'not_applicable', why FROM lapsed
), brought AS (
    UPDATE geodata_entitlement e SET policy_version_id = f.version_id, apply_by = f.apply_by
    FROM known k JOIN force f USING (policy_id)
    WHERE e.id = k.id AND k.state IN ('possible', 'confirmed', 'informed')
      AND (k.policy_version_id, k.apply_by) IS DISTINCT FROM (f.version_id, f.apply_by)
      AND NOT EXISTS (SELECT FROM gone g WHERE g.id = k.id)
    RETURNING e.id
), found AS (
    INSERT INTO geodata_entitlement (household_id, village_id, resident_id, policy_id, policy_version_id, department_id, origin,
                                     state, at, state_since, via, apply_by, lapsed, version, synthetic)
    SELECT y.household_id, y.village_id, nullif(y.resident_id, 0), f.policy_id, f.version_id, f.department_id, 'rule',
           'possible', %(at)s, %(at)s, '', f.apply_by, false, 1, h.synthetic
    FROM held y JOIN force f USING (policy_id) JOIN geodata_household h ON h.id = y.household_id
    WHERE NOT EXISTS (
        SELECT FROM known k
        WHERE k.household_id = y.household_id AND k.policy_id = y.policy_id AND k.resident_id = y.resident_id
          AND (k.ended_at IS NULL
               OR NOT k.lapsed AND k.policy_version_id = f.version_id AND k.ended_at > %(at)s - '365 days'::interval))
    ON CONFLICT DO NOTHING RETURNING id
)
SELECT (SELECT count(*) FROM found), (SELECT count(*) FROM lapsed), (SELECT count(*) FROM brought)"""


def follow(villages: bool, keys: Collection[int], on: dt.date) -> Followed:
    """Of all households of these villages, or of these households alone, of which the matching has just been written."""
    if not keys:
        return Followed()
    if not villages:
        return _follow("household_id", keys, on)
    with connection.cursor() as cursor:
        # Row-level security hides statistics from the planner, which then takes a county for a handful.
        cursor.execute("SELECT set_config('enable_nestloop', 'off', true)")
        # A trigger that once saw no row at all keeps its plan for none, and takes minutes for thousands.
        cursor.execute("DISCARD PLANS")
        followed = _follow("village_id", keys, on)
        cursor.execute("SELECT set_config('enable_nestloop', 'on', true)")
    return followed


def _follow(among: str, keys: Collection[int], on: dt.date) -> Followed:
    # A matching knows its day alone; what it leads to is noted by the clock.
    values: dict[str, Any] = {"keys": list(keys), "at": timezone.now(), **_in_force(on)}
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW.format(among=among), values)
        return Followed(*cursor.fetchone())


def _in_force(on: dt.date) -> dict[str, list[Any]]:
    columns = ("policy_id", "pk", "policy__department_id", "closes")
    rows = list(PolicyVersion.objects.in_force(on).values_list(*columns))
    return {
        "policies": [row[0] for row in rows],
        "versions": [row[1] for row in rows],
        "departments": [row[2] for row in rows],
        "closing": [last_day(row[3], on) for row in rows],
    }


def last_day(closes: str, on: dt.date) -> dt.date | None:
    """The last day of the yearly window (month and day: 03-01) that is open on that day, or opens next; none: always.

    A window from November to February goes over the end of the year: its last day is the next one all the same.
    """
    if not closes:
        return None
    this_year = _day(on.year, closes)
    return this_year if this_year >= on else _day(on.year + 1, closes)


def _day(year: int, day: str) -> dt.date:
    month, number = int(day[:2]), int(day[3:])
    try:
        return dt.date(year, month, number)
    except ValueError:  # 29 February, in most years
        return dt.date(year, month, number - 1)
