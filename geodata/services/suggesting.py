"""Who could do an order: teams of its field, the nearest first (grid, village, township, another village of the township by distance,
county), and people of its village who look after households there.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from geodata.services.models import ServiceOrder

FIRST = 5
"""So many of each are suggested."""


@dataclass(frozen=True, slots=True)
class SuggestedTeam:
    """`rank`: 0 of its grid, 1 of its village, 2 of its township, 3 of another village of the township, 4 of its county.
    `load`: what it has taken or is offered. `metres`: from middle to middle; 0 where it serves the place itself.
    """

    team: int
    name: str
    area: str
    rank: int
    load: int
    metres: float


@dataclass(frozen=True, slots=True)
class SuggestedPerson:
    """A contact member of the village who looks after households; `metres` from home to home, where both are known."""

    user: int
    name: str
    load: int
    metres: float | None


SERVING = """
    FROM geodata_serviceorder o
    JOIN geodata_area v ON v.id = o.village_id LEFT JOIN geodata_area g ON g.id = o.grid_id
    JOIN geodata_team t ON t.field = o.field AND t.period @> %(on)s::date
    JOIN geodata_area a ON a.id = t.area_id AND (starts_with(coalesce(g.code, v.code), a.code) OR starts_with(a.code, left(v.code, 9)))
    CROSS JOIN LATERAL (
        SELECT CASE WHEN a.id = g.id THEN 0 WHEN a.id = v.id THEN 1 WHEN length(a.code) = 9 THEN 2
                    WHEN length(a.code) < 9 THEN 4 ELSE 3 END AS rank
    ) r
    WHERE o.id = %(order)s"""
TEAMS = f"""
WITH near AS (SELECT t.id, t.name, a.id AS area_id, a.name AS area, r.rank, o.village_id {SERVING}), middles AS (
    SELECT b.area_id, ST_Centroid(b.geometry) AS middle FROM geodata_boundary b
    WHERE b.period @> %(on)s::date AND EXISTS (SELECT FROM near WHERE rank = 3)
      AND b.area_id IN (SELECT area_id FROM near WHERE rank = 3 UNION SELECT village_id FROM near)
)
SELECT n.id, n.name, n.area, n.rank, coalesce(l.load, 0),
       CASE WHEN n.rank = 3 THEN coalesce(ST_DistanceSphere(m.middle, own.middle), 0) ELSE 0 END AS metres
FROM near n
LEFT JOIN loads_of_teams(ARRAY(SELECT id FROM near)) l ON l.team = n.id
LEFT JOIN middles m ON m.area_id = n.area_id LEFT JOIN middles own ON own.area_id = n.village_id
ORDER BY n.rank, coalesce(l.load, 0), metres, n.id LIMIT %(most)s"""  # noqa: S608  (our own texts)
IN_VILLAGE = """
    FROM geodata_serviceorder o
    JOIN geodata_member m ON m.village_id = o.village_id AND m.period @> %(on)s::date AND m.ability = 'able'
     AND EXISTS (SELECT FROM geodata_contactlink l WHERE l.member_id = m.id AND l.period @> %(on)s::date)
    JOIN geodata_user u ON u.id = m.user_id AND u.is_active
    LEFT JOIN geodata_household h ON h.id = o.household_id
    WHERE o.id = %(order)s"""
PEOPLE = f"""
SELECT u.id, u.name, (SELECT count(*) FROM geodata_serviceorder s WHERE u.id = ANY (s.users) AND s.village_id = o.village_id
                      AND s.state IN ('dispatched', 'taken', 'in_service')) AS load,
       ST_DistanceSphere(m.point, h.point) AS metres {IN_VILLAGE}
ORDER BY load, metres NULLS LAST, u.id LIMIT %(most)s"""  # noqa: S608  (our own texts)


def suggest(
    order: ServiceOrder, *, on: dt.date, most: int = FIRST
) -> tuple[list[SuggestedTeam], list[SuggestedPerson]]:
    """The first of each. Two queries; a load counts what the whole county has given to a team, and no order of it is told."""
    told: dict[str, Any] = {"order": order.pk, "on": on, "most": most}
    teams = [SuggestedTeam(*row) for row in _rows(TEAMS, told)]
    return teams, [SuggestedPerson(*row) for row in _rows(PEOPLE, told)]


def teams_of(order: ServiceOrder, *, on: dt.date) -> list[int]:
    """Every team that serves there, in its field."""
    return [row[0] for row in _rows(f"SELECT t.id {SERVING}", {"order": order.pk, "on": on})]


def people_of(order: ServiceOrder, *, on: dt.date) -> list[int]:
    """Every contact member of its village who is able and looks after households."""
    return [row[0] for row in _rows(f"SELECT u.id {IN_VILLAGE}", {"order": order.pk, "on": on})]


def _rows(statement: str, told: dict[str, Any]) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
