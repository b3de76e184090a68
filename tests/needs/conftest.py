"""A county with defaults, and whoever has to do with the needs of its west village."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.base.scope import Scope
from geodata.contacts.rights import scope_of
from geodata.needs.models import Need
from geodata.needs.recording import NeedReport, record_need
from geodata.people.models import Household
from geodata.posts.departments import Department
from geodata.posts.models import Post
from tests import village as v
from tests.roles import owner


@dataclass
class Desk:
    """Somebody with a post or links, and what he or she may see today."""

    by: User
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        self.scope = scope_of(self.by, on=today())

    def told(self, home: Household | None = None, **said: Any) -> NeedReport:
        values: dict[str, Any] = {"kind": "problem", "category": "water", "raised_on": today()} | said
        return NeedReport(client_id=uuid.uuid4(), household=home.token if home else "", **values)

    def records(self, home: Household | None = None, *, at: dt.datetime = v.NOON, **said: Any) -> Need:
        report = said.pop("report", None) or self.told(home, **said)
        need, _new = record_need(report=report, by=self.by, scope=self.scope, at=at, today=today())
        return need

    def does(self, verb: Any, need: Need, *, at: dt.datetime = v.NOON, **told: Any) -> Any:
        return verb(need=need, by=self.by, scope=self.scope, at=at, **told)


@dataclass
class People:
    contact: Desk
    neighbour: Desk
    leader: Desk
    village: Desk
    large: Desk
    township: Desk
    county: Desk
    planner: Desk
    auditor: Desk
    water: Desk


@owner()
def office_of_water(places: v.County) -> tuple[Department, User]:
    found, _new = Department.objects.get_or_create(
        code="water",
        area=places.county,
        defaults={"name": "例水利局", "name_en": "Water", "period": (None, None)},
    )
    who = v.user()
    Post.objects.create(
        user=who, kind="department_officer", area=places.county, department=found, period=(v.LONG_AGO, None)
    )
    return found, who


@pytest.fixture
def water(places) -> Department:
    return office_of_water(places)[0]


@pytest.fixture
def people(places) -> People:
    contact, neighbour = v.member(places.west), v.member(places.west)
    with owner():
        places.homes[0].links.all().delete()
    v.link(contact, places.homes[0])
    v.link(neighbour, places.homes[1])
    return People(
        contact=Desk(contact.user),
        neighbour=Desk(neighbour.user),
        leader=Desk(v.officer("small_leader", places.grids[0])),
        village=Desk(v.officer("village_officer", places.west)),
        large=Desk(v.officer("large_leader", places.town)),
        township=Desk(v.officer("township_officer", places.town)),
        county=Desk(v.officer("county_officer", places.county)),
        planner=Desk(v.officer("planner", places.county)),
        auditor=Desk(v.officer("auditor", None)),
        water=Desk(office_of_water(places)[1]),
    )


@pytest.fixture
def home(places) -> Household:
    return places.homes[0]


@pytest.fixture
def need(people, home) -> Need:
    return people.contact.records(home, text="例井干了")
