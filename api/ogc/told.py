"""What a reader is told, as a relation that filters, boxes and pages then work on: after scope, masks and hidden counts.

Nothing that is not told stands in it, so that no filter can ask about what is hidden.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from api.geojson.households import Listing
from api.web.access import found_among, visible_area, visible_areas
from geodata.base import periods
from geodata.base.figures import Figure
from geodata.base.scope import Right, Scope
from geodata.coverage import disclosure, of_areas, states
from geodata.coverage.counts import Row, coverages
from geodata.territory import codes
from geodata.territory.models import Area, inside


@dataclass(frozen=True)
class Asked:
    """Of whom, of which area, and of which days: the latest of them that may be told is answered."""

    scope: Scope
    area: str = ""
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def instant(self) -> bool:
        return self.first is not None and self.first == self.last

    def day(self, *, free: bool, guarded: bool = True) -> dt.date | None:
        """None: there is no such day. An instant is asked as it is, and refused by whoever answers.

        `guarded`: without details some days may not be asked about.
        """
        today = periods.today()
        if self.instant:
            return None if guarded and self.last and self.last > today else self.last
        last = min(self.last or today, today)
        days = [last] if free or not guarded else [day for day in disclosure.days_for(today) if day <= last]
        return next((day for day in days if self.first is None or day >= self.first), None)


@dataclass(frozen=True)
class Told:
    """SQL of a WITH clause whose last relation is `told`: id, geom, and a column for each property; and its order.

    `as_text`: it has the geometry in CRS84 ready.
    """

    relation: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    keys: tuple[str, ...] = ("id",)
    as_text: bool = True
    cut: str = ""
    """Where a page may be cut off before anything else is worked out, if nothing is asked of it: a mark in the relation."""


AREAS = """WITH told AS (
    SELECT a.code::text AS id, a.code::text AS code, a.name::text AS name, a.level::text AS level, a.kind::text AS kind,
        a.parent_code::text AS parent, %(on)s::date AS day, b.geometry AS geom, b.as_text
    FROM geodata_area a LEFT JOIN geodata_boundary b ON b.area_id = a.id AND b.period @> %(on)s::date
    WHERE a.id = ANY (%(areas)s))"""


def of_borders(asked: Asked, level: str) -> Told | None:
    on = asked.day(free=True, guarded=False)
    if on is None:
        return None
    areas = Area.objects.on(on).filter(inside(asked.scope))
    if asked.area:
        areas = areas.under(visible_area(asked.scope, asked.area, on=on, field="area").code)
    if level:
        areas = areas.level(level)
    return Told(AREAS, {"on": on, "areas": list(areas.values_list("pk", flat=True))})


COUNTED = """WITH told AS (
    SELECT r.*, %(on)s::date AS day, b.geometry AS geom, b.as_text
    FROM jsonb_to_recordset(%(rows)s::jsonb) AS r({columns})
    LEFT JOIN geodata_boundary b ON b.area_id = r.area_id AND b.period @> %(on)s::date)"""


def _rows(asked: Asked, levels: Collection[str], right: Right) -> tuple[dt.date, list[Row]] | None:
    """The rows of these levels in all that may be counted, and the day."""
    tops = [asked.area] if asked.area else _highest(asked.scope.to(right).to(Right.COUNTS).codes)
    on = asked.day(free=all(disclosure.is_free(asked.scope, top) for top in tops))
    return None if on is None else (on, rows_of(asked.scope, levels, on=on, tops=tops, right=right))


def rows_of(
    scope: Scope,
    levels: Collection[str],
    *,
    on: dt.date,
    tops: Collection[str] | None = None,
    right: Right = Right.COUNTS,
) -> list[Row]:
    """The rows of these levels below the tops, or in all that may be counted, each top asked as the API asks it."""
    found: list[Row] = []
    for top in _highest(scope.to(right).codes) if tops is None else tops:
        below = of_areas.under(top, on=on) if scope.holds_code(top) else []
        area = found_among(below, scope, top, right=right, field="area")
        wanted = [level for level in levels if level in (area.level, *codes.levels_below(area.level))]
        if wanted:
            answers = coverages(area=area, levels=wanted, on=on, scope=scope.to(Right.COUNTS), below=below)
            found += [row for level in wanted for row in answers[level].rows]
    return found


def _highest(tops: Iterable[str]) -> list[str]:
    """Without those that lie in another."""
    given = sorted(tops)
    return [top for top in given if not any(top != other and top.startswith(other) for other in given)]


def _name(row: Row) -> str:
    """Of what lies in a village outside every grid: the village's code and a sign, as hiding calls it."""
    return row.code or f"{row.parent}~"


def _counted(on: dt.date, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> Told:
    written = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
    return Told(
        COUNTED.replace("{columns}", written),
        {"on": on, "rows": orjson.dumps(rows).decode()},
    )


PLACE = {"id": "text", "area_id": "bigint", "code": "text", "name": "text", "level": "text", "parent": "text"}


def of_coverage(
    asked: Asked, levels: Collection[str], counted: Collection[str], *, right: Right = Right.COUNTS
) -> Told | None:
    """A row for each area of these levels with these counts."""
    found = _rows(asked, levels, right)
    if found is None:
        return None
    on, rows = found
    counts = dict.fromkeys(counted, "integer")
    return _counted(on, [_as_row(row, counted) for row in rows], PLACE | counts | {"hidden": "text"})


def _as_row(row: Row, counted: Collection[str]) -> dict[str, Any]:
    signs = " ".join(f"{name}:{sign}" for name, sign in sorted(row.hidden.items()) if name in counted)
    return row.as_dict() | {"id": _name(row), "area_id": row.area_id, "hidden": signs or None}


def of_gaps(asked: Asked, levels: Collection[str], gaps: Mapping[str, Figure]) -> Told | None:
    found = _rows(asked, levels, Right.COUNTS)
    if found is None:
        return None
    on, rows = found
    told = [line for row in rows for name, figure in gaps.items() if (line := _gap(row, name, figure))]
    columns = {"gap": "text", "label": "text", "count": "integer", "of": "integer", "hidden": "text"}
    return _counted(on, told, PLACE | columns)


def _gap(row: Row, name: str, figure: Figure) -> dict[str, Any] | None:
    """None where nobody has it."""
    sign, count = row.hidden.get(figure.name), row.counts[figure.name]
    if sign is None and not count:
        return None
    of = None if figure.of in row.hidden else row.counts[figure.of]
    return {
        "id": f"{_name(row)}.{name}",
        "area_id": row.area_id,
        "code": row.code,
        "name": row.name,
        "level": row.level,
        "parent": row.parent,
        "gap": name,
        "label": str(figure.label),
        "count": None if sign else count,
        "of": of,
        "hidden": sign.value if sign else None,
    }


def of_households(asked: Asked) -> Told | None:
    scope = asked.scope.to(Right.HOUSEHOLDS)
    free = disclosure.is_free(scope, asked.area)
    on = asked.day(free=free)
    if on is None:
        return None
    area, below = (
        visible_areas(
            states.places_of(asked.area, on=on), asked.scope, asked.area, right=Right.HOUSEHOLDS, field="area"
        )
        if asked.area
        else (None, None)
    )
    disclosure.check_day(on, free=free)
    question = states.Question(states.select(scope=scope, area=area, on=on, below=below), on=on)
    return _listed(question, asked.scope, near=in_one_village([area.code] if area else scope.codes))


def of_one_household(asked: Asked, household: int, *, free: bool) -> Told | None:
    """The same of one that has been opened, with its own point as its page has it."""
    on = asked.day(free=free)
    if on is None:
        return None
    disclosure.check_day(on, free=free)
    question = states.Question(states.Selection(households=(household,)), on=on)
    return _listed(question, asked.scope, near=True)


def _listed(question: states.Question, scope: Scope, *, near: bool) -> Told:
    listing = Listing(question, "households", scope.to(Right.DETAILS), near)
    return Told(
        listing.relation(),
        {**question.parameters, **listing.parameters},
        keys=("village_id", "household_id"),
        as_text=False,
        cut=listing.CUT,
    )


def in_one_village(tops: Collection[str]) -> bool:
    """One village or grids of one: no area above it among these codes."""
    digits = codes.LENGTHS["village"]
    return len({top[:digits] for top in tops}) == 1 and all(len(top) >= digits for top in tops)
