"""A meeting on squared paper: two villages of a township, who holds their meetings, and something that waits."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.base.scope import Scope
from geodata.contacts.rights import scope_of
from geodata.meetings.deciding import Said, decide
from geodata.meetings.holding import freeze_next
from geodata.meetings.models import AgendaItem, Meeting
from geodata.needs.defaults import load_missing_need_defaults
from geodata.needs.models import Need
from geodata.needs.moving import accept, settle
from geodata.needs.recording import NeedReport, record_need
from tests import village as v
from tests.roles import owner


@dataclass
class Desk:
    """Somebody with a post, and what he or she may see today."""

    by: User
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        self.scope = scope_of(self.by, on=today())

    @property
    def told(self) -> dict[str, Any]:
        return {"by": self.by, "scope": self.scope, "at": timezone.now()}

    def freezes(self, code: str) -> Meeting:
        return freeze_next(area=code, **self.told)

    def decides(self, meeting: Meeting, item: AgendaItem | int, outcome: str, **said: Any) -> AgendaItem:
        number = item if isinstance(item, int) else item.number
        return decide(meeting=meeting, number=number, said=Said(outcome=outcome, **said), **self.told)

    def records(self, home: Any, **said: Any) -> Need:
        values = {
            "kind": "problem",
            "category": "water",
            "urgency": 1,
            "title": "例缺水",
            "text": "例井水不足",
        } | said
        report = NeedReport(client_id=uuid.uuid4(), household=home.token, raised_on=today(), **values)
        return record_need(report=report, today=today(), **self.told)[0]


@dataclass
class People:
    leader: Desk
    village: Desk
    other: Desk
    large: Desk
    township: Desk
    county: Desk


@pytest.fixture
def people(places) -> People:
    with owner():
        load_missing_need_defaults()
    return People(
        leader=Desk(v.officer("small_leader", places.grids[0])),
        village=Desk(v.officer("village_officer", places.west)),
        other=Desk(v.officer("village_officer", places.east)),
        large=Desk(v.officer("large_leader", places.town)),
        township=Desk(v.officer("township_officer", places.town)),
        county=Desk(v.officer("county_officer", places.county)),
    )


@pytest.fixture
def need(people, places) -> Need:
    return people.leader.records(places.homes[0])


def line_of(meeting: Meeting, source: str) -> AgendaItem:
    return meeting.items.filter(source=source).first()


def settles(desk: Desk, need: Need) -> None:
    if need.state == "new":
        need = accept(need=need, **desk.told)
    settle(need=need, result="例已办好", **desk.told)


def in_days(days: int) -> dt.date:
    return today() + dt.timedelta(days=days)
