"""Where the planner is far off: each statement of the questions of coverage by the web role, whose policies hide statistics from it.

`python -m bench.estimates [CODE]` on the database of DATABASE_URL. Named is each step of a plan that gave a hundred times as many
rows as were expected and is done again and again for it, or is itself done for each of them: there a join by rows takes the place of one by sets.
"""

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from typing import Any

from bench.databases import begin

OFF, FEWEST = 100, 1_000
"""How many times as many rows as were expected, and of how many at least."""
COUNTY = "430382"


def main(code: str = COUNTY) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from geodata.base import periods
    from geodata.base.rls import as_web_role
    from geodata.contacts.rights import scope_in_force

    on, found = periods.today(), 0
    with as_web_role():
        scope = scope_in_force(_officer(code), on=on)
        for what, ask in questions(code, on, scope):
            with CaptureQueriesContext(connection) as asked:
                ask()
            for statement in asked.captured_queries:
                for told in misjudged(statement["sql"]):
                    found += 1
                    print(f"{what:44} {told}")
    print(f"{found} steps were expected to give less than a {OFF}th of their rows")
    return 0


def _officer(code: str) -> Any:
    from geodata.posts.models import Post

    return Post.objects.filter(kind="county_officer", area__code=code)[0].user


def questions(code: str, on: dt.date, scope: Any) -> Iterator[tuple[str, Callable[[], object]]]:
    """What pages, lists and files of an area ask, each on today and on a day that is over."""
    from geodata.coverage import cards, gap_reasons, households, leaves, states
    from geodata.coverage.ahead.forecast import forecast
    from geodata.coverage.counts import coverage
    from geodata.coverage.figures import LISTS
    from geodata.coverage.through_time.trend import trend
    from geodata.territory.models import Area

    area = Area.objects.on(on).get(code=code)
    for day in (on, on - dt.timedelta(days=30)):
        question = states.Question(states.select(scope=scope, area=area, on=day), on=day)
        late = "" if day == on else ", a past day"
        yield f"coverage{late}", lambda d=day: coverage(area=area, by="grid", on=d, scope=scope)
        yield f"counted{late}", lambda q=question: leaves.leaves_of(q)
        yield f"causes{late}", lambda q=question: gap_reasons.counted(q)
        for name in LISTS:
            yield f"list of {name}{late}", lambda q=question, n=name: households.page(q, n)
        yield f"cards{late}", lambda q=question: cards.counted(q)
    yield "forecast", lambda: forecast(area=area, by="grid", days=30, on=on, scope=scope)
    yield "trend", lambda: trend(area=area, by="township", on=on, scope=scope, weeks=2)


def misjudged(sql: str) -> Iterator[str]:
    from django.db import connection

    if not sql.lstrip().startswith(("SELECT", "WITH")):
        return
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}")
        plan = cursor.fetchone()[0][0]["Plan"]
    yield from _steps(plan)


def _steps(plan: dict[str, Any]) -> Iterator[str]:
    parts = plan.get("Plans", ())
    rows = plan["Actual Rows"]
    if rows >= FEWEST and rows > OFF * plan["Plan Rows"]:
        name = f"{plan['Node Type']} {plan.get('Relation Name') or plan.get('CTE Name') or plan.get('Subplan Name') or ''}"
        yield f"{name.strip()}: {plan['Plan Rows']:,} expected, {rows:,} found"
    for part in parts:
        yield from _steps(part)


if __name__ == "__main__":
    begin()
    raise SystemExit(main(*sys.argv[1:]))
