"""What became of the needs that were found in a time: by area, category or level, or of all together. Of places and matters, never of persons.

Three rates are told apart and never added up: closed of all that were found; really settled (satisfied or mostly) of the closed ones; and
satisfied of those who answered, beside who did not. Each with its numerator and denominator; an empty denominator has no rate.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from geodata.base.errors import BadInput
from geodata.base.scope import Right, Scope
from geodata.needs import shown
from geodata.needs.counted import COUNTED
from geodata.territory import codes
from geodata.territory.models import Area

AREA, CATEGORY, LEVEL, ALL = "area", "category", "level", "all"
BY = (AREA, CATEGORY, LEVEL, ALL)
# What a list brought was settled before it was recorded here: it took from the day on which it was raised.
SUMMED = """
SELECT {key} AS key, {counts},
       percentile_cont(0.5) WITHIN GROUP (ORDER BY last.number - first.number)
           FILTER (WHERE geodata_need.settled_at IS NOT NULL) AS median_workdays
FROM geodata_need JOIN geodata_area v ON v.id = geodata_need.village_id
LEFT JOIN geodata_area g ON g.id = geodata_need.grid_id JOIN geodata_needcategory c ON c.id = geodata_need.category_id
LEFT JOIN worked first ON first.day = CASE WHEN geodata_need.settled_at < geodata_need.at THEN geodata_need.raised_on
                                      ELSE (geodata_need.at AT TIME ZONE %(zone)s)::date END
LEFT JOIN worked last ON last.day = (geodata_need.settled_at AT TIME ZONE %(zone)s)::date
WHERE geodata_need.raised_on BETWEEN %(first)s AND %(last)s AND NOT geodata_need.sensitive AND {inside}
GROUP BY 1 ORDER BY 1"""
WORKED = """
WITH worked AS (
    SELECT d::date AS day, sum(coalesce(w.works, extract(isodow FROM d) < 6)::int) OVER (ORDER BY d) AS number
    FROM generate_series(%(first)s::date - 1, greatest(%(last)s::date, current_date) + 1, '1 day') d
    LEFT JOIN geodata_workday w ON w.day = d::date
)"""
"""How many working days lie before each day, so that the number between two is a difference."""


RATES = {"closed": "found", "really_settled": "closed", "satisfied": "answered"}
"""Of each rate, of what it is one. They are never merged."""


@dataclass(frozen=True, slots=True)
class Sums:
    """Of one area, category or level."""

    key: str
    found: int
    not_ended: int
    declined: int
    withdrawn: int
    in_grid: int
    in_village: int
    in_township: int
    in_county: int
    closed: int
    really_settled: int
    satisfied: int
    answered: int
    unanswered: int
    reopened: int
    median_workdays: float | None

    @property
    def settled(self) -> int:
        return self.in_grid + self.in_village + self.in_township + self.in_county

    def share(self, name: str) -> tuple[int, int]:
        """A part and the whole that it is one of (RATES)."""
        return getattr(self, name), getattr(self, RATES[name])

    @property
    def closed_rate(self) -> float | None:
        return rate(*self.share("closed"))

    @property
    def really_settled_rate(self) -> float | None:
        return rate(*self.share("really_settled"))

    @property
    def satisfied_rate(self) -> float | None:
        return rate(*self.share("satisfied"))

    @property
    def below_township_rate(self) -> float | None:
        """Of what was settled, the share settled in the grid or the village."""
        return rate(self.in_grid + self.in_village, self.settled)


def rate(part: int, whole: int) -> float | None:
    """None where there is nothing of which it could be a part."""
    return part / whole if whole else None


def a_year_until(last: dt.date) -> tuple[dt.date, dt.date]:
    """The usual time, of which needs are told where none is named."""
    return last - dt.timedelta(days=364), last


def summary(
    *, scope: Scope, first: dt.date, last: dt.date, area: Area | None = None, by: str = AREA
) -> list[Sums]:
    """Needs raised from one day to the other, without sensitive ones. By area: the areas right below `area`. One query.

    Raises BadInput for what it is not told by, or where the first day is after the last one.
    """
    if by not in BY:
        raise BadInput(_("Needs are not told by that."), field="by", value=by)
    if first > last:
        raise BadInput(_("The first day is after the last one."), field="first", value=first.isoformat())
    needed = scope.to(Right.NEED)
    values: dict[str, Any] = {
        "first": first, "last": last, "zone": timezone.get_current_timezone_name(), "villages": list(shown.villages(needed)),
        "grids": list(shown.grids(needed)), "households": list(shown.households(needed)), "area": area.code if area else "",
    }  # fmt: skip
    inside = """(geodata_need.village_id = ANY (%(villages)s) OR geodata_need.grid_id = ANY (%(grids)s)
        OR geodata_need.household_id = ANY (%(households)s))"""
    if area is not None:
        place = "g.code" if area.level == Area.Level.GRID else "v.code"
        inside += f" AND starts_with({place}, %(area)s)"
    counts = ", ".join(f"count(*) FILTER (WHERE {those}) AS {name}" for name, those in COUNTED.items())
    statement = WORKED + SUMMED.format(key=_key(by, area), counts=counts, inside=inside)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Sums(*row) for row in cursor.fetchall()]


def _key(by: str, area: Area | None) -> str:
    if by == CATEGORY:
        return "c.code"
    if by == LEVEL:
        return "geodata_need.level::text"
    if by == ALL:
        return "'all'"
    level = codes.level_below(area.level) if area else Area.Level.VILLAGE
    if level in (Area.Level.GRID, None):
        return "coalesce(g.code, v.code)"
    return f"left(v.code, {codes.LENGTHS[level]})"


def total(sums: Sequence[Sums]) -> dict[str, int]:
    """The whole of all rows: children add up to their parent. A median does not."""
    names = [name for name in Sums.__slots__ if name not in ("key", "median_workdays")]
    return {name: sum(getattr(row, name) for row in sums) for name in names}
