"""A nation that is gathered: 2,800 counties in 31 provinces, each with 12 townships and 150 villages.

`python -m bench.federation` on the database of DATABASE_URL. What is fetched is made up and signed in this process, so the figures
are those of checking and keeping, without the network; then a year of days is there, and the answer of the whole nation is asked.
"""

import datetime as dt
import json
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bench.databases import begin

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

    from geodata.federation.children import Child

COUNTIES, TOWNSHIPS, VILLAGES, PROVINCES = 2_800, 12, 150, 31
YEAR = 365
SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
FIGURES = (
    "households",
    "linked",
    "unlinked",
    "no_point",
    "no_grid",
    "leader_posts",
    "leader_posts_vacant",
    "grids",
)
TODAY = dt.date(2026, 6, 30)
COLLECTING, ANSWERING = 120.0, 1.0
"""Seconds that it may take."""


def main() -> int:
    from django.db import connection, transaction

    with transaction.atomic():
        children = nation()
        days = {area: day(area) for child in children for area in child.areas}
        print(f"{len(days):,} counties, {sum(map(len, days.values())) / len(days) / 1024:.0f} KB each")
        collecting = collect_all(children, days)
        with connection.cursor() as cursor:
            fill_a_year(cursor)
        answering = answer()
        transaction.set_rollback(True)
    print(f"collecting and checking one day: {collecting:.1f} s (at most {COLLECTING:.0f})")
    print(f"the answer of the nation, a year being kept: {answering:.2f} s (at most {ANSWERING:.0f})")
    return 0 if collecting <= COLLECTING and answering <= ANSWERING else 1


def nation() -> "tuple[Child, ...]":
    """Codes of six digits, ninety counties to a province."""
    from django.conf import settings

    from geodata.federation.children import children
    from geodata.federation.signing import public_key

    told = {"address": "https://gridmap.example.cn", "key": public_key(SECRET), "token": "token"}
    settings.CHILDREN = tuple(
        {"name": f"例{area}", "areas": (area,), **told} for area in list(codes())[:COUNTIES]
    )
    return children()


def codes() -> Iterator[str]:
    for place in range(COUNTIES + PROVINCES):
        county, province = divmod(place, PROVINCES)
        yield f"{11 + province}{county:04d}"


def day(area: str) -> bytes:
    """A county's answer: signed as a county signs it."""
    from geodata.federation.signing import FORMAT, sign

    townships = [f"{area}{100 + number}" for number in range(TOWNSHIPS)]
    below = [f"{townships[number % TOWNSHIPS]}{201 + number // TOWNSHIPS}" for number in range(VILLAGES)]
    rows = [{"code": area, "name": "例县", "level": "county", "counts": [VILLAGES * 100] * len(FIGURES)}]
    rows += [
        {"code": code, "name": "例乡", "level": "township", "counts": [1_200] * len(FIGURES)}
        for code in townships
    ]
    rows += [
        {"code": code, "name": "例村", "level": "village", "counts": [90] * len(FIGURES)} for code in below
    ]
    over = (TODAY - dt.timedelta(days=1)).isoformat()
    payload = json.dumps(
        {"format": FORMAT, "area": area, "day": over, "window": 90, "figures": FIGURES, "rows": rows},
        ensure_ascii=False,
    )
    told = {"day": over, "payload": payload, "signature": sign(payload, secret=SECRET)}
    return json.dumps({"area": area, "results": [told]}).encode()


def collect_all(children: "tuple[Child, ...]", days: dict[str, bytes]) -> float:
    from geodata.federation.collecting import collect
    from geodata.federation.words import Outcome

    began = time.perf_counter()
    found = collect(
        children,
        today=TODAY,
        at=dt.datetime(2026, 6, 30, tzinfo=dt.UTC),
        fetch=lambda _child, area, _since: days[area],
    )
    took = time.perf_counter() - began
    assert found == {Outcome.TAKEN: COUNTIES}, found
    return took


def fill_a_year(cursor: "CursorWrapper") -> None:
    """The same day again for each of a year, without its text: a million rows, in which the last is to be found."""
    cursor.execute(
        """INSERT INTO geodata_gatheredcoverage (child, area, name, day, payload, signature, key, totals, taken_at)
        SELECT child, area, name, day - back, '', signature, key, totals, taken_at
        FROM geodata_gatheredcoverage, generate_series(1, %s) back""",
        [YEAR],
    )
    cursor.execute("ANALYZE geodata_gatheredcoverage")


def answer() -> float:
    from geodata.base.scope import Grant, Right, Scope
    from geodata.federation.gathered import gathered

    provinces = sorted({code[:2] for code in codes()})
    scope = Scope(tuple(Grant(frozenset({Right.COUNTS}), code=code) for code in provinces))
    began = time.perf_counter()
    told = gathered(scope=scope, on=TODAY - dt.timedelta(days=1))
    took = time.perf_counter() - began
    assert told.late == 0
    assert told.sums["households"].told == COUNTIES * VILLAGES * 100
    return took


if __name__ == "__main__":
    begin()
    raise SystemExit(main())
