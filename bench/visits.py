"""Recording visits: the endpoint beside the raw transaction.

`python -m bench.visits` on the database of DATABASE_URL; its visits and tokens are taken away again.
"""

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bench.databases import begin
from bench.timing import Line, milliseconds, show

TIMES = 300


def main() -> int:
    with undone():
        lines = [beside_raw()]
    return 0 if show("Visits", lines) else 1


def beside_raw() -> Line:
    """99 % of requests in this process beside 99 % of the same rows by SQL, in turns."""
    from django.test import Client

    user, token, homes = cadres(1)[0]
    client, headers = Client(SERVER_NAME="localhost"), {"Authorization": f"Bearer {token}"}

    def ours(number: int) -> None:
        address = f"/api/v1/households/{homes[number % len(homes)][0]}/visits/"
        answer = client.post(address, body(), content_type="application/json", headers=headers)
        assert answer.status_code == 201, answer.content

    def raw(number: int) -> None:
        raw_visit(user, homes[number % len(homes)])

    mine, theirs = [], []
    for number in range(TIMES + 10):
        mine.append(milliseconds(lambda number=number: ours(number)))
        theirs.append(milliseconds(lambda number=number: raw(number)))
    return Line(
        f"recording a visit, 99 % of {TIMES}", p99(mine[10:]), p99(theirs[10:]), 3.0, "the raw transaction"
    )


def raw_visit(user: Any, home: tuple[str, int, int]) -> None:
    """The role, the user's scope, the rows and their triggers: what no way of recording can do without."""
    from django.db import connection, transaction

    from geodata.base import periods
    from geodata.base.rls import as_web_role
    from geodata.contacts.rights import scope_in_force

    _token, pk, village = home
    with transaction.atomic(), as_web_role(), connection.cursor() as cursor:
        scope_in_force(user, on=periods.today())
        cursor.execute(
            """INSERT INTO geodata_visit (client_id, body_hash, household_id, village_id, day, entered_at,
                   entered_by_id, mode, outcome, note, brought, person_times, state, void_reason, synthetic)
               VALUES (%s, '', %s, %s, %s, now(), %s, 'door', 'met', '', '{}', 1, 'valid', '', true) RETURNING id""",
            [uuid.uuid4(), pk, village, periods.today(), user.pk],
        )
        visit = cursor.fetchone()[0]
        cursor.execute("INSERT INTO geodata_visitor (visit_id, user_id) VALUES (%s, %s)", [visit, user.pk])


def cadres(count: int) -> "list[tuple[object, str, list[tuple[str, int, int]]]]":
    """Contact members with a token and their households (token, id, village)."""
    from django.utils import timezone

    from geodata.accounts.models import ApiToken, User
    from geodata.contacts.models import ContactLink

    links = ContactLink.objects.filter(primary=True, period__upper_inf=True, member__period__upper_inf=True)
    found: dict[int, list[tuple[str, int, int]]] = {}
    rows = links.order_by("member__user", "pk").values_list(
        "member__user", "household__token", "household", "village"
    )
    for who, token, pk, village in rows[: 200 * count]:
        found.setdefault(who, []).append((token, pk, village))
    users = User.objects.in_bulk(list(found)[:count])
    return [(user, ApiToken.issue(user=user, at=timezone.now()), found[pk]) for pk, user in users.items()]


def body() -> str:
    from geodata.base import periods

    return json.dumps({"client_id": str(uuid.uuid4()), "day": periods.today().isoformat()})


def p99(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.99) - 1]


@contextmanager
def undone() -> Iterator[Callable[[list[str]], int]]:
    """Tells how many visits with these client ids are on record. Afterwards the visits and tokens of the measurement are gone, and facts are made anew where they were."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM geodata_visit")
        last = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(max(id), 0) FROM geodata_apitoken")
        last_token = cursor.fetchone()[0]

        def recorded(ids: list[str]) -> int:
            cursor.execute(
                "SELECT count(*) FROM geodata_visit WHERE id > %s AND client_id = ANY(%s::uuid[])",
                [last, ids],
            )
            return int(cursor.fetchone()[0])

        try:
            yield recorded
        finally:
            cursor.execute("SELECT array_agg(DISTINCT household_id) FROM geodata_visit WHERE id > %s", [last])
            homes = cursor.fetchone()[0] or []
            cursor.execute("DELETE FROM geodata_visitor WHERE visit_id > %s", [last])
            cursor.execute("DELETE FROM geodata_visit WHERE id > %s", [last])
            cursor.execute("SELECT refresh_facts(%s)", [homes])
            cursor.execute("DELETE FROM geodata_apitoken WHERE id > %s", [last_token])


if __name__ == "__main__":
    begin()
    raise SystemExit(main())
