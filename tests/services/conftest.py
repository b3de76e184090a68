"""A county with services and teams, and whoever has to do with the orders of its west village."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import pytest

from geodata.accounts.models import User
from geodata.base import rls
from geodata.base.periods import since, today
from geodata.base.scope import Scope
from geodata.contacts.rights import scope_of
from geodata.people.models import Household
from geodata.services import moving
from geodata.services.models import ServiceItem, ServiceOrder, Team, TeamMember
from geodata.services.ordering import OrderReport, order_service
from geodata.territory.models import Area
from tests import village as v
from tests.roles import owner


@dataclass
class Desk:
    """Somebody with a post, links or a team, and what he or she may see today."""

    by: User
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        self.scope = scope_of(self.by, on=today())

    def told(self, home: Household | None = None, **said: Any) -> OrderReport:
        values: dict[str, Any] = {"item": "market_ride"} | said
        return OrderReport(client_id=uuid.uuid4(), household=home.token if home else "", **values)

    def orders(self, home: Household | None = None, *, at: dt.datetime = v.NOON, **said: Any) -> ServiceOrder:
        report = said.pop("report", None) or self.told(home, **said)
        return order_service(report=report, by=self.by, scope=self.scope, at=at, today=today())[0]

    def does(self, verb: Any, order: ServiceOrder, *, at: dt.datetime = v.NOON, **told: Any) -> ServiceOrder:
        made: ServiceOrder = verb(order=order, by=self.by, scope=self.scope, at=at, **told)
        return made

    def sees(self) -> None:
        """The second line too."""
        rls.show(self.scope, to=self.by, on=today())


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
    driver: Desk


@owner()
def a_team(
    area: Area, *users: User, kind: str = "micro", name: str = "例车队", of: str = "transport"
) -> Team:
    team = Team.objects.create(name=name, kind=kind, field=of, area=area, period=since(v.LONG_AGO))
    TeamMember.objects.bulk_create(
        TeamMember(team=team, user=user, period=since(v.LONG_AGO)) for user in users
    )
    return team


@owner()
def items(places: v.County, given: Iterable[tuple[str, str]]) -> None:
    ServiceItem.objects.bulk_create(
        ServiceItem(
            code=code, name="例服务", name_en=code, area=places.county, field=of, window="village", period=since(None)
        )
        for code, of in given
    )  # fmt: skip


@pytest.fixture
def driver() -> User:
    return v.user("例司机")


@pytest.fixture
def team(places, driver) -> Team:
    return a_team(places.west, driver)


@pytest.fixture
def people(places, driver, team) -> People:
    items(places, (("market_ride", "transport"), ("legal_advice", "law")))
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
        driver=Desk(driver),
    )


@pytest.fixture
def home(places) -> Household:
    return places.homes[0]


@pytest.fixture
def order(people, home) -> ServiceOrder:
    return people.contact.orders(home, text="例去赶集")


@pytest.fixture
def offered(people, order, team) -> ServiceOrder:
    return people.village.does(moving.dispatch, order, teams=[team.pk])


def fresh(order: ServiceOrder) -> ServiceOrder:
    return ServiceOrder.objects.get(pk=order.pk)
