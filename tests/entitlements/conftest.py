"""A policy that holds for a household on squared paper, and whoever has to do with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.base.scope import Scope
from geodata.contacts.rights import scope_of
from geodata.entitlements.models import Entitlement
from geodata.entitlements.moving import Told, move_entitlement
from geodata.people.models import Household
from geodata.policies.matching import match_villages
from geodata.policies.models import PolicyVersion
from geodata.posts.models import Post
from tests import village as v
from tests.policies.conftest import policy, question, version
from tests.roles import owner

__all__ = ["policy", "question", "version"]


@dataclass
class Desk:
    """Somebody with a post or links, and what he or she may see today."""

    by: User
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        self.scope = scope_of(self.by, on=today())

    def moves(self, thing: Entitlement, move: str, *, seen: int | None = None, **told: Any) -> Entitlement:
        return move_entitlement(
            key=thing.pk, move=move, told=Told(**told), by=self.by, scope=self.scope, at=timezone.now(), today=today(),
            version=seen,
        )  # fmt: skip

    def does(self, verb: Callable[..., Any], **told: Any) -> Any:
        return verb(by=self.by, scope=self.scope, at=timezone.now(), **told)


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
    civil_affairs: Desk
    water: Desk


@owner()
def officer_of(places: v.County, code: str) -> User:
    who = v.user()
    Post.objects.create(
        user=who, kind="department_officer", area=places.county, department=v.department(places.county, code),
        period=(v.LONG_AGO, None),
    )  # fmt: skip
    return who


@pytest.fixture
def people(places: v.County) -> People:
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
        civil_affairs=Desk(officer_of(places, "civil_affairs")),
        water=Desk(officer_of(places, "water")),
    )


@pytest.fixture
def home(places: v.County) -> Household:
    return places.homes[0]


@pytest.fixture
def coal(places: v.County) -> PolicyVersion:
    """In force for whoever is poor: homes[0] and homes[2]."""
    return version(policy(places, "coal"), {"care": "low_income"})


@owner()
def match(places: v.County) -> None:
    match_villages([places.west.pk, places.east.pk, places.far.pk], on=today())


@pytest.fixture
def entitlement(places: v.County, coal: PolicyVersion, home: Household) -> Entitlement:
    """What the rule says of homes[0]."""
    match(places)
    return Entitlement.objects.get(household=home)


def bring(thing: Entitlement, people: People, state: str) -> Entitlement:
    """On the usual way, as the county's officer says it."""
    way = {
        "confirmed": "confirm", "informed": "inform", "applying": "apply", "submitted": "submit", "granted": "grant",
        "paid": "pay",
    }  # fmt: skip
    for after, move in way.items():
        if thing.state == state:
            break
        told = {"via": "self"} if move == "apply" else {}
        thing = people.county.moves(thing, move, **told)
        assert thing.state == after
    return thing
