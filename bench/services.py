"""Orders: who is suggested for one beside 100 teams, and the ledger of 100,000 orders filtered beside SQL written by hand.

`python -m bench.services` on the database of DATABASE_URL; everything is taken back again.
"""

from collections.abc import Iterator
from typing import Any

from bench.campaigns import county_office
from bench.databases import begin
from bench.register import taken_back
from bench.timing import Line, beside, milliseconds, show

ORDERS, SUGGESTION, TIMES, RUNS, PAGE = 100_000, 50.0, 1.5, 15, 101
MANY = """
INSERT INTO geodata_serviceorder (client_id, body_hash, wish, field, text, place, source, by_id, at, due_at, village_id, household_id, grid_id,
                                  state, state_since, answer, asked_how, result, teams, users, version, synthetic)
SELECT gen_random_uuid(), '', true, o.field, '', '–', 'door', o.by_id, o.at, o.due_at, o.village_id, o.household_id, o.grid_id,
       'ordered', o.at, '', '', '', '{}', '{}', 1, true
FROM geodata_serviceorder o CROSS JOIN generate_series(1, %(copies)s) ORDER BY o.at"""
RAW = """
SELECT o.*, v.*, h.*, i.*, t.*, u.* FROM geodata_serviceorder o JOIN geodata_area v ON v.id = o.village_id
LEFT JOIN geodata_household h ON h.id = o.household_id LEFT JOIN geodata_serviceitem i ON i.id = o.item_id
LEFT JOIN geodata_team t ON t.id = o.team_id LEFT JOIN geodata_user u ON u.id = o.taken_by_id
WHERE o.field = 'transport' AND o.state IN ('ordered', 'dispatched') AND o.village_id = ANY (%(villages)s)
ORDER BY o.id DESC LIMIT %(page)s"""


def main() -> int:
    with taken_back():
        return 0 if show("Orders", list(lines())) else 1


def lines() -> Iterator[Line]:
    from geodata.base.periods import today
    from geodata.base.rls import as_web_role
    from geodata.contacts.rights import scope_in_force
    from geodata.services.models import ServiceOrder, Team
    from geodata.services.suggesting import suggest

    office, _scope, _county = county_office()
    order = ServiceOrder.objects.filter(state="ordered").order_by("pk")[0]
    teams, named = Team.objects.count(), ServiceOrder.objects.count()
    with as_web_role():
        scope_in_force(office, on=today())
        took = sorted(milliseconds(lambda: suggest(order, on=today())) for _run in range(RUNS))[RUNS // 2]
    yield Line(f"whom to ask, {teams} teams", took, None, SUGGESTION)
    multiply(ORDERS // named + 1)
    with as_web_role():
        ours, theirs = ledger(office, scope_in_force(office, on=today()))
    yield Line(
        f"a page of {ServiceOrder.objects.count():,} orders, filtered", ours, theirs, TIMES, "SQL by hand"
    )


def multiply(copies: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(MANY, {"copies": copies})
        cursor.execute("ANALYZE geodata_serviceorder")


def ledger(office: Any, scope: Any) -> tuple[float, float]:
    """A page of the ledger with its conditions and its second line, beside the same rows by hand under the second line too."""
    from django.db import connection
    from django.utils import timezone

    from geodata.services.finding import Filter, page

    said, now = Filter(field="transport", untaken=True), timezone.now()
    told = {"villages": sorted(scope.villages), "page": PAGE}

    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute(RAW, told)
            cursor.fetchall()

    return beside(
        lambda: page(said.of(by=office, scope=scope, at=now), after=None, limit=PAGE), raw, times=RUNS
    )


if __name__ == "__main__":
    begin()
    raise SystemExit(main())
