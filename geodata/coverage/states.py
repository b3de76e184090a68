"""The state of every household on a day, as one SQL relation under all questions.

Today it is read from facts (kept by triggers); for any other day, or when a period has begun or ended since the
facts were made, from history (the database function household_states). Both have the same columns.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Exists, Q, QuerySet

from geodata.base import periods
from geodata.base.errors import NotFound
from geodata.base.figures import holds
from geodata.base.round_trips import Statement
from geodata.base.scope import Scope
from geodata.coverage.figures import version
from geodata.coverage.models import HouseholdFacts
from geodata.territory.models import Area, AreaQuerySet, Placed
from geodata.visits import schedule

IN_GRIDS = """(village_id = ANY (ARRAY(SELECT parent_id FROM geodata_area WHERE id = ANY (%(grids)s)))
            AND grid_id = ANY (%(grids)s))"""
"""By way of the village, which has an index: facts have none on the grid, so that they stay HOT."""


OUTDATED = "EXISTS (SELECT FROM geodata_householdfacts WHERE good_until <= %(on)s)"
TALLIED = "EXISTS (SELECT FROM geodata_tally WHERE day = %(on)s AND version = %(version)s)"
KNOWN = f"SELECT NOT {OUTDATED}, {TALLIED}"


FEW = 300
"""Villages: of more a list in each condition costs more than it spares."""


@dataclass(frozen=True)
class Selection:
    """Which households a question is about: by village, by grid, or single ones (ids)."""

    villages: tuple[int, ...] = ()
    grids: tuple[int, ...] = ()
    households: tuple[int, ...] = ()

    @property
    def only_villages(self) -> bool:
        return bool(self.villages) and not (self.grids or self.households)

    @property
    def within(self) -> list[int] | None:
        """What tables of their own are narrowed to (figures.within): a county's villages, and not all those of a city."""
        return list(self.villages) if self.only_villages and len(self.villages) <= FEW else None

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


def select(
    *, scope: Scope, area: Placed | None, on: dt.date, below: Iterable[Placed] | None = None
) -> Selection:
    """The households of an area that lie in the scope; without an area, all of the scope. One query at most, none where
    the areas below it are known (`below`).

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
    if below is not None:
        return Selection(villages=tuple(one.pk for one in below if one.level == Area.Level.VILLAGE))
    found = Area.objects.on(on).level(Area.Level.VILLAGE).under(area.code).values_list("pk", flat=True)
    return Selection(villages=tuple(found))


@dataclass(frozen=True)
class Question:
    """A day, a window of days up to it, a care category or none, and a selection of households."""

    selection: Selection
    on: dt.date
    window: int = 90
    category: str | None = None
    gone: bool = False
    """Of those that had left on the day, and of nobody else: no figure counts them."""

    @property
    def by_facts(self) -> bool:
        """May it be answered from facts?"""
        return self._known[0]

    @property
    def tallied(self) -> bool:
        """Are there tallies of that day?"""
        return self._known[1]

    @cached_property
    def _known(self) -> tuple[bool, bool]:
        """Asked once a question, unless it is known (`knowing`)."""
        if self.on != periods.today():
            return False, False
        with connection.cursor() as cursor:
            cursor.execute(KNOWN, {"on": self.on, "version": version()})
            by_facts, tallied = cursor.fetchone()
        return by_facts, tallied

    def knowing(self, by_facts: bool, tallied: bool = False) -> "Question":
        """The same question, of which that has been asked along with something else."""
        self.__dict__["_known"] = (by_facts, tallied)
        return self

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            **self.selection.parameters,
            "within": self.selection.within,
            "on": self.on,
            "since": self.on - dt.timedelta(days=self.window - 1),
            "category": self.category,
        }

    def relation(self, *, with_visits: bool) -> str:
        """The WITH clause whose last relation is `state`. Visits in the window cost a join; a list seldom needs it."""
        category = ""
        if self.category:
            category = f""" AND EXISTS (SELECT FROM geodata_carerecord c JOIN geodata_carecategory k
                ON k.id = c.category_id AND k.code = %(category)s
                WHERE c.household_id = h.household_id AND {holds("c.period")})"""
        chosen = f"chosen AS (SELECT h.* FROM {self._source()} h WHERE {self.selection.condition}{category})"
        columns = f"""chosen.household_id, village_id, grid_id, linked, special, exempt, has_point, "interval",
            last_met, counted, {schedule.SQL} AS status"""
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

    @property
    def visits_of_who_left(self) -> str:
        """Village, grid, visits and person-times of the window, of households that have left since."""
        return f"""
            SELECT g.village_id, g.grid_id, count(*), sum(v.person_times)
            FROM (SELECT household_id, village_id, grid_id FROM geodata_placement
                  WHERE {holds("period")} AND {self.selection.condition}) g
            JOIN geodata_occupancyperiod o ON o.household_id = g.household_id AND o.village_id = g.village_id
                AND {holds("o.period")} AND has_left(o.occupancy)
            JOIN geodata_visit v ON v.household_id = g.household_id
                AND v.state = 'valid' AND v.outcome = 'met' AND v.day BETWEEN %(since)s AND %(on)s
            GROUP BY g.village_id, g.grid_id"""

    def _source(self) -> str:
        if self.by_facts and not self.gone:
            return "geodata_householdfacts"
        return f"""household_states(%(on)s, ARRAY(
            SELECT unnest(%(villages)s::bigint[])
            UNION SELECT parent_id FROM geodata_area WHERE id = ANY (%(grids)s)
            UNION SELECT village_id FROM geodata_household WHERE id = ANY (%(households)s)), gone => {self.gone})"""

    def _visits_condition(self) -> str:
        if self.selection.only_villages:
            return "v.village_id = ANY (%(villages)s)"
        return "v.household_id IN (SELECT household_id FROM chosen)"


def facts_hold(on: dt.date) -> bool:
    """May that day be answered from facts? One query on a partial index."""
    return on == periods.today() and not outdated(on).exists()


def places_of(code: str, *, on: dt.date) -> AreaQuerySet:
    """An area and the villages in it, with what a question about it has to know beforehand: whether facts hold."""
    wanted = Q(level=Area.Level.VILLAGE) | Q(code=code)
    return Area.objects.on(on).filter(wanted).annotate(outdated=Exists(outdated(on)))


def by_facts(place: Area, on: dt.date) -> bool:
    """May that day be answered from facts? Of an area that came from `places_of`."""
    return on == periods.today() and not place.outdated  # type: ignore[attr-defined]


def outdated(on: dt.date) -> QuerySet[HouseholdFacts]:
    """Facts that a period has left behind which began or ended until that day."""
    return HouseholdFacts.objects.filter(good_until__lte=on)


def rows(
    question: Question, query: str, extra: dict[str, Any] | None = None, *, with_visits: bool = False
) -> list[tuple[Any, ...]]:
    """Run a SELECT over `state`. Its text is ours; values go in as parameters."""
    with connection.cursor() as cursor:
        cursor.execute(*statement(question, query, extra, with_visits=with_visits))
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def statement(
    question: Question, query: str, extra: dict[str, Any] | None = None, *, with_visits: bool = False
) -> Statement:
    """The same, to be sent along with others (round_trips.py)."""
    text = f"{question.relation(with_visits=with_visits)} {query}"
    return text, {**question.parameters, **(extra or {})}
