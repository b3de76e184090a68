"""Of what a need is recorded: a household that is found by what somebody remembers of it, or a village or grid."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms

from geodata.base.errors import NotFound
from geodata.base.scope import Right, Scope
from geodata.needs.parts import held_at
from geodata.needs.words import Part
from geodata.people.access import find_household
from geodata.people.finding import find_households
from geodata.people.models import Household
from geodata.people.ordering import by_number
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.filters import Filters

OFFERED = 30
"""Households that a search offers."""


class PlaceFilters(Filters):
    q = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class Place:
    """A household, or else a village or grid (`area`) in its village."""

    village: Area
    area: Area | None = None
    home: Household | None = None

    @property
    def asks_point(self) -> bool:
        """Of a village it has to be said where."""
        return self.area is not None and self.area.level == Area.Level.VILLAGE

    def parts(self, scope: Scope) -> frozenset[Part]:
        grid = self.home.grid_id if self.home else self.area.pk if self.area and not self.asks_point else None
        household = self.home.pk if self.home else None
        return held_at(scope, village=self.village.pk, grid=grid, household=household)


def place_of(request: ScopedRequest, given: Any, *, on: dt.date) -> Place | None:
    """Of the address or of what was sent. None where it says nothing; NotFound for what is not the reader's."""
    scope = request.scope.to(Right.NEED)
    if token := given.get("household"):
        home = find_household(token, scope=request.scope, right=Right.NEED)
        return Place(home.village, home=home)
    if not (code := given.get("place")):
        return None
    places = Area.objects.on(on).within(scope).filter(level__in=[Area.Level.VILLAGE, Area.Level.GRID])
    area = places.select_related("parent").filter(code=code).first()
    if area is None:
        raise NotFound(code, field="place", value=code)
    village = area if area.level == Area.Level.VILLAGE else area.parent
    assert village is not None
    return Place(village, area=area)


def choosing(request: ScopedRequest, *, on: dt.date) -> dict[str, Any]:
    """What the page offers before there is a place: areas to narrow it down, and households that answer. Four queries at most."""
    scope, filters = request.scope.to(Right.NEED), PlaceFilters(request.GET)
    told = filters.told()
    filters.pick(told["area"], scope, on=on)
    chosen = Area.objects.on(on).within(scope).filter(code=told["area"]).first() if told["area"] else None
    homes = find_households(told["q"], scope=scope) if told["q"] else _own(scope)
    if chosen is not None:
        at_grid = chosen.level == Area.Level.GRID
        homes = homes.filter(grid=chosen) if at_grid else homes.filter(village__code__startswith=chosen.code)
    rows = list(homes.select_related("village", "grid").order_by("village", by_number())[: OFFERED + 1])
    return {
        "filters": filters,
        "asked": told["q"],
        "homes": rows[:OFFERED],
        "more": len(rows) > OFFERED,
        "chosen": chosen if chosen and chosen.level in (Area.Level.VILLAGE, Area.Level.GRID) else None,
    }


def _own(scope: Scope) -> Any:
    """Before anything was looked for: those that one looks after oneself."""
    return Household.objects.within(scope).filter(pk__in=scope.households)
