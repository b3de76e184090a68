"""What is attacked: a county and its neighbour, five households with marks that occur nowhere else, and who asks.

The households, from near to far for the village's people: `own` (first grid of west, looked after by the contact),
`grid` (the second grid of the same village), `village` (the next village of the township), `town` (the other
township) and `county` (another county).
"""

import datetime as dt
import io
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.gis.geos import Point
from django.db import transaction
from django.test import Client
from django.utils import timezone

from geodata.accounts.models import ApiToken, User
from geodata.contacts.cards import Card
from geodata.contacts.models import Duty
from geodata.contacts.staged import Pairing, PairingLine
from geodata.contacts.steps import LinkStep
from geodata.imports.findings import Change, Entry
from geodata.imports.models import ImportPart, ImportRun
from geodata.imports.problems import Problem
from geodata.imports.report import Report
from geodata.imports.store import packed_report, packed_table
from geodata.imports.table import Table
from geodata.jobs.files import store
from geodata.jobs.models import Job, JobFile
from geodata.people.defaults import load_defaults
from geodata.people.models import CareRecord, Household, Resident
from geodata.periods import today
from geodata.redrawing.drafting import create_plan
from geodata.territory.models import Area
from geodata.visits.held import HeldVisit
from gridmap.sessions import BEGUN, SEEN
from tests import village as v

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


@dataclass
class Caller:
    """Somebody with a session, a bearer token, both or neither."""

    role: str
    user: User | None
    token: str = ""
    session: str = ""

    def sees(self, place: str) -> str:
        return SEES[self.role][PLACES.index(place)]


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
    made = v.county()
    v.area("430381", "例邻县", shape=v.square(6, 0))
    v.area("430381100", "例邻镇", shape=v.square(6, 0))
    v.area("430381100201", "例邻村", shape=v.square(6, 0))
    beyond = v.area("430381100201001", "第一网格", shape=v.square(6, 0))
    grids = dict(zip(PLACES, [*made.grids, beyond], strict=True))
    homes = {place: _home(place, number, grid) for number, (place, grid) in enumerate(grids.items(), 1)}
    callers = _callers(made, homes["own"].row, homes["county"].row)
    holders = {
        "own": callers["village"].user,
        "grid": callers["leader"].user,
        "village": v.officer("village_officer", made.east),
        "town": v.officer("village_officer", made.far),
        "county": v.officer("village_officer", Area.objects.get(code="430381100201")),
    }
    numbers = {
        "account": {place: holder.pk for place, holder in holders.items()},
        "post": {place: Duty.objects.get(user=holder).pk for place, holder in holders.items()},
        "plan": {place: _plan(grid, callers["planner"].user) for place, grid in grids.items()},
        "member": {place: v.member(home.area.parent).pk for place, home in homes.items()},
        "import": {place: _import(homes[place], holders[place]) for place in PLACES},
        "step": {place: _step(home).pk for place, home in homes.items()},
        "proposal": {place: _proposal(home).pk for place, home in homes.items()},
        "token": dict.fromkeys(PLACES, ApiToken.objects.get(user=callers["planner"].user).pk),
    }
    # Of somebody who may know what stands in it.
    workers = holders | {"own": callers["contact"].user, "grid": callers["village"].user}
    kept = {place: _work_of(workers[place], homes[place]) for place in PLACES}
    keys = {
        "job": {place: file.job_id for place, file in kept.items()},
        "file": {place: file.pk for place, file in kept.items()},
        "card": {place: _card(home) for place, home in homes.items()},
        "held": {place: _held(home) for place, home in homes.items()},
    }
    return World(homes, callers, numbers, keys)


def _import(home: Home, by: User) -> int:
    """A checked file of that village's office, with everything in it that would give the household away."""
    words, secrets = " ".join(home.known), " ".join(home.secret)
    problem = Problem(2, "户主姓名", secrets, "", "")
    entry = Entry(2, f"{words} {secrets}", words, (Change("phone", secrets, words),))
    told = Report(
        "households", rows=1, new=1, problems=[problem], created=[entry], altered=[entry], gone=[entry]
    )
    table = Table(["户编号", "户主姓名"], [[words], [secrets]], [2], "CSV")
    run = ImportRun.objects.create(
        user=by,
        area=home.area.parent,
        villages=[home.area.parent_id],
        kind="households",
        state=ImportRun.State.CHECKED,
        name=f"{home.known[1]}.csv",
        size=1,
        digest="0" * 64,
        rows=1,
        recognised={"format": "CSV", "sheet": "", "headings": table.headings, "notes": [secrets]},
        mapping={"户编号": "household_no", "户主姓名": "head_name"},
        counts={"problems": 1, "open": 0, "new": 1, "changed": 0},
        uploaded_at=timezone.now(),
    )
    ImportPart.objects.create(run=run, what="table", content=packed_table(table))
    ImportPart.objects.create(run=run, what="report", content=packed_report(told))
    return run.pk


def _work_of(who: User, home: Home) -> JobFile:
    """A job about that household and the file that it made."""
    now = timezone.now()
    job = Job.objects.create(kind="trial.none", by=who, about=" ".join(home.secret[:2]), created=now)
    told = io.BytesIO(" ".join(home.secret).encode())
    return store(owner=who, name="a.csv", content_type="text/csv", file=told, at=now, job=job)


def _card(home: Home) -> str:
    """The token of a card of the household."""
    return Card.objects.create(
        kind=Card.Kind.POLICY, household=home.row, village_id=home.row.village_id, printed_on=today()
    ).token


def _held(home: Home) -> uuid.UUID:
    """A visit that waits in the inbox of the household's village, with a note that is as secret as any."""
    return HeldVisit.objects.create(
        client_id=uuid.uuid4(),
        body_hash="0" * 64,
        maker=v.user(),
        village_id=home.row.village_id,
        token=home.row.token,
        day=today(),
        mode="door",
        outcome="met",
        note=home.secret[3],
        why=HeldVisit.Why.RIGHT,
        received_at=timezone.now(),
    ).client_id


def _proposal(home: Home) -> Pairing:
    """A staged proposal that leaves the household without anybody."""
    made = Pairing.objects.create(area=home.area, villages=[home.row.village_id], on=today())
    PairingLine.objects.create(
        pairing=made, household=home.row, village_id=home.row.village_id, reason="no_member"
    )
    return made


def _step(home: Home) -> LinkStep:
    """A step that gave the household to somebody and was forgotten."""
    return LinkStep.objects.create(
        kind=LinkStep.Kind.ASSIGNED, villages=[home.row.village_id], on=today(), households=1
    )


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


def _plan(grid: Area, by: User | None) -> int:
    """A draft for the grid's village."""
    assert by is not None
    assert grid.parent is not None
    made = create_plan(name="例方案", villages=[grid.parent], by=by, at=timezone.now(), today=today())
    return made.number


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
    callers = {role: _signed_in(role, user) for role, user in users.items()}
    # Both were signed in and held a token while they still had their posts.
    yesterday = today() - dt.timedelta(days=1)
    Duty.objects.filter(user=users["ended"]).update(period=(v.LONG_AGO, yesterday))
    User.objects.filter(pk=users["deactivated"].pk).update(is_active=False)
    return callers


def _twofold(village: Area, elsewhere: Household) -> User:
    """An officer of the village who also looks after one household far away."""
    member = v.member(village)
    v.link(member, elsewhere)
    Duty.objects.create(user=member.user, kind="village_officer", area=village, period=(v.LONG_AGO, None))
    return member.user


def _signed_in(role: str, user: User | None) -> Caller:
    if user is None:
        return Caller(role, None)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    # Seen in an hour: no request has to note it, which would be taken back and noted again by the next.
    session[BEGUN] = session[SEEN] = int(time.time()) + 3600
    session.save()
    return Caller(role, user, ApiToken.issue(user=user, at=timezone.now()), session.session_key or "")
