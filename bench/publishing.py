"""How long publishing takes: a village, and a county, each in a transaction that is taken back.

`python -m bench.publishing` prints the table for the database of DATABASE_URL, which holds the demo county. The bounds are
seconds; "checked" is the server's CPU for what the editor asks while somebody draws, without HTTP.
"""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bench.databases import begin

COUNTY = "430382"
Row = tuple[str, float, float | None]
"""What, milliseconds, and what it is to stay under."""


def run() -> list[Row]:
    begin()
    from geodata.territory.models import Area

    villages = list(Area.objects.filter(level="village", code__startswith=COUNTY).order_by("code"))
    if not villages:
        raise SystemExit(f"The database holds no county {COUNTY}: see `python -m bench`.")
    largest = max(villages, key=_households)
    middle = sorted(villages, key=_households)[len(villages) // 2]
    return [
        *usual(lambda: published("a village (the largest)", [largest], 1000)),
        *published("the county", villages, 10_000),
        *drawn("the largest village", largest, 50),
        *drawn("the village in the middle", middle, 5),
    ]


def usual(measure: Callable[[], list[Row]], times: int = 3) -> list[Row]:
    """Row by row the median of some runs: the first of a process also loads what it needs."""
    runs = [measure() for _ in range(times)]
    return [sorted(rows, key=lambda row: row[1])[times // 2] for rows in zip(*runs, strict=True)]


def _households(village: Any) -> int:
    from geodata.people.models import Household

    return Household.objects.filter(village=village).count()


def published(what: str, villages: list[Any], bound: float) -> list[Row]:
    """A fresh split of the villages: made, submitted, approved, published."""
    from django.db import transaction
    from django.utils import timezone

    from geodata.accounts.models import User
    from geodata.base.periods import today
    from geodata.contacts.rights import scope_of
    from geodata.plans.editing import create_plan, replace_drawing
    from geodata.plans.moves import MoveContext, approve, submit
    from geodata.plans.persistence import day_of
    from geodata.plans.proposing import Wish, proposed
    from geodata.plans.publishing import publish
    from geodata.plans.snapshot import snapshots
    from geodata.posts.models import Post

    on, at = today(), timezone.now()
    planner = User.objects.filter(posts__kind=Post.Kind.PLANNER).first()
    county = User.objects.filter(posts__kind=Post.Kind.COUNTY_OFFICER).first()
    assert planner is not None
    assert county is not None
    with transaction.atomic():
        plan = create_plan(
            name="bench",
            villages=villages,
            scope=scope_of(planner, on=on),
            by=planner,
            at=at,
            today=on,
            reason="bench",
        )
        plan.effective = on + dt.timedelta(days=1)
        drawings, _ = proposed(snapshots(plan.villages, on=day_of(plan, today=on)), Wish("split"))
        saving = timed(
            lambda: replace_drawing(
                plan=plan,
                version=None,
                drawing=drawings,
                scope=scope_of(planner, on=on),
                by=planner,
                at=at,
            )
        )
        context = MoveContext(by=planner, scope=scope_of(planner, on=on), at=at, today=on)
        submit(plan=plan, context=context)
        approve(plan=plan, context=replace(context, by=county, scope=scope_of(county, on=on)))
        moved: list[int] = []

        def go() -> None:
            moved.extend(
                publish(
                    plan=plan, context=replace(context, by=county, scope=scope_of(county, on=on)), day=on
                ).moved
            )

        spent = timed(go)
        transaction.set_rollback(True)
    return [
        (f"{what}: a proposal saved", saving, None),
        (f"{what}: published, {len(moved)} households move", spent, bound),
    ]


def drawn(what: str, village: Any, bound: float) -> list[Row]:
    """What an edit costs: reading the village, which is remembered, and judging its whole drawing with a border moved."""
    import numpy as np
    import shapely

    from geodata.base.periods import today
    from geodata.geometry.arcs import arcs_of
    from geodata.plans.grid_drafts import drawn_by_lines, present_sketches
    from geodata.plans.impact import meaning
    from geodata.plans.snapshot import snapshots

    (snapshot,) = snapshots([village.pk], on=today(), today=today())
    saved = present_sketches(snapshot)
    arcs = arcs_of(np.array([each.shape for each in saved], dtype=object))
    lines = arcs.lines[arcs.movable]
    ends = shapely.get_coordinates(lines[0])
    lines[0] = shapely.LineString([ends[0], ends.mean(axis=0) + np.array([3, 2]), ends[-1]])
    found = drawn_by_lines(snapshot, lines, saved)
    size = f"{what}, {len(snapshot.ids)} households"
    return [
        (f"{size}: read", median(lambda: snapshots([village.pk], on=today(), today=today())), None),
        (
            f"{size}: an edit checked, CPU",
            median(lambda: drawn_by_lines(snapshot, lines, saved), cpu=True),
            bound,
        ),
        (f"{size}: its impact, CPU", median(lambda: meaning(found), cpu=True), bound),
    ]


def timed(work: Callable[[], object], *, cpu: bool = False) -> float:
    clock = time.process_time if cpu else time.perf_counter
    start = clock()
    work()
    return (clock() - start) * 1000


def median(work: Callable[[], object], *, cpu: bool = False) -> float:
    return sorted(timed(work, cpu=cpu) for _ in range(15))[7]


def show(rows: list[Row]) -> bool:
    print(f"\n{'Publishing':66} {'ms':>9} {'bound':>8}")
    for what, spent, bound in rows:
        verdict = "" if bound is None else "ok" if spent <= bound else "MISSED"
        print(f"{what:66} {spent:9.1f} {bound or '':>8} {verdict}")
    return all(bound is None or spent <= bound for _what, spent, bound in rows)


if __name__ == "__main__":
    raise SystemExit(0 if show(run()) else 1)
