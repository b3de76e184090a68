"""Where invented needs begin: told on visits of the demo and to offices, of a household or of a grid."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from django.utils import timezone

from geodata.accounts.models import User
from geodata.demo.arrays import Rng
from geodata.demo.names import invent_names
from geodata.demo.needs import texts
from geodata.demo.needs.courses import Plan, Story, pick
from geodata.demo.needs.offices import Offices
from geodata.demo.needs.texts import Matter
from geodata.demo.needs.way import Way
from geodata.needs.beside_models import Dispute
from geodata.needs.models import Need, NeedHousehold, NeedStep
from geodata.needs.recording import NeedReport
from geodata.needs.sealing import Said, seal_said, seal_text
from geodata.needs.settings_models import NeedCategory
from geodata.needs.units import give_to_office
from geodata.needs.words import How, Kind, Move, Source, State
from geodata.people.models import Household
from geodata.territory.models import Area
from geodata.visits.models import Visit
from geodata.visits.record import Report

SPOT = 0.3
"""Of what is told on visits so much is settled at once."""


@dataclass(frozen=True)
class _Sent:
    """A visit as it was sent: only its digest is asked for."""

    body_hash: str

    def digest(self, _token: str) -> str:
        return self.body_hash


@dataclass
class Beginning:
    """A need before it is recorded. `home` or else `grid`; `visit`: on which it was told."""

    at: dt.datetime
    by: User
    category: str
    matter: Matter
    home: Household | None = None
    grid: Area | None = None
    visit: Visit | None = None
    source: str = Source.OFFICE
    source_number: str = ""
    kind: str = ""
    urgency: int = 1
    level: int = 1
    spot: bool = False
    named: tuple[int, ...] = ()
    sensitive: bool = False
    least_level: int = 1
    beside: tuple[Household, ...] = ()


@dataclass
class Recorder:
    """Makes a way of each beginning, as geodata.needs.recording would have recorded it."""

    offices: Offices
    categories: dict[str, NeedCategory]
    rng: Rng
    end: dt.datetime

    def story(self, told: Beginning, plan: Plan) -> Story:
        need = self._need(told)
        way = Way(need, self.offices, self.rng, self.end, told.at)
        move = Move.SETTLE_AT_ONCE if told.spot else Move.RECORD
        story = Story(way, plan, told.matter)
        if told.spot:
            need.state, need.how, need.settled_at = State.DONE, How.SPOT, told.at
            need.finished_by, need.result, need.settled_level = told.by, told.matter.result, 1
            need.settled_in = story.settled_in(told.by.pk)
        else:
            self.offices.schedule(need, at=told.at)
        way.steps.append(
            NeedStep(
                need=need,
                move=move,
                before="",
                after=need.state,
                level=need.level,
                level_after=need.level,
                by=told.by,
                at=told.at,
                due_at=need.due_at,
            )
        )
        if need.kind == Kind.DISPUTE:
            one, other = invent_names(2, self.rng)
            way.dispute = Dispute(need=need, parties=seal_text(need, "parties", f"{one}、{other}"))
        way.others = [
            NeedHousehold(need=need, household=home, village_id=home.village_id) for home in told.beside
        ]
        return story

    def _need(self, told: Beginning) -> Need:
        report, home = self._report(told), told.home
        village = self.offices.areas[home.village_id if home else (told.grid and told.grid.parent_id) or 0]
        need = Need(
            client_id=report.client_id, body_hash=report.digest(), kind=report.kind, urgency=told.urgency,
            category=self.categories[told.category], village=village, household=home, visit=told.visit,
            grid=self.offices.areas.get(home.grid_id or 0) if home else told.grid, source=told.source,
            source_number=told.source_number, raised_on=report.raised_on, by=told.by, at=told.at,
            state_since=told.at, sensitive=told.sensitive, named=sorted(told.named), least_level=told.least_level,
            level=max(told.level, told.least_level), synthetic=True, number="", result="",
        )  # fmt: skip
        said = Said(told.matter.title, told.matter.text)
        if need.sensitive:
            need.sealed = seal_said(need, said)
        else:
            need.title, need.text = said
        give_to_office(need)
        return need

    def _report(self, told: Beginning) -> NeedReport:
        """What was sent: the same sent again is the same need."""
        visit = told.visit
        return NeedReport(
            client_id=visit.client_id if visit else uuid.UUID(bytes=self.rng.bytes(16), version=4),
            kind=told.kind or told.matter.kind, category=told.category,
            raised_on=visit.day if visit else timezone.localdate(told.at),
            household=told.home.token if told.home else "", area=told.grid.code if told.grid else "",
            urgency=told.urgency, title=told.matter.title, text=told.matter.text, source=told.source,
            source_number=told.source_number, sensitive=told.sensitive, named=told.named,
            level=told.level if told.level > 1 else None, settled=told.matter.result if told.spot else "",
            others=[home.token for home in told.beside],
            visit=cast(Report, _Sent(visit.body_hash)) if visit else None,
        )  # fmt: skip


@dataclass
class Teller:
    """Who tells what, when: drawn from visits on which somebody was met."""

    offices: Offices
    rng: Rng
    users: dict[int, User]
    homes: dict[int, Household]
    neighbours: dict[int, list[int]]
    """By grid: households that were drawn too."""

    def tell(self, visit: Visit, *, dispute: bool) -> Beginning:
        home, month = self.homes[visit.household_id], visit.day.month
        category = self._category(month, dispute=dispute)
        matter = pick(self.rng, (texts.QUARRELS if dispute else texts.MATTERS)[category])
        chance = self.rng.random(5).tolist()
        urgency = 3 if chance[0] < 0.015 else 2 if chance[0] < 0.1 else 1
        told: dict[str, Any] = {
            "category": category, "matter": matter, "urgency": urgency, "kind": Kind.DISPUTE if dispute else "",
        }  # fmt: skip
        village = self.offices.areas[home.village_id]
        if chance[1] < 0.7:
            at = visit.entered_at + dt.timedelta(minutes=2)
            spot = chance[2] < SPOT and not dispute and urgency == 1
            by = self.users[visit.entered_by_id]
            return Beginning(at, by, home=home, visit=visit, source=Source.VISIT, spot=spot, **told)
        at = timezone.make_aware(dt.datetime.combine(visit.day, dt.time(9 + int(chance[3] * 8), 20)))
        if chance[1] < 0.76:
            level, number = (
                (3 if chance[4] < 0.15 else 2),
                f"12345-{visit.day:%y%m%d}-{int(chance[2] * 9000) + 1000}",
            )
            by = self.offices.officer(village, level)
            return Beginning(
                at, by, home=home, source=Source.HOTLINE, source_number=number, level=level, **told
            )
        by = self.offices.officer(village, 1)
        if chance[1] < 0.82 and not dispute and home.grid_id:
            return Beginning(at, by, grid=self.offices.areas[home.grid_id], source=Source.MEETING, **told)
        source = pick(self.rng, (Source.OFFICE, Source.PHONE, Source.PHONE, Source.MEETING, Source.RESIDENT))
        return Beginning(at, by, home=home, source=source, beside=self._beside(home, chance[4]), **told)

    def _category(self, month: int, *, dispute: bool) -> str:
        odds = texts.DISPUTES if dispute else {code: of[month - 1] for code, of in texts.MONTHS.items()}
        weights = np.array(list(odds.values()), float)
        return str(self.rng.choice(list(odds), p=weights / weights.sum()))

    def _beside(self, home: Household, chance: float) -> tuple[Household, ...]:
        """Some concern neighbours too."""
        if chance > 0.15:
            return ()
        near = [pk for pk in self.neighbours.get(home.grid_id or 0, []) if pk != home.pk]
        return tuple(self.homes[pk] for pk in near[:2])
