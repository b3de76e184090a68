"""The visit ledger (走访台账): every visit of a scope by day, and its four figures, which are always told apart."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from geodata.accounts.models import User
from geodata.people.models import Placement
from geodata.periods import covers
from geodata.territory.models import Area
from geodata.territory.scope import Scope
from geodata.visits.models import Visit, VisitQuerySet

Key = tuple[dt.date, int]
"""(day, id) of the visit with which a page ended."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Visits from one day to another in an area (or in all of the scope). `by`: only those that this user went on."""

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

    def visits(self) -> VisitQuerySet:
        found = Visit.objects.filter(self._inside(), day__range=(self.first, self.last))
        if not self.voided:
            found = found.valid()
        if self.outcome:
            found = found.filter(outcome=self.outcome)
        if self.mode:
            found = found.filter(mode=self.mode)
        if self.noted:
            found = found.exclude(note="")
        if self.by is not None:
            found = found.filter(visitors__user=self.by)
        return found

    def page(self, *, after: Key | None = None, limit: int = 100) -> list[Visit]:
        """The next visits, the latest first, with what a line needs. Two queries."""
        found = self.visits()
        if after is not None:
            found = found.filter(Q(day__lt=after[0]) | Q(day=after[0], pk__lt=after[1]))
        whole = found.select_related("household__village", "household__grid", "entered_by")
        return list(whole.prefetch_related("visitors__user").order_by("-day", "-pk")[:limit])

    def figures(self) -> "Figures":
        """Of those at which somebody was met. One query."""
        counted = self.visits().met().order_by()
        told = counted.aggregate(
            visits=Count("pk"), person_times=Sum("person_times"), households=Count("household", distinct=True)
        )
        return Figures(self.visits().count(), told["visits"], told["person_times"] or 0, told["households"])

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
