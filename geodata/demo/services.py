"""An invented year of services: 45 services, up to 100 teams with their rounds, and an order of every sixth household that is looked after.

Written as sets, in a few statements: what each has gone through follows from how many days ago it was ordered.
"""

import datetime as dt
from typing import Any

from django.db import connection

from geodata.services.seeds import load_invented_services
from geodata.territory.models import Area

TEAMS, SHARE = 100, 6
"""Teams at most, and of how many that are looked after one has ordered something."""
TEAMS_MADE = """
INSERT INTO geodata_team (name, kind, field, area_id, period, synthetic)
SELECT v.name || (ARRAY['便民服务队', '出行服务队', '维修服务队', '代办服务队', '照护志愿队'])[n %% 5 + 1],
       CASE WHEN n %% 5 = 4 THEN 'volunteer' ELSE 'micro' END,
       (ARRAY['daily', 'transport', 'repair', 'papers', 'care'])[n %% 5 + 1], v.id, daterange(%(day)s::date - 400, NULL), true
FROM (SELECT v.id, v.name, r.round, dense_rank() OVER (ORDER BY v.code) AS place,
             dense_rank() OVER (ORDER BY v.code) + r.round * 2 AS n
      FROM geodata_area v CROSS JOIN generate_series(0, 2) r (round)
      WHERE v.level = 'village' AND starts_with(v.code, %(county)s) AND v.period @> %(day)s::date) v
ORDER BY round, place LIMIT %(teams)s"""
MEMBERS_MADE = """
INSERT INTO geodata_teammember (team_id, user_id, leads, period)
SELECT t.id, m.user_id, m.n = 1, t.period
FROM geodata_team t CROSS JOIN LATERAL (
    SELECT m.user_id, row_number() OVER (ORDER BY m.id) AS n FROM geodata_member m
    WHERE m.village_id = t.area_id AND m.period @> %(day)s::date ORDER BY m.id LIMIT 4
) m"""
ROUNDS_MADE = """
INSERT INTO geodata_teamvisit (team_id, village_id, planned_on, done_on, what, by_id, synthetic)
SELECT t.id, t.area_id, %(day)s::date + r.days,
       CASE WHEN r.days < 0 AND (t.id + r.days) %% 7 <> 0 THEN %(day)s::date + r.days END, '', m.user_id, true
FROM geodata_team t JOIN geodata_teammember m ON m.team_id = t.id AND m.leads
CROSS JOIN (VALUES (-65), (-35), (-5), (12)) r (days)"""
ORDERS_MADE = """
WITH teams AS (
    SELECT t.id, t.area_id, t.field, row_number() OVER (PARTITION BY t.area_id ORDER BY t.id) - 1 AS n,
           count(*) OVER (PARTITION BY t.area_id) AS every
    FROM geodata_team t
), items AS (
    SELECT i.id, i.field, i.days, row_number() OVER (PARTITION BY i.field ORDER BY i.code) - 1 AS n, count(*) OVER (PARTITION BY i.field) AS every
    FROM geodata_serviceitem i
), homes AS (
    SELECT h.id, h.village_id, h.grid_id, m.user_id, row_number() OVER (ORDER BY md5(h.number || v.code)) AS place
    FROM geodata_household h JOIN geodata_area v ON v.id = h.village_id
    JOIN geodata_contactlink l ON l.household_id = h.id AND l."primary" AND upper_inf(l.period)
    JOIN geodata_member m ON m.id = l.member_id
    WHERE h.occupancy = 'lived_in'
), ordering AS (
    SELECT id, village_id, grid_id, user_id, place / %(share)s AS n FROM homes WHERE place %% %(share)s = 0
), chosen AS MATERIALIZED (
    SELECT h.id AS household_id, h.village_id, h.grid_id, h.user_id AS by_id, h.n, t.id AS team_id, x.user_id AS taker, t.field,
           i.id AS item_id, i.days, h.n %% 10 = 3 AS wish, 1 + (h.n * 37) %% 360 AS ago,
           (%(day)s::date - (1 + (h.n * 37) %% 360)::integer + time '10:00') AT TIME ZONE %(zone)s AS at, gen_random_uuid() AS client_id
    FROM ordering h JOIN teams t ON t.area_id = h.village_id AND t.n = h.n %% t.every
    JOIN items i ON i.field = t.field AND i.n = h.n %% i.every
    CROSS JOIN LATERAL (
        SELECT m.user_id FROM geodata_teammember m WHERE m.team_id = t.id AND m.user_id <> h.user_id ORDER BY m.id LIMIT 1
    ) x
), told AS MATERIALIZED (
    SELECT c.*, CASE WHEN ago = 1 THEN 'ordered' WHEN ago = 2 THEN 'dispatched' WHEN ago <= 4 THEN 'taken' WHEN ago <= 7 THEN 'finished'
                     WHEN ago <= 9 THEN 'in_service' WHEN n %% 29 = 0 THEN 'cancelled' ELSE 'closed' END AS state,
           CASE WHEN n %% 8 = 1 THEN '' WHEN n %% 41 = 0 THEN 'not' WHEN n %% 9 = 0 THEN 'mostly' ELSE 'satisfied' END AS said
    FROM chosen c
), made AS (
    INSERT INTO geodata_serviceorder (
        client_id, body_hash, item_id, wish, field, text, place, source, by_id, at, due_at, village_id, household_id, grid_id, state,
        state_since, team_id, taken_by_id, finished_by_id, finished_at, persons, trips, result, answer, answered_by_id, asked_how,
        ended_at, teams, users, version, synthetic)
    SELECT client_id, '', CASE WHEN NOT wish THEN item_id END, wish, field,
           CASE WHEN wish THEN (ARRAY['想换一盏亮一点的灯', '想学会和外地的孩子视频', '想有一副老花镜', '想去镇上看一场戏'])[n %% 4 + 1] ELSE '' END,
           '村口', 'door', by_id, at, at + (days + 2) * '1 day'::interval, village_id, household_id, grid_id, state,
           at + CASE state WHEN 'ordered' THEN '0' WHEN 'dispatched' THEN '1 hour' WHEN 'taken' THEN '3 hours' WHEN 'in_service' THEN '4 hours'
                WHEN 'finished' THEN '1 day' WHEN 'cancelled' THEN '2 hours' ELSE CASE said WHEN '' THEN '9 days' ELSE '3 days' END END::interval,
           CASE WHEN state NOT IN ('ordered', 'dispatched', 'cancelled') THEN team_id END,
           CASE WHEN state NOT IN ('ordered', 'dispatched', 'cancelled') THEN taker END,
           CASE WHEN state IN ('finished', 'closed') THEN taker END, CASE WHEN state IN ('finished', 'closed') THEN at + '1 day'::interval END,
           CASE WHEN state IN ('finished', 'closed') THEN 1 + n %% 3 END,
           CASE WHEN state IN ('finished', 'closed') THEN CASE WHEN field IN ('transport', 'health') THEN 1 + n %% 2 ELSE 0 END END, '',
           CASE WHEN state = 'closed' THEN said ELSE '' END, CASE WHEN state = 'closed' AND said <> '' THEN by_id END,
           CASE WHEN state = 'closed' AND said <> '' THEN 'visit' ELSE '' END,
           CASE state WHEN 'closed' THEN at + CASE said WHEN '' THEN '9 days' ELSE '3 days' END::interval
                      WHEN 'cancelled' THEN at + '2 hours'::interval END,
           CASE WHEN state IN ('ordered', 'cancelled') THEN '{}' ELSE ARRAY[team_id] END, '{}', 1, true
    FROM told ORDER BY at, n RETURNING id, client_id
), steps AS (
    INSERT INTO geodata_orderstep (order_id, by_id, at, move, before, after, reason)
    SELECT o.id, CASE s.who WHEN 'by' THEN t.by_id WHEN 'taker' THEN t.taker END, t.at + s.later, s.move, s.before, s.after, s.reason
    FROM made o JOIN told t USING (client_id) CROSS JOIN LATERAL (VALUES
        (1, true, 'by', '0 hours'::interval, 'order', '', 'ordered', ''),
        (2, state = 'cancelled', 'by', '2 hours', 'cancel', 'ordered', 'cancelled', '不需要了'),
        (2, state NOT IN ('ordered', 'cancelled'), 'by', '1 hour', 'dispatch', 'ordered', 'dispatched', ''),
        (3, state NOT IN ('ordered', 'cancelled', 'dispatched'), 'taker', '3 hours', 'take', 'dispatched', 'taken', ''),
        (4, state IN ('in_service', 'finished', 'closed'), 'taker', '4 hours', 'begin', 'taken', 'in_service', ''),
        (5, state IN ('finished', 'closed'), 'taker', '1 day', 'finish', 'in_service', 'finished', ''),
        (6, state = 'closed' AND said <> '', 'by', '2 days', 'rate', 'finished', 'rated', CASE said WHEN 'not' THEN '来晚了' ELSE '' END),
        (6, state = 'closed' AND said = '', '', '8 days', 'lapse', 'finished', 'unrated', ''),
        (7, state = 'closed', '', CASE said WHEN '' THEN '9 days' ELSE '3 days' END::interval, 'close',
         CASE said WHEN '' THEN 'unrated' ELSE 'rated' END, 'closed', '')
    ) s (n, holds, who, later, move, before, after, reason)
    WHERE s.holds ORDER BY o.id, s.n
)
INSERT INTO geodata_orderoffer (order_id, slot, team_id, at, until, answer, answered_at)
SELECT o.id, 1, t.team_id, t.at + '1 hour'::interval, t.at + '3 days'::interval, CASE state WHEN 'dispatched' THEN '' ELSE 'taken' END,
       CASE WHEN state <> 'dispatched' THEN t.at + '3 hours'::interval END
FROM made o JOIN told t USING (client_id) WHERE state NOT IN ('ordered', 'cancelled')"""


def live_with_services(county: str, *, day: dt.date, zone: str) -> int:
    """Gives how many orders there are."""
    load_invented_services(Area.objects.get(code=county))
    told: dict[str, Any] = {"county": county, "day": day, "teams": TEAMS, "share": SHARE, "zone": zone}
    with connection.cursor() as cursor:
        for statement in (TEAMS_MADE, MEMBERS_MADE, ROUNDS_MADE, ORDERS_MADE):
            cursor.execute(statement, told)
        made: int = cursor.rowcount
        return made
