"""Needs: the job of what is due over 100,000 open ones, the ledger beside raw SQL, and a need with its visit beside the visit alone.

`python -m bench.needs` on the database of DATABASE_URL; everything is taken back again.
"""

import uuid
from functools import partial
from typing import Any

from bench.databases import begin
from bench.register import taken_back, township_officer
from bench.timing import Line, beside, milliseconds, show

OPEN = 100_000
LATE = 2_000
SECONDS = 5.0
TIMES = 60
MADE = """
INSERT INTO geodata_need (client_id, body_hash, number, kind, category_id, urgency, title, text, sealed, village_id, household_id,
    grid_id, grid_then_id, source, source_number, raised_on, by_id, at, sensitive, named, least_level, state, state_since, level,
    unit_area_id, handed_out, rule_id, counted_from, due_at, remind_at, calendar, settled_in, how, result, sealed_result,
    answer, declined_for, reopened, version, synthetic)
SELECT gen_random_uuid(), '', 'x' || i, 'problem', c.id, 1, '', 'x', '', h.village_id, h.id, h.grid_id, h.grid_id, 'office', '',
    current_date, %(by)s, %(at)s, false, '{}', 1, 'new', %(at)s, 1, h.village_id, false, r.id, %(at)s,
    %(at)s + CASE WHEN i <= %(late)s THEN '-1 hour' ELSE '9 days' END::interval, %(at)s + '8 days'::interval, 0, '', '', '', '',
    '', '', 0, 1, true
FROM generate_series(1, %(open)s) i
JOIN (SELECT *, row_number() OVER () - 1 AS place FROM geodata_household) h ON h.place = i %% (SELECT count(*) FROM geodata_household)
CROSS JOIN (SELECT id FROM geodata_needcategory WHERE code = 'roads') c
CROSS JOIN (SELECT id FROM geodata_needrule WHERE level = 1 AND urgency = 1 LIMIT 1) r"""

STEPS = """
INSERT INTO geodata_needstep (need_id, by_id, at, move, before, after, reason, level, level_after, due_at, payload)
SELECT id, by_id, at, 'record', '', 'new', '', 1, 1, due_at, '{}' FROM geodata_need WHERE number LIKE 'x%'"""
RAW = """
SELECT n.id, n.number, n.state, n.due_at, v.code, h.token FROM geodata_need n JOIN geodata_area v ON v.id = n.village_id
LEFT JOIN geodata_household h ON h.id = n.household_id
WHERE n.state = 'new' AND n.due_at IS NOT NULL AND left(v.code, 9) = %s ORDER BY n.due_at, n.id LIMIT 101"""
RAW_COUNT = """
SELECT count(*) FROM geodata_need n JOIN geodata_area v ON v.id = n.village_id
WHERE n.state = 'new' AND left(v.code, 9) = %s"""


def fill(late: int) -> None:
    """100,000 open needs, of which so many are late. Their laws are asked at once, as they were when each was recorded."""
    from django.db import connection
    from django.utils import timezone

    from geodata.needs.defaults import load_missing_need_defaults

    load_missing_need_defaults()
    values = {"by": township_officer().pk, "at": timezone.now(), "late": late, "open": OPEN}
    with connection.cursor() as cursor:
        cursor.execute(MADE, values)
        cursor.execute(STEPS)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ANALYZE geodata_need, geodata_needstep")


def due(late: int, most: float | None) -> Line:
    """As workers do it: the web role, all villages, with everything that the end of the transaction asks for."""
    from django.db import connection
    from django.utils import timezone

    from geodata.base.rls import as_web_role, show
    from geodata.jobs.daily import everything
    from geodata.needs.service import do_what_is_due

    with taken_back():
        fill(late)
        with as_web_role():
            show(everything())

            def run() -> None:
                done = do_what_is_due(at=timezone.now())
                # The demo has some of its own that became late meanwhile.
                assert done.escalated >= late, done
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

            took = milliseconds(run)
    return Line(f"what is due over {OPEN:,} open needs, {late:,} late, ms", took, None, most, "bound in ms")


def ledger() -> Line:
    """A page of a township's open needs, the first due first, with how many there are; as its officer."""
    from django.db import connection
    from django.utils import timezone

    from geodata.base import periods
    from geodata.base.rls import as_web_role
    from geodata.contacts.rights import scope_in_force
    from geodata.needs.finding import DueFirst, Filter, page

    officer = township_officer()
    with taken_back():
        fill(LATE)
        with as_web_role():
            scope = scope_in_force(officer, on=periods.today())
            code = scope.codes[0]

            def ours() -> None:
                needs = Filter(state="new", order=DueFirst).of(by=officer, scope=scope, at=timezone.now())
                page(needs, order=DueFirst, after=None, limit=101)
                needs.count()

            def raw() -> None:
                with connection.cursor() as cursor:
                    cursor.execute(RAW, [code])
                    cursor.fetchall()
                    cursor.execute(RAW_COUNT, [code])
                    cursor.fetchall()

            mine, theirs = beside(ours, raw)
    return Line(
        "a page of the ledger, filtered and sorted, ms", mine, theirs, 1.5, "raw SQL under the same policies"
    )


def recording() -> Line:
    """A contact member's need with the visit on which it was told, beside that visit alone."""
    from django.utils import timezone

    from geodata.base import periods
    from geodata.base.rls import as_web_role
    from geodata.contacts.models import ContactLink
    from geodata.contacts.rights import scope_in_force
    from geodata.needs.defaults import load_missing_need_defaults
    from geodata.needs.recording import NeedReport, record_need
    from geodata.visits.record import Report
    from geodata.visits.sending import Sent, take_visit

    today = periods.today()
    open_links = ContactLink.objects.filter(
        primary=True, period__upper_inf=True, member__period__upper_inf=True
    )
    links = open_links.select_related("member__user", "household").order_by("pk")[:TIMES]

    def both(user: Any, home: Any) -> None:
        said = NeedReport(
            uuid.uuid4(), "problem", "roads", today, household=home.token, source="visit", text="x",
            visit=Report(household=0, day=today),
        )  # fmt: skip
        record_need(report=said, by=user, scope=scopes[user.pk], at=timezone.now(), today=today)

    def alone(user: Any, home: Any) -> None:
        sent = Sent(uuid.uuid4(), home.token, Report(household=0, day=today))
        take_visit(sent=sent, by=user, scope=scopes[user.pk], at=timezone.now(), today=today)

    mine, theirs, scopes = [], [], {}
    with taken_back():
        load_missing_need_defaults()
        for place, link in enumerate(links):
            user, home = link.member.user, link.household
            # In turns: whoever comes first at a household finds nothing of it in the caches.
            for run, took in ((both, mine), (alone, theirs))[:: 1 if place % 2 else -1]:
                with as_web_role():
                    scopes[user.pk] = scope_in_force(user, on=today)
                    took.append(database_time(partial(run, user, home)))
    half = len(mine) // 2
    return Line(
        "a need with its visit, database ms", sorted(mine)[half], sorted(theirs)[half], 2.0, "the visit alone"
    )


def database_time(run: Any) -> float:
    """Milliseconds in statements alone."""
    import time

    from django.db import connection

    took = 0.0

    def watch(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal took
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took += time.perf_counter() - start

    with connection.execute_wrapper(watch):
        run()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return took * 1000


def main() -> int:
    lines = [due(LATE, SECONDS * 1000), due(OPEN, None), ledger(), recording()]
    return 0 if show("Needs", lines) else 1


if __name__ == "__main__":
    begin()
    raise SystemExit(main())
