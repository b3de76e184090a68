"""One invented need on its way, in memory: moved by the table that verbs and service move by, and written with many others.

Time passes between two steps. What is late meanwhile goes up by itself, as the service would have sent it; at the end of the demo's
time the way breaks off where it is.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from geodata.accounts.models import User
from geodata.demo.arrays import Rng
from geodata.demo.needs.offices import Offices
from geodata.needs.assigning import described_place
from geodata.needs.beside_models import (
    UNDER_WAY,
    Assignment,
    AssignmentState,
    Consultation,
    Dispute,
    Supervision,
)
from geodata.needs.models import Need, NeedHousehold, NeedStep
from geodata.needs.moving import moved
from geodata.needs.service import UNANSWERED
from geodata.needs.settings_models import Late
from geodata.needs.units import give_to_office, office_of
from geodata.needs.words import CONTENT, ENDED, OPEN, Answer, Move, State
from geodata.posts.departments import Department

RUN = dt.timedelta(minutes=3)
"""Until the service comes by."""


class Over(Exception):
    """The demo's time is over."""


@dataclass
class Way:
    """A need that has been recorded, its steps, and what lies beside them. Nothing of it is saved."""

    need: Need
    offices: Offices
    rng: Rng
    end: dt.datetime
    now: dt.datetime
    steps: list[NeedStep] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    consultations: list[Consultation] = field(default_factory=list)
    supervisions: list[Supervision] = field(default_factory=list)
    others: list[NeedHousehold] = field(default_factory=list)
    dispute: Dispute | None = None
    gone_up: set[int] = field(default_factory=set)
    """Levels from which the service has escalated it."""
    supervised: set[int] = field(default_factory=set)

    # -- Time ---------------------------------------------------------------------------------------------------------
    def wait(self, hours: float) -> bool:
        """Until somebody has the time for it, at an hour of work. False where the service has moved it meanwhile."""
        stood = (self.need.state, self.need.level)
        later = self._at_work(self.now + dt.timedelta(hours=hours), hours)
        while at := self._by_itself(min(later, self.end)):
            self.now = at
            if stood != (self.need.state, self.need.level):
                return False
        if later >= self.end:
            self.pass_time(self.end)
            raise Over
        self.now = later
        return True

    def rest(self) -> None:
        """Nobody does anything any more."""
        self.pass_time(self.end)
        raise Over

    def rest_until_ended(self) -> None:
        """Nobody does anything any more; the service closes it in time, or the demo's time is over before."""
        self.pass_time(self.end)
        if self.need.state not in ENDED:
            raise Over

    def _at_work(self, at: dt.datetime, hours: float) -> dt.datetime:
        """An emergency is seen to at night."""
        if hours < 1:
            return at
        local = timezone.localtime(at)
        if not 8 <= local.hour < 18:
            day = local.date() + dt.timedelta(days=local.hour >= 18)
            minute = int(self.rng.integers(20, 240))
            local = timezone.make_aware(dt.datetime.combine(day, dt.time(8 + minute // 60, minute % 60)))
        return local

    def pass_time(self, until: dt.datetime) -> None:
        """What becomes of it by itself until then."""
        while at := self._by_itself(until):
            self.now = at
        need = self.need
        if need.remind_at is not None and need.remind_at <= until:
            need.remind_at = None

    def _by_itself(self, until: dt.datetime) -> dt.datetime | None:
        need = self.need
        if need.state in OPEN and need.due_at is not None and (at := need.due_at + RUN) <= until:
            return self._late(max(at, self.now + RUN))
        if need.state == State.DONE and (at := need.state_since + UNANSWERED + RUN) <= until:
            self.go(Move.CLOSE, None, at=at, answer=Answer.NONE)
            return at
        if need.state == State.FOLLOWED_UP and need.answer in CONTENT:
            at = need.state_since + RUN
            if at <= until:
                self.go(Move.CLOSE, None, at=at)
                return at
        return None

    def _late(self, at: dt.datetime) -> dt.datetime | None:
        need = self.need
        goes_up = need.rule is not None and need.rule.late == Late.ESCALATE and need.level < 3
        if goes_up and need.level not in self.gone_up:
            self.gone_up.add(need.level)
            self.go(Move.ESCALATE, None, at=at)
            return at
        if need.level not in self.supervised:
            self.supervised.add(need.level)
            self.supervisions.append(Supervision(need=need, level=need.level, at=at, kind="urge"))
        return None

    # -- Steps --------------------------------------------------------------------------------------------------------
    def go(
        self, move: str, by: User | None, *, reason: str = "", at: dt.datetime | None = None, **more: Any
    ) -> NeedStep:
        """By the table of moves. Whose move it is was seen to by whoever tells the story."""
        at = at or self.now
        before = self.need.state
        step = moved(
            self.need, move, by=by, at=at, scope=None, reason=reason, reckon=self.offices.schedule, **more
        )
        self.steps.append(step)
        if before in OPEN and (step.level != step.level_after or step.after not in OPEN):
            for one in self.assignments:
                if one.state in UNDER_WAY:
                    one.state, one.decided_at, one.decided_by = AssignmentState.WITHDRAWN, at, by
        return step

    def reopen(self, by: User, reason: str) -> None:
        need = self.need
        payload = {"answer": need.answer, "how": need.how}
        self.offices.schedule(need, at=self.now)
        give_to_office(need)
        self.go(
            Move.REOPEN, by, reason=reason, payload=payload, reopened=need.reopened + 1, settled_level=None,
            settled_in="", settled_at=None, how="", answer="", declined_for="",
        )  # fmt: skip

    def assign(
        self,
        task: str,
        *,
        department: Department | None = None,
        user: User | None = None,
        shows: bool = False,
    ) -> None:
        """To the department, in the village to the person, else to the office of the village."""
        need, by = self.need, self.offices.holder(self.need)
        area = department.area if department else need.village
        due = max(need.due_at or self.end, self.now + dt.timedelta(hours=2))
        given = Assignment(
            need=need, category=need.category.code, named=need.named, village=need.village, level=need.level, area=area,
            department=department, user=user, by=by, at=self.now, due_at=due, task=task, shows_household=shows,
            place=described_place(need, shows),
            household_number=need.household.number if shows and need.household else "",
        )  # fmt: skip
        self.assignments.append(given)
        step = self.go(
            Move.ASSIGN, by, unit_area=area, unit_department=department, handler=user, handed_out=True
        )
        step.payload = {"assignment": given}

    def assignee(self) -> User:
        given = self.assignments[-1]
        if given.user is not None:
            return given.user
        if given.department_id is not None:
            return self.offices.of_department[given.department_id]
        return self.offices.officer(self.need.village, 1)

    def take_up(self) -> None:
        given, by = self.assignments[-1], self.assignee()
        self.go(Move.BEGIN, by).payload = {"assignment": given}
        given.state, given.decided_at, given.decided_by = AssignmentState.ACCEPTED, self.now, by
        given.version += 1

    def refuse(self, reason: str) -> None:
        given, by = self.assignments[-1], self.assignee()
        step = self.go(
            Move.REFUSE, by, reason=reason, unit_area=office_of(self.need.village, self.need.level), unit_department=None, handler=None,
            handed_out=False,
        )  # fmt: skip
        step.payload = step.payload | {"assignment": given}
        given.state, given.decided_at, given.decided_by = AssignmentState.REFUSED, self.now, by
        given.reason, given.version = reason, given.version + 1

    def report(self, answer: str) -> None:
        """The task is done; the need is finished by whoever has assigned it."""
        given = self.assignments[-1] if self.assignments else None
        if given is not None and given.state == AssignmentState.ACCEPTED:
            given.state, given.decided_at, given.decided_by = AssignmentState.DONE, self.now, self.assignee()
            given.answer, given.version = answer, given.version + 1
