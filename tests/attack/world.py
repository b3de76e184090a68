"""What is attacked: a county and its neighbour, five households with marks that occur nowhere else, and who asks.

The households, from near to far for the village's people: `own` (first grid of west, looked after by the contact),
`grid` (the second grid of the same village), `village` (the next village of the township), `town` (the other
township) and `county` (another county).
"""

import datetime as dt
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction
from django.test import Client
from django.utils import timezone

from geodata.accounts.models import ApiToken, User
from geodata.base.manifest import modules
from geodata.base.periods import today
from geodata.people.models import CareRecord, Household, Resident
from geodata.posts.models import Post
from geodata.territory.models import Area
from gridmap.sessions import BEGUN, SEEN
from tests import village as v
from tests.defaults import load_defaults

PLACES = ("own", "grid", "village", "town", "county")

SEES = {
    "county": "DDDD-",
    "township": "DDD--",
    "village": "DD---",
    "leader": "D----",
    "contact": "D----",
    "twofold": "DD--D",
    "planner": "MMMM-",
    "auditor": "-----",
    "admin": "-----",
    "anonymous": "-----",
    "ended": "-----",
    "deactivated": "-----",
}
"""What each sees of each household: details, a masked line, or nothing. Written down here, not asked of the code."""


@dataclass(frozen=True)
class Home:
    """A household and what would give it away."""

    place: str
    row: Household
    area: Area
    known: tuple[str, ...]
    """What a masked line shows as well: token, number, villager group."""
    secret: tuple[str, ...]
    """What only details show: name, phone, address, point, resident, note."""
    people: dict[str, User] = field(default_factory=dict)
    """The officer of its village (`holder`), a planner (`planner`), and somebody who knows it and has work done (`worker`)."""


@dataclass
class Caller:
    """Somebody with a session, a bearer token, both or neither."""

    role: str
    user: User | None
    token: str = ""
    session: str = ""

    def sees(self, place: str) -> str:
        return SEES[self.role][PLACES.index(place)]

    def edges(self) -> list[str]:
        """The nearest and the farthest place of each kind of sight. What lies between is decided by the same grant: it
        answers as they do, at half of the price of the whole matrix.
        """
        sight = SEES[self.role]
        ends = {end for kind in sight for end in (sight.index(kind), sight.rindex(kind))}
        return [place for number, place in enumerate(PLACES) if number in ends]


@dataclass
class World:
    homes: dict[str, Home]
    callers: dict[str, Caller]
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    """By what a number in an address counts ("account", "post", "plan"), the one of each place."""
    keys: dict[str, dict[str, uuid.UUID | str]] = field(default_factory=dict)
    """The same for what is named by a long key ("job", "file", "card")."""


@contextmanager
def one_transaction() -> Iterator[None]:
    """What happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build() -> World:
    load_defaults()
    places = v.county()
    v.area("430381", "例邻县", shape=v.square(6, 0))
    v.area("430381100", "例邻镇", shape=v.square(6, 0))
    v.area("430381100201", "例邻村", shape=v.square(6, 0))
    beyond = v.area("430381100201001", "第一网格", shape=v.square(6, 0))
    grids = dict(zip(PLACES, [*places.grids, beyond], strict=True))
    homes = {place: _home(place, number, grid) for number, (place, grid) in enumerate(grids.items(), 1)}
    callers = _callers(places, homes["own"].row, homes["county"].row)
    holders = {
        "own": callers["village"].user,
        "grid": callers["leader"].user,
        "village": v.officer("village_officer", places.east),
        "town": v.officer("village_officer", places.far),
        "county": v.officer("village_officer", Area.objects.get(code="430381100201")),
    }
    # Of somebody who may know what stands in it.
    workers = holders | {"own": callers["contact"].user, "grid": callers["village"].user}
    for place, home in homes.items():
        home.people.update(holder=holders[place], planner=callers["planner"].user, worker=workers[place])
    numbers: dict[str, dict[str, Any]] = {}
    keys: dict[str, dict[str, Any]] = {}
    for found in modules("tests.attack.examples.{}"):
        for kind, make in found.MADE.items():
            of_kind = numbers if kind in found.NUMBERS.values() else keys
            of_kind[kind] = {place: make(homes[place]) for place in PLACES}
    return World(homes, callers, numbers, keys)


def _home(place: str, number: int, grid: Area) -> Home:
    mark = f"MARK{number}X"
    shift = round(0.001 * number + 0.000137, 6)
    at = Point(
        round(112.50 + 0.01 * (6 if place == "county" else number - 1) + shift, 6), 27.901173, srid=4326
    )
    row = v.household(grid, at, phones=[f"1000000{number}{number}{number}{number}"])
    # What it was called before stands among the former rows, and is as secret.
    Household.objects.filter(pk=row.pk).update(head_name=f"例OLD{mark}", address=f"例FORMER{mark}")
    Household.objects.filter(pk=row.pk).update(
        number=f"NUMBER{mark}", head_name=f"例NAME{mark}", address=f"例ADDRESS{mark}", group=f"例GROUP{mark}"
    )
    row.refresh_from_db()
    record = v.care(row, "low_income")
    who = Resident.objects.create(household=row, village_id=row.village_id, name=f"例RESIDENT{mark}")
    CareRecord.objects.filter(pk=record.pk).update(resident=who)
    v.visit(row, today() - dt.timedelta(days=40), by=v.user(), note=f"NOTE{mark}")
    secret = (
        f"NAME{mark}", f"ADDRESS{mark}", f"RESIDENT{mark}", f"NOTE{mark}",
        row.phones[0], f"{at.x:.6f}", row.phones[0][-6:], f"OLD{mark}", f"FORMER{mark}",
    )  # fmt: skip
    return Home(place, row, grid, (row.token, f"NUMBER{mark}", f"GROUP{mark}"), secret)


def _callers(made: v.County, own: Household, elsewhere: Household) -> dict[str, Caller]:
    member = v.member(made.west)
    v.link(member, own)
    users = {
        "county": v.officer("county_officer", made.county),
        "township": v.officer("township_officer", made.town),
        "village": v.officer("village_officer", made.west),
        "leader": v.officer("small_leader", made.grids[0]),
        "contact": member.user,
        "twofold": _twofold(made.west, elsewhere),
        "planner": v.officer("planner", made.county),
        "auditor": v.officer("auditor", None),
        "admin": v.officer("administrator", None),
        "anonymous": None,
        "ended": v.officer("county_officer", made.county),
        "deactivated": v.officer("county_officer", made.county),
    }
    callers = {role: signed_in(role, user) for role, user in users.items()}
    # Both were signed in and held a token while they still had their posts.
    yesterday = today() - dt.timedelta(days=1)
    Post.objects.filter(user=users["ended"]).update(period=(v.LONG_AGO, yesterday))
    User.objects.filter(pk=users["deactivated"].pk).update(is_active=False)
    return callers


def _twofold(village: Area, elsewhere: Household) -> User:
    """An officer of the village who also looks after one household far away."""
    member = v.member(village)
    v.link(member, elsewhere)
    Post.objects.create(user=member.user, kind="village_officer", area=village, period=(v.LONG_AGO, None))
    return member.user


def signed_in(role: str, user: User | None) -> Caller:
    if user is None:
        return Caller(role, None)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    # Seen in an hour: no request has to note it, which would be taken back and noted again by the next.
    session[BEGUN] = session[SEEN] = int(time.time()) + 3600
    session.save()
    return Caller(role, user, ApiToken.issue(user=user, at=timezone.now()), session.session_key or "")
