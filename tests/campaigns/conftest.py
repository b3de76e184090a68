"""A roll-call on squared paper: two villages of a county, and whoever has to do with it."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from geodata.accounts.models import User
from geodata.base.periods import today
from geodata.base.scope import Scope
from geodata.campaigns.models import Campaign, CampaignResult
from geodata.campaigns.opening import Asked, draft_campaign, open_campaign
from geodata.campaigns.results import ResultReport, record_result
from geodata.contacts.rights import scope_of
from geodata.needs.defaults import load_missing_need_defaults
from geodata.people.models import Household
from tests import village as v
from tests.roles import owner

EVERYBODY = {"occupancy": ["lived_in", "seasonal", "empty"]}
LINES = [
    {"code": "heating", "label": "例取暖正常", "bad": False},
    {"code": "water", "label": "例缺水", "bad": True},
]


@dataclass
class Desk:
    """Somebody with a post or links, and what he or she may see today."""

    by: User
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        self.scope = scope_of(self.by, on=today())

    @property
    def told(self) -> dict[str, Any]:
        return {"by": self.by, "scope": self.scope}

    def calls(self, area: str, *, at: dt.datetime, **asked: Any) -> Campaign:
        values: dict[str, Any] = {
            "title": "例寒潮", "reason": "cold", "filter": EVERYBODY, "checklist": LINES, "due_at": at + dt.timedelta(hours=24),
        } | asked  # fmt: skip
        draft = draft_campaign(asked=Asked(area=area, **values), at=at, **self.told)
        return open_campaign(campaign=draft, at=at, **self.told).campaign

    def tells(
        self, campaign: Campaign, home: Household, state: str = "ok", *, made: dt.datetime, at: dt.datetime | None = None,
        **said: Any,
    ) -> CampaignResult:  # fmt: skip
        values = {"client_id": uuid.uuid4(), "how": "door"} | said
        report = ResultReport(household=home.token, made_at=made, state=state, **values)
        now = at or made
        found, _new = record_result(campaign=campaign, report=report, at=now, today=today(), **self.told)
        return found


@dataclass
class People:
    contact: Desk
    deputy: Desk
    leader: Desk
    village: Desk
    large: Desk
    township: Desk
    county: Desk
    water: Desk


@pytest.fixture
def people(places) -> People:
    contact, deputy = v.member(places.west), v.member(places.west)
    with owner():
        load_missing_need_defaults()
        for home in places.homes:
            home.links.all().delete()
    v.link(contact, places.homes[0])
    v.link(deputy, places.homes[0], primary=False)
    return People(
        contact=Desk(contact.user),
        deputy=Desk(deputy.user),
        leader=Desk(v.officer("small_leader", places.grids[0])),
        village=Desk(v.officer("village_officer", places.west)),
        large=Desk(v.officer("large_leader", places.town)),
        township=Desk(v.officer("township_officer", places.town)),
        county=Desk(v.officer("county_officer", places.county)),
        water=Desk(v.officer("department_officer", places.county)),
    )


@pytest.fixture
def opened() -> dt.datetime:
    """This morning's hour, so that results are made today."""
    return timezone.now() - dt.timedelta(hours=1)


@pytest.fixture
def campaign(people, places, opened) -> Campaign:
    return people.county.calls(places.county.code, at=opened)
