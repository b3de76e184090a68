"""The coverage question, lists and GeoJSON against raw SQL, measured on the database of DATABASE_URL."""

import datetime as dt
import re
import statistics
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client

from api.geojson.bbox import Box
from api.geojson.households import Listing
from bench.timing import Line, beside, median, milliseconds
from geodata.accounts.models import ApiToken, User
from geodata.base import periods
from geodata.base.rls import as_web_role, show
from geodata.contacts.rights import scope_in_force, scope_of
from geodata.coverage import households
from geodata.coverage.counts import coverage
from geodata.coverage.states import Question, Selection, select
from geodata.jobs.daily import everything
from geodata.people.models import Household
from geodata.posts.models import Post
from geodata.territory.models import Area, Boundary

COUNTY = "430382"

RAW_COUNTS = """
SELECT h.grid_id, count(*), count(l.household_id), count(*) FILTER (WHERE m.last_met IS NULL),
       count(*) FILTER (WHERE %(on)s - m.last_met > 92), sum(m.visits), sum(m.person_times),
       count(*) FILTER (WHERE m.visits > 0), count(*) FILTER (WHERE h.point IS NULL)
FROM geodata_household h
LEFT JOIN (SELECT household_id FROM geodata_contactlink
           WHERE "primary" AND upper_inf(period) AND village_id = ANY (%(villages)s)) l ON l.household_id = h.id
LEFT JOIN (SELECT household_id, max(day) AS last_met, count(*) FILTER (WHERE day >= %(since)s) AS visits,
                  sum(person_times) FILTER (WHERE day >= %(since)s) AS person_times
           FROM geodata_visit WHERE state = 'valid' AND outcome = 'met' AND village_id = ANY (%(villages)s)
           GROUP BY household_id) m ON m.household_id = h.id
WHERE h.village_id = ANY (%(villages)s) AND NOT has_left(h.occupancy) GROUP BY h.grid_id"""
"""By hand, straight from households, links and visits, without rules, categories or history: the least that
answers the map."""

RAW_FACTS = """
SELECT f.village_id, f.grid_id, count(*), count(*) FILTER (WHERE linked), count(*) FILTER (WHERE NOT linked),
       count(v.visits), count(*) FILTER (WHERE v.visits IS NULL), coalesce(sum(v.visits), 0),
       coalesce(sum(v.person_times), 0),
       count(*) FILTER (WHERE NOT exempt AND last_met IS NULL),
       count(*) FILTER (WHERE NOT exempt AND 5 * (%(on)s - last_met) <= 4 * "interval"),
       count(*) FILTER (WHERE NOT exempt AND 5 * (%(on)s - last_met) > 4 * "interval"
                          AND %(on)s - last_met <= "interval"),
       count(*) FILTER (WHERE NOT exempt AND %(on)s - last_met > "interval" AND %(on)s - last_met <= 2 * "interval"),
       count(*) FILTER (WHERE NOT exempt AND %(on)s - last_met > 2 * "interval"),
       count(*) FILTER (WHERE exempt),
       count(*) FILTER (WHERE NOT exempt AND (last_met IS NULL OR %(on)s - last_met > "interval")),
       count(*) FILTER (WHERE special),
       count(*) FILTER (WHERE special AND NOT exempt AND (last_met IS NULL OR %(on)s - last_met > "interval")),
       count(*) FILTER (WHERE NOT has_point), count(*) FILTER (WHERE f.grid_id IS NULL)
FROM geodata_householdfacts f
LEFT JOIN (SELECT household_id, count(*) AS visits, sum(person_times) AS person_times FROM geodata_visit
           WHERE state = 'valid' AND outcome = 'met' AND day BETWEEN %(since)s AND %(on)s
             AND village_id = ANY (%(villages)s) GROUP BY household_id) v USING (household_id)
WHERE f.village_id = ANY (%(villages)s) GROUP BY f.village_id, f.grid_id"""
"""By hand on the facts table, every household figure of the answer, without names, posts and totals."""

RAW_GAPS = """
SELECT h.id, h.village_id, h.number, h.head_name FROM geodata_household h
WHERE h.village_id = ANY (%(villages)s) AND NOT has_left(h.occupancy) AND NOT EXISTS (
    SELECT FROM geodata_contactlink l WHERE l.household_id = h.id AND l."primary" AND upper_inf(l.period))
ORDER BY h.village_id, h.id LIMIT 100"""

RAW_POINTS = """
SELECT ST_AsGeoJSON(h.*) FROM (
    SELECT h.point, h.token, h.number, h.head_name, h.phones, h.address, h.size, h.occupancy, v.code AS village,
           v.name AS village_name, g.code AS grid, g.name AS grid_name, f.linked, f.special, f.last_met, f."interval",
           (SELECT u.name FROM geodata_contactlink l JOIN geodata_member m ON m.id = l.member_id
            JOIN geodata_user u ON u.id = m.user_id
            WHERE l.household_id = h.id AND l."primary" AND upper_inf(l.period)) AS contact
    FROM geodata_household h
    JOIN geodata_householdfacts f ON f.household_id = h.id
    JOIN geodata_area v ON v.id = h.village_id LEFT JOIN geodata_area g ON g.id = h.grid_id
    WHERE h.village_id = ANY (%(villages)s) ORDER BY h.village_id, h.id LIMIT 22000) h"""
"""The same households with the columns that tell of them, as PostGIS writes features; joined and sent as they are."""


def raw(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def measure() -> list[Line]:
    on = periods.today()
    officer = Post.objects.filter(kind="county_officer", area__code=COUNTY).first().user
    scope = scope_of(officer, on=on)
    area = Area.objects.on(on).get(code=COUNTY)
    selection = select(scope=scope, area=area, on=on)
    question = Question(selection, on=on)
    values = {**question.parameters}
    count = Household.objects.count()
    size = f"{Household.objects.filter(village__in=selection.villages).count():,} of {count:,} households"

    def ours() -> object:
        return coverage(area=area, by="grid", on=on, scope=scope)

    lines = []
    for sql, name in ((RAW_COUNTS, "raw SQL on the tables"), (RAW_FACTS, "raw SQL on the facts")):
        mine, peer = beside(ours, lambda sql=sql: raw(sql, values))
        lines.append(Line(f"coverage by grid, {size}", mine, peer, 1.5, name))
    past = on - dt.timedelta(days=30)
    lines.append(
        Line(
            "  the same for a past day",
            median(lambda: coverage(area=area, by="grid", on=past, scope=scope), times=5),
        )
    )
    mine, peer = beside(
        lambda: households.page(question, "unlinked", limit=100), lambda: raw(RAW_GAPS, values), times=50
    )
    lines.append(Line("gap list, a page of 100 states", mine, peer, 1.5, "raw SQL"))
    lines += second_line(officer, question, ours)
    return lines + over_http(officer, values, small=count < 100_000)


def second_line(officer: User, question: Question, ours: Callable[[], object]) -> list[Line]:
    """The same questions as the web role under row-level security, and as the owner without it."""
    village = Area.objects.on(question.on).level(Area.Level.VILLAGE).under(COUNTY).first()
    west, south, east, north = Boundary.objects.on(question.on).get(area=village).geometry.extent
    box = Box(west, south, (west + east) / 2, (south + north) / 2)
    details = scope_of(officer, on=question.on)
    own = Question(Selection(villages=(village.pk,)), on=question.on)
    county_box = Listing(question, "households", details, near=False, box=box)
    village_box = Listing(own, "households", details, near=True, box=box)
    asked: dict[str, tuple[Callable[[], object], float]] = {
        "coverage by grid": (ours, 1.3),
        "a page of a gap list": (lambda: households.page(question, "unlinked", limit=100), 1.3),
        "a page of the overdue": (lambda: households.page(question, "overdue", limit=100), 1.3),
        "a count of a gap list": (lambda: households.matched(question, "special_overdue"), 1.3),
        "a box in the county": (lambda: county_box.page(after=None, limit=100), 2.2),
        "a box in a village": (lambda: village_box.page(after=None, limit=100), 2.2),
    }
    return guarded(asked, lambda: scope_in_force(officer, on=question.on), times=12) + whole(question.on)


def whole(on: dt.date) -> list[Line]:
    """The same of everything there is, by whom all of it is shown to: the longest lists of ids that a policy can have."""
    scope = everything()
    top = Area.objects.on(on).filter(parent=None).exclude(level=Area.Level.PROVINCE).order_by("code")[0]
    chosen = Question(select(scope=scope, area=top, on=on), on=on)
    asked: dict[str, tuple[Callable[[], object], float]] = {
        "a scan of all facts": (lambda: raw("SELECT sum(village_id) FROM geodata_householdfacts", {}), 4),
        "a count of a gap list of all": (lambda: households.matched(chosen, "special_overdue"), 1.5),
        "coverage by township of all": (
            lambda: coverage(area=top, by="township", on=on, scope=scope),
            1.3,
        ),
    }
    return guarded(asked, lambda: show(scope), times=3)


def guarded(
    asked: dict[str, tuple[Callable[[], object], float]], enter: Callable[[], object], *, times: int
) -> list[Line]:
    lines = []
    for what, (ask, bound) in asked.items():
        secured, open_ = [], []
        for _ in range(times):
            with as_web_role():
                enter()
                secured.append(milliseconds(ask))
            open_.append(milliseconds(ask))
        mine, peer = statistics.median(secured), statistics.median(open_)
        lines.append(
            Line(f"row-level security: {what}", mine, peer, bound, "the owner, whose policy is true")
        )
    return lines


def over_http(officer: Any, values: dict[str, Any], *, small: bool) -> list[Line]:
    token = ApiToken.issue(user=officer, at=dt.datetime.now(dt.UTC))
    client = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {token}"})

    def get(path: str) -> bytes:
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 200, answer.content[:300]
        return b"".join(answer.streaming_content) if answer.streaming else answer.content

    lines = [
        Line(
            "API: coverage by grid",
            median(lambda: get(f"coverage/?area={COUNTY}&by=grid")),
            at_most=50 if small else None,
            peer_name="bound in ms" if small else "",
        )
    ]

    def points() -> int:
        address, sent = f"households/?area={COUNTY}&limit=22000", 0
        while address and sent < 22_000:
            answer = get(address)
            sent += int(re.search(rb'"numberReturned":\s*(\d+)', answer)[1])
            following = re.search(rb'"next":\s*"[^"]*/api/v1/([^"]*)"', answer)
            address = following[1].decode() if following else ""
        assert sent >= 22_000, sent
        return sent

    mine, peer = beside(points, lambda: ",".join(row[0] for row in raw(RAW_POINTS, values)).encode(), times=5)
    lines.append(
        Line("API: GeoJSON of 22,000 households", mine, peer, 2, "ST_AsGeoJSON of the same rows, sent raw")
    )
    return lines
