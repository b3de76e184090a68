"""An invented year of industry: a co-operative in each village to which 51 of 100 farming households belong, 54 enterprises beside all but a few
villages, 35 specialists with 800 visits, sales, offers, and mean incomes of villages.

Written as sets, in a few statements.
"""

import datetime as dt
from typing import Any

from django.db import connection

ENTERPRISES, SPECIALISTS, VISITS, SALES, OFFERS = 54, 35, 800, 240, 12
VILLAGES = """WITH villages AS (
    SELECT id, code, name, row_number() OVER (ORDER BY code) - 1 AS place, count(*) OVER () AS every,
           (ARRAY['柑橘', '茶叶', '土鸡', '稻米', '蜂蜜'])[dense_rank() OVER (ORDER BY code) %% 5 + 1] AS product
    FROM geodata_area
    WHERE level = 'village' AND starts_with(code, %(county)s) AND period @> %(day)s::date
), county AS (SELECT id FROM geodata_area WHERE code = %(county)s AND period @> %(day)s::date)"""
COOPERATIVES = """
INSERT INTO geodata_cooperative (name, village_id, product, period, synthetic)
SELECT name || product || '专业合作社', id, product, daterange(%(day)s::date - 700, NULL), true FROM villages"""
MEMBERS = """
INSERT INTO geodata_coopmembership (household_id, village_id, cooperative_id, period)
SELECT h.id, h.village_id, c.id, daterange(%(day)s::date - 600, NULL)
FROM (
    SELECT h.id, h.village_id, row_number() OVER (ORDER BY h.id) AS place FROM geodata_household h
    WHERE h.occupancy NOT IN ('moved_away', 'dissolved') AND EXISTS (
        SELECT FROM geodata_livelihood l WHERE l.household_id = h.id AND l.kind IN ('crop', 'livestock'))
) h JOIN geodata_cooperative c ON c.village_id = h.village_id
WHERE h.place * 37 %% 100 < 51"""
FIRMS = """
INSERT INTO geodata_enterprise (name, area_id, business, period, synthetic)
SELECT '例' || n || (ARRAY['农业公司', '食品厂', '商贸公司'])[n %% 3 + 1], county.id,
       (ARRAY['种植收购', '食品加工', '农产品销售'])[n %% 3 + 1], daterange(%(day)s::date - 900, NULL), true
FROM generate_series(1, %(enterprises)s) n, county"""
PAIRS = """, beside AS (
    SELECT id, row_number() OVER (ORDER BY code) - 1 AS n, count(*) OVER () AS every FROM villages WHERE place %% 7 <> 6
), firms AS (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM geodata_enterprise
)
INSERT INTO geodata_enterprisevillage (enterprise_id, village_id, liaison, period)
SELECT f.id, b.id, '', daterange(%(day)s::date - 400, NULL) FROM firms f JOIN beside b ON b.n = f.n %% b.every"""
EXPERTS = """
INSERT INTO geodata_specialist (name, unit, field, area_id, period, synthetic)
SELECT '例特派员' || n, (ARRAY['县农科所', '县农业农村局', '市农学院'])[n %% 3 + 1], (ARRAY['果树', '茶叶', '畜牧', '水稻', '农机'])[n %% 5 + 1],
       county.id, daterange(%(day)s::date - 900, NULL), true
FROM generate_series(1, %(specialists)s) n, county"""
GUIDED = """, experts AS (
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS every FROM geodata_specialist
)
INSERT INTO geodata_guidance (specialist_id, village_id, day, topic, persons, by_id, synthetic)
SELECT e.id, v.id, %(day)s::date - (1 + (g.n * 7 %% 359))::integer,
       (ARRAY['planting', 'breeding', 'pests', 'machinery', 'processing', 'sales'])[g.n %% 6 + 1], 5 + g.n %% 30, %(by)s, true
FROM generate_series(0, %(visits)s - 1) g (n) JOIN experts e ON e.n = g.n %% e.every JOIN villages v ON v.place = g.n %% v.every
ON CONFLICT DO NOTHING"""
SOLD = """
INSERT INTO geodata_salesaid (village_id, day, product, kg, yuan, enterprise_id, cooperative_id, by_id, synthetic)
SELECT v.id, %(day)s::date - (1 + s.n * 11 %% 350)::integer, c.product, 100 + s.n * 13 %% 900, (100 + s.n * 13 %% 900) * (4 + s.n %% 9), p.enterprise_id,
       c.id, %(by)s, true
FROM generate_series(0, %(sales)s - 1) s (n) JOIN villages v ON v.place = s.n %% v.every
JOIN geodata_cooperative c ON c.village_id = v.id
LEFT JOIN LATERAL (SELECT enterprise_id FROM geodata_enterprisevillage p WHERE p.village_id = v.id ORDER BY p.id LIMIT 1) p ON true"""
OFFERED = """
INSERT INTO geodata_opportunity (kind, title, provider, area_id, places, until, text, by_id, synthetic)
SELECT (ARRAY['project', 'fund', 'market', 'job', 'machine', 'training'])[n %% 6 + 1],
       (ARRAY['果园提质项目', '小额信贷', '展销会展位', '季节采摘工', '旋耕机租用', '电商培训'])[n %% 6 + 1], '例县产业办', county.id, 10 + n, %(day)s::date + 20 + n * 9, '',
       %(by)s, true
FROM generate_series(1, %(offers)s) n, county"""
EARNED = """
INSERT INTO geodata_incomesample (village_id, year, "group", households, mean, by_id, synthetic)
SELECT id, extract(year FROM %(day)s::date)::integer - y.ago, g.name, 8 + place %% 9, g.mean + place %% 11 * 150 - y.ago * 900, %(by)s, true
FROM villages, (VALUES (1), (2)) y (ago), (VALUES ('member', 24000), ('non_member', 20000)) g (name, mean)"""
STATEMENTS = (COOPERATIVES, MEMBERS, FIRMS, PAIRS, EXPERTS, GUIDED, SOLD, OFFERED, EARNED)


def live_on_industry(county: str, *, day: dt.date, by: int) -> None:
    """`by`: the account that recorded it."""
    told: dict[str, Any] = {
        "county": county, "day": day, "by": by, "enterprises": ENTERPRISES, "specialists": SPECIALISTS, "visits": VISITS, "sales": SALES,
        "offers": OFFERS,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(VILLAGES + statement, told)
