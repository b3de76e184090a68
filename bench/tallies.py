"""What is kept of each grid: read beside its rows, beside counting, and what a visit pays for it; no event waits for another.

`python -m bench.tallies` on the database of DATABASE_URL; what it writes is taken back.
"""

import random
import threading
from collections.abc import Callable
from typing import Any

from bench.databases import begin
from bench.timing import Line, beside, milliseconds, one_connection, show, work_beside

ROUNDS = 200
VISITS = 200
RAW = """SELECT village_id, grid_id, part, numbers FROM geodata_tally
    WHERE village_id = ANY (%(villages)s) AND part = ANY (%(parts)s) AND day = %(on)s"""
FOLLOWERS = """SELECT tgrelid::regclass::text, tgname FROM pg_trigger
    WHERE tgrelid IN ('geodata_visit'::regclass, 'geodata_householdfacts'::regclass) AND (starts_with(tgname, 'facts_follow') OR starts_with(tgname, 'tallies_follow'))"""
VISIT = """INSERT INTO geodata_visit (client_id, body_hash, household_id, village_id, day, entered_at, entered_by_id, mode, outcome, note,
        brought, person_times, state, void_reason, synthetic)
    SELECT gen_random_uuid(), '', %s, %s, gridmap_today(), now(), (SELECT min(id) FROM geodata_user), 'door', 'met', '', '{}', 1, 'valid', '', true"""


def main() -> int:
    count()
    deadlocks = opposite()
    print(
        f"{ROUNDS} rounds of two opposite imports, a redraw and a counting worker at once: {deadlocks} deadlocks"
    )
    return 0 if show("Tallies", [*read(), paid(), *over_http()]) and not deadlocks else 1


def count() -> None:
    """As workers do."""
    from geodata.base import periods
    from geodata.jobs.beat import do_a_step

    while do_a_step(periods.today()):
        pass


def read() -> list[Line]:
    from geodata.base import periods
    from geodata.base.rls import as_web_role, show
    from geodata.coverage.counts import coverage
    from geodata.coverage.leaves import leaves_of
    from geodata.coverage.states import Question, Selection
    from geodata.coverage.tallies import kept_or_counted, parts
    from geodata.jobs.daily import everything
    from geodata.territory.models import Area

    on, scope, lines = periods.today(), everything(), []
    tops = Area.objects.on(on).filter(level__in=("city", "county")).order_by("code")
    places = {place.level: place for place in reversed(tops)}
    with as_web_role():
        show(scope)
        for level, top in places.items():
            villages = Area.objects.on(on).level(Area.Level.VILLAGE).under(top.code)
            selection = Selection(tuple(villages.values_list("pk", flat=True)))
            question = Question(selection, on=on).knowing(True, True)
            values = {**question.parameters, "parts": list(parts(90))}
            mine, peer = beside(lambda q=question: kept_or_counted(q), lambda v=values: raw(RAW, v))
            lines.append(Line(f"the {level}'s leaves as kept", mine, peer, 2.0, "reading their rows"))
            mine, peer = beside(
                lambda q=question: kept_or_counted(q, by_village=True), lambda v=values: raw(RAW, v)
            )
            lines.append(
                Line(f"the {level}'s sums by village as kept", mine, peer, 2.0, "reading their rows")
            )
            counted = Question(selection, on=on).knowing(True, False)
            mine, peer = beside(
                lambda q=question: kept_or_counted(q), lambda q=counted: leaves_of(q), times=3
            )
            lines.append(Line(f"the {level}'s leaves as kept", mine, peer, 0.2, "counted from facts"))
            ask = lambda t=top: coverage(area=t, by="township", on=on, scope=scope)  # noqa: E731
            mine, peer = beside(ask, lambda v=values: raw(RAW, v), times=5)
            lines.append(
                Line(f"the {level} by township, with names and posts", mine, peer, None, "reading their rows")
            )
    return lines


def paid() -> Line:
    """Inserts of visits with facts and tallies beside the same without either: all other laws hold for both."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, village_id FROM geodata_household ORDER BY random() LIMIT %s", [VISITS])
        homes = cursor.fetchall()
    followers = raw(FOLLOWERS, {})

    def insert(*, followed: bool) -> Callable[[], None]:
        def run() -> None:
            for home in homes:
                with connection.cursor() as cursor:
                    cursor.execute(VISIT, home)

        def whole() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                if not followed:
                    for table, name in followers:
                        cursor.execute(f'ALTER TABLE {table} DISABLE TRIGGER "{name}"')
                times[followed].append(milliseconds(run))
                transaction.set_rollback(True)

        return whole

    times: dict[bool, list[float]] = {True: [], False: []}
    beside(insert(followed=True), insert(followed=False), times=5)
    mine, peer = (sorted(times[kind])[len(times[kind]) // 2] / VISITS for kind in (True, False))
    return Line("a visit with its facts and tallies", mine, peer, 2.0, "the insert without either")


def over_http() -> list[Line]:
    import orjson
    from django.test import Client
    from django.utils import timezone

    from geodata.accounts.models import ApiToken
    from geodata.base import periods
    from geodata.coverage.tallies import parts
    from geodata.posts.models import Post
    from geodata.territory.models import Area

    on = periods.today()
    post = Post.objects.filter(kind="county_officer").order_by("area__code").first()
    token = ApiToken.issue(user=post.user, at=timezone.now())
    client = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {token}"})
    villages = Area.objects.on(on).level(Area.Level.VILLAGE).under(post.area.code)
    values = {"villages": list(villages.values_list("pk", flat=True)), "parts": list(parts(90)), "on": on}

    def ours() -> bytes:
        answer = client.get(f"/api/v1/coverage/?area={post.area.code}&by=grid")
        assert answer.status_code == 200, answer.content
        return answer.content

    one_connection()
    me, peer = work_beside(lambda: client.get("/api/v1/me/"), lambda: orjson.dumps(raw(RAW, values)))
    mine, peer = work_beside(ours, lambda: orjson.dumps(raw(RAW, values)))
    name = "raw tallies and orjson, no HTTP, ms of work"
    return [Line("API: the county by grid", mine, peer, 2.0, name), Line("API: /me/", me, peer, None, name)]


def opposite() -> int:
    """Rounds of transactions that touch the same villages in opposite orders, while a worker counts; how many were given up."""
    from django.db import OperationalError, connection, connections, transaction

    villages = [
        row[0] for row in raw("SELECT id FROM geodata_area WHERE level = 'village' ORDER BY id LIMIT 12", {})
    ]
    homes = {pk: [row[0] for row in raw("SELECT id FROM geodata_household WHERE village_id = %(v)s ORDER BY id LIMIT 30", {"v": pk})] for pk in villages}  # fmt: skip
    lost: list[str] = []
    together = threading.Barrier(4)

    def life(act: Callable[[int], None]) -> Callable[[], None]:
        def run() -> None:
            try:
                for number in range(ROUNDS):
                    together.wait(timeout=60)
                    try:
                        act(number)
                    except OperationalError as error:
                        lost.append(str(error))
            finally:
                connections.close_all()

        return run

    def imported(order: list[int], half: slice) -> Callable[[int], None]:
        """As an import: visits of one village after the other. Of households of its own, whose rows it alone changes."""

        def act(number: int) -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                for village in order:
                    for home in homes[village][half][number % 5 :: 5]:
                        cursor.execute(VISIT, [home, village])
                transaction.set_rollback(number % 2 == 0)

        return act

    def redrawn(_number: int) -> None:
        """As a publication: one statement over the households of all villages, in an order of its own."""
        with transaction.atomic(), connection.cursor() as cursor:
            for village in random.sample(villages, len(villages)):
                cursor.execute("SELECT refresh_facts(%s)", [homes[village][20:]])

    def worker(_number: int) -> None:
        count()

    acts = [imported(villages, slice(0, 10)), imported(villages[::-1], slice(10, 20)), redrawn, worker]
    threads = [threading.Thread(target=life(act)) for act in acts]
    last = raw("SELECT coalesce(max(id), 0) FROM geodata_visit", {})[0][0]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM geodata_visit WHERE id > %s", [last])
        count()
    return len(lost)


def raw(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


if __name__ == "__main__":
    begin()
    raise SystemExit(main())
