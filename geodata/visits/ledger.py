"""The visit ledger (走访台账): every visit of a scope by day, and its four figures, which are always told apart."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Sum

from geodata.accounts.models import User
from geodata.base import periods
from geodata.base.periods import covers
from geodata.base.scope import Scope
from geodata.people.models import Placement
from geodata.people.placing import not_left
from geodata.territory.models import Area
from geodata.visits.models import Visit, VisitKey, Visitor, VisitQuerySet

LINE = (
    "day", "pk", "household__village__name", "household__grid__name", "household__number", "household__head_name",
    "mode", "outcome", "names", "person_times", "brought", "note", "entered_by__name", "entered_at", "state",
    "void_reason",
)  # fmt: skip
"""Where each field of a Line stands."""


class Line(NamedTuple):
    """A visit as a file tells it. `visitors`: the names of all who went."""

    day: dt.date
    pk: int
    village: str
    grid: str | None
    number: str
    head_name: str
    mode: str
    outcome: str
    visitors: list[str]
    person_times: int
    brought: list[str]
    note: str
    entered_by: str
    entered_at: dt.datetime
    state: str
    void_reason: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Visits from one day to another in an area (or in all of the scope). `by`: only those that this user went on.

    Raises BadInput for a last day to come: so many households would be its, and nobody can have been there.
    """

    scope: Scope
    area: Area | None
    first: dt.date
    last: dt.date
    outcome: str = ""
    mode: str = ""
    by: User | None = None
    voided: bool = False
    """Voided visits and former versions too, which no figure counts."""
    noted: bool = False
    """Only those at which a need or something else was written down."""

    def __post_init__(self) -> None:
        periods.check_past(self.last, field="last")

    @property
    def counts_all(self) -> bool:
        """Are its figures those of all visits of these days at which somebody was met?"""
        every = self.outcome in ("", Visit.Outcome.MET)
        return every and not (self.mode or self.noted or self.by is not None)

    def visits(self) -> VisitQuerySet:
        rows = Visit.objects.filter(self._inside(), day__range=(self.first, self.last))
        if not self.voided:
            rows = rows.valid()
        if self.outcome:
            rows = rows.filter(outcome=self.outcome)
        if self.mode:
            rows = rows.filter(mode=self.mode)
        if self.noted:
            rows = rows.exclude(note="")
        if self.by is not None:
            rows = rows.filter(visitors__user=self.by)
        return rows

    def page(
        self, *, after: VisitKey | None = None, limit: int = 100, earliest_first: bool = False
    ) -> list[Visit]:
        """The next visits, the latest first unless the earliest are, with what a line needs. Two queries."""
        visits = self.visits()
        rest = visits.following(after) if earliest_first else visits.before(after)
        rows = rest.select_related("household__village", "household__grid", "entered_by")
        return list(rows.prefetch_related("visitors__user")[:limit])

    def lines(self, *, after: VisitKey | None = None, limit: int = 100) -> "list[Line]":
        """The next visits, the latest first, for a file: values and no rows of tables, which cost three times as much. Two queries."""
        went = Visitor.objects.filter(visit=OuterRef("pk")).order_by("pk").values("user__name")
        rows = self.visits().before(after).annotate(names=ArraySubquery(went))
        return [Line(*row) for row in rows.values_list(*LINE)[:limit]]

    def figures(self) -> "Figures":
        """Of those at which somebody was met; households that had left by the last day are no part of what is covered. One query."""
        counted = self.visits().met().order_by()
        sums = counted.aggregate(
            visits=Count("pk"),
            person_times=Sum("person_times"),
            households=Count("household", distinct=True, filter=Q(not_left(self.last))),
        )
        return Figures(self.visits().count(), sums["visits"], sums["person_times"] or 0, sums["households"])

    def _inside(self) -> Q:
        """The area's households of the last day; without an area the scope's own."""
        if self.area is None:
            inside = Q(village__in=self.scope.villages)
            inside |= Q(household__grid__in=self.scope.grids) if self.scope.grids else Q()
            return inside | (Q(household__in=self.scope.households) if self.scope.households else Q())
        if self.area.level == Area.Level.GRID:
            placed = Placement.objects.filter(covers(self.last), grid=self.area)
            return Q(household__in=placed.values("household"))
        if self.area.level == Area.Level.VILLAGE:
            return Q(village=self.area)
        below = Area.objects.on(self.last).level(Area.Level.VILLAGE).under(self.area.code)
        return Q(village__in=list(below.values_list("pk", flat=True)))


@dataclass(frozen=True, slots=True)
class Figures:
    """Lines of the list; of the met ones the visits, person-times and households."""

    lines: int
    visits: int
    person_times: int
    households: int
