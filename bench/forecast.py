"""What was expected of a month beside what it brought, on days of the demo's past, and what a forecast costs."""

import datetime as dt
import statistics
from typing import TYPE_CHECKING

from bench.databases import begin
from bench.timing import Line, beside, show

if TYPE_CHECKING:
    from geodata.coverage.ahead.forecast import Forecast
    from geodata.territory.models import Area

COUNTY = "430382"
AHEAD = 30
BACK = tuple(range(30, 271, 30))
"""Days before today on which the forecast is made: nine months that it has not seen."""


def owed(area: "Area", on: dt.date) -> dict[str | None, int]:
    """Households owed a visit on that day, by village."""
    from geodata.coverage.counts import coverage
    from geodata.jobs.daily import everything

    told = coverage(area=area, by="village", on=on, scope=everything())
    return {row.code: row.counts["unvisited"] for row in told.rows}


def naive(told: "Forecast") -> dict[str | None, float]:
    """By the pace of the last four weeks: each visit takes one off what is owed."""
    return {row.code: max(0.0, row.owed + row.due[AHEAD] - row.pace_now * AHEAD) for row in told.rows}


def months(area: "Area", today: dt.date) -> list[Line]:
    """The mean error of a village, beside the naive one: of each month, and of all, which is what is bound."""
    from geodata.coverage.ahead.forecast import forecast
    from geodata.jobs.daily import everything

    lines, all_ours, all_theirs = [], list[float](), list[float]()
    for back in BACK:
        on = today - dt.timedelta(days=back)
        told = forecast(area=area, by="village", days=AHEAD, on=on, scope=everything())
        brought, by_pace = owed(area, on + dt.timedelta(days=AHEAD)), naive(told)
        ours = [abs(row.expected[AHEAD] - brought.get(row.code, 0)) for row in told.rows]
        theirs = [abs(by_pace[row.code] - brought.get(row.code, 0)) for row in told.rows]
        expected = sum(row.expected[AHEAD] for row in told.rows)
        print(
            f"{on}: {told.total.owed:,} owed, {sum(brought.values()):,} after {AHEAD} days;"
            f" expected {expected:,.0f}, by the pace alone {sum(by_pace.values()):,.0f}"
        )
        mean_ours, mean_theirs = statistics.mean(ours), statistics.mean(theirs)
        lines.append(Line(f"error a village, {on}", mean_ours, mean_theirs, peer_name="pace alone"))
        all_ours.append(mean_ours)
        all_theirs.append(mean_theirs)
    mean = Line(
        "error a village, all months",
        statistics.mean(all_ours),
        statistics.mean(all_theirs),
        1.0,
        "pace alone",
    )
    return [*lines, mean]


def price(area: "Area", today: dt.date) -> Line:
    """All of it by grid, beside the county's coverage by grid of the same day."""
    from geodata.coverage.ahead.forecast import forecast
    from geodata.coverage.counts import coverage
    from geodata.jobs.daily import everything

    scope = everything()
    mine, theirs = beside(
        lambda: forecast(area=area, by="grid", days=AHEAD, on=today, scope=scope),
        lambda: coverage(area=area, by="grid", on=today, scope=scope),
        times=3,
    )
    return Line("forecast of the county by grid, ms", mine, theirs, peer_name="coverage by grid")


def main() -> int:
    from geodata.base import periods
    from geodata.territory.models import Area

    today = periods.today()
    area = Area.objects.on(today).get(code=COUNTY)
    return 0 if show("Forecast", [*months(area, today), price(area, today)]) else 1


if __name__ == "__main__":
    begin()
    raise SystemExit(main())
