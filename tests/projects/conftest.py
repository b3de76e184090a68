"""A county with needs, a township, a department, and what they build together."""

import datetime as dt
from typing import Any

import pytest

from geodata.base.periods import today
from geodata.needs import moving as needs
from geodata.needs.models import Need
from geodata.projects import joining
from geodata.projects.models import LivelihoodProject
from geodata.projects.moving import move_on
from geodata.projects.proposing import Plan, propose
from tests import village as v
from tests.needs.conftest import Desk, People, home, need, people, water

__all__ = ["Desk", "People", "home", "need", "people", "water"]
DAYS = dt.timedelta(days=20)


def plan(places: v.County, **said: Any) -> Plan:
    values = {
        "title": "例饮水工程",
        "category": "water",
        "area": places.west.code,
        "begin_on": today() - DAYS,
        "due_on": today() + DAYS,
    } | said
    return Plan(**values)


def proposed(desk: Desk, places: v.County, *, at: dt.datetime = v.NOON, **said: Any) -> LivelihoodProject:
    return propose(plan=plan(places, **said), by=desk.by, scope=desk.scope, at=at)


def moves(
    desk: Desk, project: LivelihoodProject, *steps: str, at: dt.datetime = v.NOON, **told: Any
) -> LivelihoodProject:
    for move in steps:
        project = move_on(move, project=project, by=desk.by, scope=desk.scope, at=at, **told)
    return project


def joins(desk: Desk, project: LivelihoodProject, *found: Need, at: dt.datetime = v.NOON) -> int:
    numbers = [one.number for one in found]
    return joining.join_needs(project=project, numbers=numbers, by=desk.by, scope=desk.scope, at=at)


@pytest.fixture
def accepted(people, need) -> Need:
    """A need that the village has taken in hand."""
    return people.village.does(needs.accept, need)


@pytest.fixture
def project(people, places) -> LivelihoodProject:
    return proposed(people.township, places)
