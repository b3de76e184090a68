"""A county with defaults, and somebody of its west village who decides."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.base.scope import Grant, Right, Scope
from geodata.people.models import Household
from geodata.register.models import RegisterChange
from geodata.register.proposing import Proposal, propose
from tests import village as v


@dataclass
class Desk:
    """Changes made with every right in the village; `propose` leaves one waiting."""

    by: User
    scope: Scope
    day: dt.date

    def asked(self, kind: str, home: Household | None = None, *, area: str = "", **payload: Any) -> Proposal:
        token = home.token if home else ""
        return Proposal(uuid.uuid4(), kind, self.day, household=token, area=area, payload=payload)

    def done(
        self, kind: str, home: Household | None = None, *, area: str = "", **payload: Any
    ) -> RegisterChange:
        proposal = self.asked(kind, home, area=area, **payload)
        change, _new = propose(proposal=proposal, by=self.by, scope=self.scope, at=v.NOON, today=self.day)
        assert change.state == "confirmed"
        return change

    def beside(self, *homes: Household) -> "Desk":
        """With every right in the villages of these, too."""
        villages = self.scope.villages | {home.village_id for home in homes}
        return Desk(self.by, Scope((Grant(frozenset(Right), villages=villages),)), self.day)

    def on(self, day: dt.date) -> "Desk":
        return Desk(self.by, self.scope, day)


@pytest.fixture
def desk(places) -> Desk:
    who = v.officer("village_officer", places.west)
    return Desk(who, v.every_right(places.homes[0]), today())


@pytest.fixture
def home(places) -> Household:
    """Special, linked, met three days ago."""
    return places.homes[0]


@pytest.fixture
def neighbour(places) -> Household:
    """Of the other grid of the village: nothing but a visit long ago."""
    return places.homes[1]


@pytest.fixture
def fresh() -> Callable[[Household], Household]:
    return lambda home: Household.objects.get(pk=home.pk)
