"""One county in a city of a million beside the same county alone; and the city, which is made here.

`python -m bench city` asks a county of `bench_1000000` and of `bench_22000` the same in turns, each in a process of its own; told is
processor time of the process and of its database connection.

A city of many counties: copies of one county, made by the database itself in minutes where inventing them takes an hour.

Each copy has areas, borders, households and all that states follow from, members, contacts, a year of visits, facts and tallies of its
own, under keys and codes of its own. Accounts, branches and needs are not copied. Laws and triggers are left out while copying:
what is copied has kept them. So one county stands in a city of a million households as it stands alone.
"""

import datetime as dt
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, LiteralString, cast

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

APART = 10_000_000
"""Between the keys of two copies."""
COUNTY = "430382"
CITY = COUNTY[:4]
KEY = "{0} + keys"
TABLES: dict[str, dict[str, str]] = {
    "area": {"id": KEY, "parent_id": KEY, "code": "overlay(code placing county from 1 for 6)"},
    "boundary": {"id": KEY, "area_id": KEY},
    "household": {
        "id": KEY,
        "village_id": KEY,
        "grid_id": KEY,
        "token": "substr(md5(token || county), 1, length(token))",
    },
    "placement": {"id": KEY, "household_id": KEY, "village_id": KEY, "grid_id": KEY},
    "occupancyperiod": {"id": KEY, "household_id": KEY, "village_id": KEY},
    "carerecord": {"id": KEY, "household_id": KEY, "village_id": KEY, "resident_id": "NULL"},
    "user": {"id": KEY, "username": "username || county"},
    "member": {"id": KEY, "village_id": KEY, "user_id": KEY},
    "memberability": {"id": KEY, "member_id": KEY},
    "contactlink": {"id": KEY, "household_id": KEY, "village_id": KEY, "member_id": KEY},
    "visit": {
        "id": KEY,
        "household_id": KEY,
        "village_id": KEY,
        "corrects_id": KEY,
        "client_id": "gen_random_uuid()",
    },
    "visitor": {"id": KEY, "visit_id": KEY, "user_id": KEY},
    "householdfacts": {"household_id": KEY, "village_id": KEY, "grid_id": KEY},
    "tally": {"id": KEY, "village_id": KEY, "grid_id": KEY},
}

COLUMNS = """SELECT attname FROM pg_attribute
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"""
INDEXES = """
    SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
        format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE conrelid = %(table)s::regclass AND contype = 'x'
    UNION ALL SELECT format('DROP INDEX %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    FROM pg_index i WHERE indrelid = %(table)s::regclass
        AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)"""
ABOVE = """
    WITH above AS (
        INSERT INTO geodata_area (code, name, level, kind, period, synthetic, parent_id)
        SELECT %(city)s, '例市', 'city', '', period, true, NULL FROM geodata_area WHERE code = %(county)s
        RETURNING id)
    UPDATE geodata_area SET parent_id = above.id FROM above WHERE level = 'county'"""
"""Of a county that has no city above it."""


def multiply(address: str, copies: int) -> None:
    """Put so many copies of the county into the database, as its superuser, and a city above them all."""
    with psycopg.connect(address, autocommit=True) as database:
        database.execute("SET session_replication_role = replica")
        database.execute("SET maintenance_work_mem = '512MB'")
        for table, changed in TABLES.items():
            with database.transaction():
                again = _without_indexes(database, f"geodata_{table}")
                database.execute(_copying(database, table, changed, copies))
                for statement in again:
                    database.execute(statement)
        with database.transaction():
            database.execute(ABOVE, {"city": CITY, "county": COUNTY})
        database.execute("ANALYZE")


def _without_indexes(database: psycopg.Connection[TupleRow], table: str) -> list[LiteralString]:
    """Drop what rows cost most, and tell how it is made again: indexes and exclusions that nothing else rests upon."""
    found = database.execute(INDEXES, {"table": table}).fetchall()
    for drop, _again in found:
        database.execute(drop)
    return [again for _drop, again in found]


def _copying(
    database: psycopg.Connection[TupleRow], table: str, changed: dict[str, str], copies: int
) -> sql.Composed:
    found = database.execute(COLUMNS, [f"geodata_{table}"]).fetchall()
    names = [str(name) for (name,) in found]
    values = [changed.get(name, "{0}").format(f'"{name}"') for name in names]
    return sql.SQL(
        """WITH copies AS (SELECT copy, copy * {apart}::bigint AS keys, {city} || to_char(copy, 'FM00') AS county
            FROM generate_series(1, {copies}) copy)
        INSERT INTO {table} ({names}) SELECT {values} FROM copies, {table}"""
    ).format(
        apart=sql.Literal(APART),
        city=sql.Literal(CITY),
        copies=sql.Literal(copies),
        table=sql.Identifier(f"geodata_{table}"),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(cast(LiteralString, ", ".join(values))),
    )


ROUNDS, TIMES, MOST = 5, 3, 1.5
PAST = 28


def main() -> int:
    """Beside each other, in turns."""
    from bench.databases import COUNTY as SIZE
    from bench.databases import url_of
    from bench.timing import Line, show

    alone, inside = _asked(url_of(f"bench_{SIZE}")), _asked(os.environ["DATABASE_URL"])
    lines = []
    for name in QUESTIONS:
        told = [(_tell(inside, name), _tell(alone, name)) for _ in range(ROUNDS + 1)][1:]
        mine, peer = (statistics.median(each) for each in zip(*told, strict=True))
        lines.append(Line(f"a county of a million: {name}", mine, peer, MOST, "the county alone"))
    for each in (alone, inside):
        cast("Any", each.stdin).close()
        each.wait(timeout=60)
    return 0 if show("One county in a city", lines, unit="ms of work") else 1


def _asked(url: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "bench.city", "answer"],
        env=os.environ | {"DATABASE_URL": url, "GRIDMAP_API_RATE": "1000000/minute", "GRIDMAP_PAGE_RATE": "1000000/minute"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )  # fmt: skip


def _tell(process: "subprocess.Popen[str]", name: str) -> float:
    pipe: Any = process
    pipe.stdin.write(f"{name}\n")
    pipe.stdin.flush()
    return float(json.loads(pipe.stdout.readline()))


def answer() -> int:
    """Milliseconds of work of each question that is named on a line."""
    from bench.timing import one_connection, work

    one_connection()
    asked = Asked()
    for line in sys.stdin:
        print(json.dumps(work(partial(QUESTIONS[line.strip()], asked), TIMES)), flush=True)
    return 0


class Asked:
    """Who asks: an officer of the county, by the domain under policies, by token and by session."""

    def __init__(self) -> None:
        from django.test import Client
        from django.utils import timezone

        from bench.look import session_of
        from bench.tallies import count
        from geodata.accounts.models import ApiToken
        from geodata.base import periods
        from geodata.posts.models import Post

        self.on = periods.today()
        self.officer = Post.objects.filter(kind="county_officer", area__code=COUNTY)[0].user
        count()
        self.keep(self.on - dt.timedelta(days=PAST))
        token = ApiToken.issue(user=self.officer, at=timezone.now())
        self.program = Client(SERVER_NAME="localhost", headers={"authorization": f"Bearer {token}"})
        self.browser = Client(SERVER_NAME="localhost")
        self.browser.cookies["sessionid"] = session_of("county_officer")

    def keep(self, day: dt.date) -> None:
        """As workers do, of that day and county alone: the copies of a city bring no kept days along."""
        from geodata.base.rls import as_web_role, show
        from geodata.coverage.through_time import keeping
        from geodata.jobs.daily import everything
        from geodata.territory.models import Area

        with as_web_role():
            show(everything())
            keeping.keep_past(today=self.on, seconds=0)
            villages = Area.objects.on(day).level(Area.Level.VILLAGE).under(COUNTY)
            keeping.keep(day, list(villages.values_list("pk", flat=True)))

    def of_domain(self, ask: Callable[[Any, Any, dt.date], object], *, back: int = 0) -> None:
        from geodata.base.rls import as_web_role
        from geodata.contacts.rights import scope_in_force
        from geodata.territory.models import Area

        with as_web_role():
            scope = scope_in_force(self.officer, on=self.on)
            ask(Area.objects.on(self.on).get(code=COUNTY), scope, self.on - dt.timedelta(days=back))

    def get(self, path: str, *, page: bool = False) -> None:
        answer: Any = (self.browser if page else self.program).get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        b"".join(answer.streaming_content) if answer.streaming else answer.content


def _coverage(area: Any, scope: Any, on: dt.date) -> object:
    from geodata.coverage.counts import coverage

    return coverage(area=area, by="grid", on=on, scope=scope)


def _search(_area: Any, scope: Any, _on: dt.date) -> object:
    from geodata.people.finding import find_households

    return list(find_households("例", scope=scope)[:20])


def _causes(area: Any, scope: Any, on: dt.date) -> object:
    from geodata.coverage import gap_reasons, states

    return gap_reasons.counted(states.Question(states.select(scope=scope, area=area, on=on), on=on))


QUESTIONS: dict[str, Callable[[Asked], None]] = {
    "by grid": lambda asked: asked.of_domain(_coverage),
    "by grid, a past day": lambda asked: asked.of_domain(_coverage, back=PAST),
    "causes of gaps": lambda asked: asked.of_domain(_causes),
    "search for a name": lambda asked: asked.of_domain(_search),
    "by grid over the API": lambda asked: asked.get(f"/api/v1/coverage/?area={COUNTY}&by=grid"),
    "100 households": lambda asked: asked.get(f"/api/v1/households/?area={COUNTY}&limit=100"),
    "page of the map": lambda asked: asked.get(f"/coverage/?area={COUNTY}&by=grid", page=True),
    "page of gaps": lambda asked: asked.get(f"/gaps/?area={COUNTY}&gap=unvisited", page=True),
}


if __name__ == "__main__":
    from bench.databases import begin

    begin()
    raise SystemExit(answer() if sys.argv[1:] == ["answer"] else main())
