"""A county with somebody of each post, and households that farm."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from geodata.base import rls
from geodata.base.periods import today
from geodata.contacts.rights import scope_of
from geodata.industry.keeping import Keeper
from geodata.people.models import Livelihood
from tests import village as v
from tests.roles import owner


def keeper(user: Any) -> Keeper:
    """With what he or she may see today, the second line too."""
    scope = scope_of(user, on=today())
    rls.show(scope, to=user, on=today())
    return Keeper(user, scope, v.NOON, today())


@dataclass
class Office:
    """Logins by their post: each is in force from when it is asked for."""

    places: Any

    @property
    def village(self) -> Keeper:
        return keeper(v.officer("village_officer", self.places.west))

    @property
    def township(self) -> Keeper:
        return keeper(v.officer("township_officer", self.places.town))

    @property
    def county(self) -> Keeper:
        return keeper(v.officer("county_officer", self.places.county))

    @property
    def planner(self) -> Keeper:
        return keeper(v.officer("planner", self.places.county))


@pytest.fixture
def office(places) -> Office:
    return Office(places)


@owner()
def farms(household: Any, *, kind: str = "crop", scale: int | None = 3) -> None:
    unit = "" if scale is None else "亩"
    told = None if scale is None else Decimal(scale)
    Livelihood.objects.create(
        household=household, village_id=household.village_id, kind=kind, what="例水稻", scale=told, unit=unit
    )
