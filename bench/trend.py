"""Days that are over, as they are kept: a past day beside today, 53 weeks beside reading their rows.

`python -m bench.trend` on the database of DATABASE_URL, of which the days that are asked are kept first. Figures are processor time of this process and of its database connection, by the web role under the scope of everything.
"""

import datetime as dt
from typing import Any

from bench.databases import begin
from bench.timing import Line, one_connection, show, work_beside

RAW = """SELECT village_id, grid_id, day, numbers FROM geodata_keptcounts
    WHERE village_id = ANY (%(villages)s) AND day = ANY (%(days)s) AND version = %(version)s"""


def main() -> int:
    one_connection()
    keep()
    return 0 if show("Through time", measure(), unit="ms of work") else 1


def days_of_a_trend() -> list[dt.date]:
    from geodata.base import periods
    from geodata.coverage.through_time.trend import WEEKS

    return [periods.today() - dt.timedelta(weeks=back) for back in range(WEEKS)]


def keep() -> None:
    """As workers do, of these days alone; today's tallies, beside which they are measured, too."""
    from bench.tallies import count
    from geodata.base import periods
    from geodata.base.rls import as_web_role
    from geodata.base.rls import show as show_scope
    from geodata.coverage import leaves
    from geodata.coverage.models import KeptCounts
    from geodata.coverage.through_time import keeping
    from geodata.jobs.daily import everything
    from geodata.territory.models import Area

    count()
    with as_web_role():
        show_scope(everything())
        # What was noted while the county was made is taken away: else every day would come from history.
        keeping.keep_past(today=periods.today(), seconds=0)
    for day in days_of_a_trend()[1:]:
        with as_web_role():
            show_scope(everything())
            if not KeptCounts.objects.filter(day=day, version=leaves.meaning()).exists():
                villages = Area.objects.on(day).level(Area.Level.VILLAGE)
                keeping.keep(day, list(villages.values_list("pk", flat=True)))


def measure() -> list[Line]:
    from geodata.base import periods
    from geodata.base.rls import as_web_role
    from geodata.base.rls import show as show_scope
    from geodata.coverage import leaves
    from geodata.coverage.counts import coverage
    from geodata.coverage.through_time.trend import WEEKS, trend
    from geodata.jobs.daily import everything
    from geodata.territory.models import Area

    on, scope, lines = periods.today(), everything(), []
    days = days_of_a_trend()
    tops = {
        place.level: place
        for place in Area.objects.on(on).filter(level__in=("city", "county")).order_by("-code")
    }
    with as_web_role():
        show_scope(scope)
        for level, area in tops.items():
            villages = Area.objects.on(on).level(Area.Level.VILLAGE).under(area.code)
            told: dict[str, Any] = {
                "villages": list(villages.values_list("pk", flat=True)),
                "days": days,
                "version": leaves.meaning(),
            }
            by = "grid" if level == Area.Level.COUNTY else "township"

            def past(of: Area = area, by: str = by, day: dt.date = days[4]) -> object:
                return coverage(area=of, by=by, on=day, scope=scope)

            def today(of: Area = area, by: str = by) -> object:
                return coverage(area=of, by=by, on=on, scope=scope)

            def course(of: Area = area) -> object:
                return trend(area=of, by="township", on=on, scope=scope, figures=())

            def rows(told: dict[str, Any] = told) -> object:
                return raw(RAW, told)

            lines.append(Line(f"the {level} by {by}, a past day", *work_beside(past, today), 1.5, "today"))
            mine, peer = work_beside(course, rows, times=2, rounds=5)
            lines.append(
                Line(f"the {level} by township, {WEEKS} weeks", mine, peer, None, "reading their rows")
            )
    return lines


def raw(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


if __name__ == "__main__":
    begin()
    raise SystemExit(main())
