"""Care records as a page and the API tell them: what is in force, what is on its way, what was."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from geodata.accounts.models import User
from geodata.base.scope import Scope
from geodata.people.care_workflow import CARE_LIFE, PENDING, CareMove, CareState, may_make
from geodata.people.categories import category_name
from geodata.people.models import CareRecord, CareStep, Household

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CareLine:
    """One record on a day: where it stands, until when it was verified, and what the reader may do with it."""

    record: CareRecord
    label: str
    """The name of its category."""
    state: CareState
    again_on: dt.date | None
    """The day from which it is to be verified again, while it is in force."""
    late: bool
    steps: Sequence[CareStep]
    moves: Sequence[str]

    @property
    def pending(self) -> bool:
        return self.state in PENDING

    @property
    def said_moves(self) -> list[tuple[str, Promise | str]]:
        return [(move, CareMove(move).label) for move in self.moves]

    @property
    def said_steps(self) -> list[tuple[CareStep, Promise | str]]:
        return [(step, CareState(step.after).label) for step in self.steps]

    @property
    def in_force(self) -> bool:
        return self.state == CareState.IN_FORCE


def care_of(household: Household, *, on: dt.date, scope: Scope, by: User) -> list[CareLine]:
    """In force first, then what is on its way, then what was; each in the order of categories. Two queries."""
    records = household.care_records.select_related("category", "resident").prefetch_related("steps__by")
    lines = [_line(record, on=on, scope=scope, by=by) for record in records.order_by("category__order", "pk")]
    return sorted(lines, key=lambda line: (not line.in_force, not line.pending))


def state_on(record: CareRecord, on: dt.date) -> CareState:
    """What has ended by its day is removed, also where a list or a file has said when it ends."""
    over = record.period is not None and record.period.upper is not None and record.period.upper <= on
    return CareState.REMOVED if over else CareState(record.state)


def _line(record: CareRecord, *, on: dt.date, scope: Scope, by: User) -> CareLine:
    state = state_on(record, on)
    again = None
    if state == CareState.IN_FORCE and (
        known := record.verified_on or (record.period and record.period.lower)
    ):
        again = known + dt.timedelta(days=record.category.reverify_days) + ONE_DAY
    late = state == CareState.IN_FORCE and (again is None or again <= on)
    steps = sorted(record.steps.all(), key=lambda step: step.pk)
    moves = [
        move
        for move in CARE_LIFE.moves_from(record, scope=scope, by=by)
        if may_make(record, move, scope=scope)
    ]
    return CareLine(record, category_name(record.category), state, again, late, steps, moves)
