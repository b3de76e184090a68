"""The way of a need in words: a line for each step."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise

from geodata.accounts.models import User
from geodata.base.scope import Scope
from geodata.needs.finding import steps_of
from geodata.needs.models import Need
from geodata.needs.words import Answer, Declined, Level, Move, State
from gridmap.pages.needs.words import STEPS


@dataclass(frozen=True, slots=True)
class StepLine:
    """`who` is empty for what came about by itself; `level` where it came to another one."""

    at: dt.datetime
    who: str
    move: Promise | str
    state: Promise | str
    level: Promise | str = ""
    due_at: dt.datetime | None = None
    reason: str = ""
    why: Promise | str = ""
    answer: Promise | str = ""
    until: dt.datetime | None = None
    into: str = ""


def step_lines(need: Need, *, by: User, scope: Scope) -> Iterator[StepLine]:
    """In their order. One query. A new deadline is told with the step that set it."""
    due_at = None
    for step, details in steps_of(need, by=by, scope=scope):
        said = details.get("answer") if step.move == Move.FOLLOW_UP else ""
        until = details.get("until", "")
        yield StepLine(
            at=step.at,
            who=step.by.name if step.by else "",
            move=STEPS[step.move],
            state=State(step.after).label,
            level=Level(step.level_after).label if step.level != step.level_after else "",
            due_at=step.due_at if step.due_at != due_at else None,
            reason=details.get("reason", ""),
            why=Declined(details["why"]).label if "why" in details else "",
            answer=Answer(said).label if said else "",
            until=parse_datetime(until) if until else None,
            into=details.get("into", ""),
        )
        due_at = step.due_at
