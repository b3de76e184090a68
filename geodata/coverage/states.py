"""The state of every household on a day, as one SQL relation under all questions.

Today it is read from facts (kept by triggers); for any other day, or when a period has begun or ended since the
facts were made, from history (the database function household_states). Both have the same columns.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection

from geodata import periods
from geodata.coverage.models import HouseholdFacts
from geodata.errors import NotFound
from geodata.territory.models import Area
from geodata.territory.scope import Scope
from geodata.visits import rhythm

IN_GRIDS = """(village_id = ANY (ARRAY(SELECT parent_id FROM geodata_area WHERE id = ANY (%(grids)s)))
            AND grid_id = ANY (%(grids)s))"""
"""By way of the village, which has an index: facts have none on the grid, so that they stay HOT."""


@dataclass(frozen=True)
class Selection:
    """Which households a question is about: by village, by grid, or single ones (ids)."""

    villages: tuple[int, ...] = ()
    grids: tuple[int, ...] = ()
    households: tuple[int, ...] = ()

    @property
    def condition(self) -> str:
        """SQL over the columns of a state."""
        parts = [
            condition
            for name, condition in (
                ("villages", "village_id = ANY (%(villages)s)"),
                ("grids", IN_GRIDS),
                ("households", "household_id = ANY (%(households)s)"),
            )
            if getattr(self, name)
        ]
        return f"({' OR '.join(parts)})" if parts else "false"

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "villages": list(self.villages),
            "grids": list(self.grids),
            "households": list(self.households),
        }


def select(*, scope: Scope, area: Area | None, on: dt.date) -> Selection:
    """The households of an area that lie in the scope; without an area, all of the scope. One query at most.

    Raises NotFound when the area does not lie in the scope.
    """
    if area is None:
        return Selection(
            tuple(sorted(scope.villages)), tuple(sorted(scope.grids)), tuple(sorted(scope.households))
        )
    if not scope.holds_code(area.code):
        raise NotFound(area.code)
    if area.level == Area.Level.GRID:
        return Selection(grids=(area.pk,))
    if area.level == Area.Level.VILLAGE:
        return Selection(villages=(area.pk,))
    found = Area.objects.on(on).level(Area.Level.VILLAGE).under(area.code).values_list("pk", flat=True)
    return Selection(villages=tuple(found))


@dataclass(frozen=True)
class Question:
    """A day, a window of days up to it, a care category or none, and a selection of households."""

    selection: Selection
    on: dt.date
    window: int = 90
    category: str | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            **self.selection.parameters,
            "on": self.on,
            "since": self.on - dt.timedelta(days=self.window - 1),
            "category": self.category,
        }

    def relation(self, *, with_visits: bool) -> str:
        """The WITH clause whose last relation is `state`. Visits in the window cost a join; a list seldom needs it."""
        category = ""
        if self.category:
            category = """ AND EXISTS (SELECT FROM geodata_carerecord c JOIN geodata_carecategory k
                ON k.id = c.category_id AND k.code = %(category)s
                WHERE c.household_id = h.household_id AND c.period @> %(on)s)"""
        chosen = f"chosen AS (SELECT h.* FROM {self._source()} h WHERE {self.selection.condition}{category})"
        columns = f"""chosen.household_id, village_id, grid_id, linked, special, exempt, has_point, "interval",
            last_met, {rhythm.SQL} AS status"""
        if not with_visits:
            return f"WITH {chosen}, state AS (SELECT {columns} FROM chosen)"
        return f"""
        WITH {chosen}, seen AS (
            SELECT v.household_id, count(*) AS visits, sum(v.person_times) AS person_times
            FROM geodata_visit v
            WHERE v.state = 'valid' AND v.outcome = 'met' AND v.day BETWEEN %(since)s AND %(on)s
              AND {self._visits_condition()}
            GROUP BY v.household_id
        ), state AS (
            SELECT {columns}, coalesce(visits, 0) AS visits, coalesce(person_times, 0) AS person_times
            FROM chosen LEFT JOIN seen ON seen.household_id = chosen.household_id
            OFFSET 0  -- a fence: the status is worked out once a row, not once a figure
        )"""

    def _source(self) -> str:
        if facts_hold(self.on):
            return "geodata_householdfacts"
        return """household_states(%(on)s, ARRAY(
            SELECT unnest(%(villages)s::bigint[])
            UNION SELECT parent_id FROM geodata_area WHERE id = ANY (%(grids)s)
            UNION SELECT village_id FROM geodata_household WHERE id = ANY (%(households)s)))"""

    def _visits_condition(self) -> str:
        if self.selection.villages and not (self.selection.grids or self.selection.households):
            return "v.village_id = ANY (%(villages)s)"
        return "v.household_id IN (SELECT household_id FROM chosen)"


def facts_hold(on: dt.date) -> bool:
    """May that day be answered from facts? One query on a partial index."""
    return on == periods.today() and not HouseholdFacts.objects.filter(good_until__lte=on).exists()


def rows(
    question: Question, query: str, extra: dict[str, Any] | None = None, *, with_visits: bool = False
) -> list[tuple[Any, ...]]:
    """Run a SELECT over `state`. Its text is ours; values go in as parameters."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{question.relation(with_visits=with_visits)} {query}", {**question.parameters, **(extra or {})}
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found
