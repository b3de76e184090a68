"""Every answer to an assignment by its name, for doors that are told which; and those that somebody may give now."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.access import refuse
from geodata.base.errors import BadInput
from geodata.base.scope import Right, Scope
from geodata.needs import assigning
from geodata.needs.assigning import at_hand, may_answer, may_decide, was_refused
from geodata.needs.beside import ask_more_time
from geodata.needs.beside_models import UNDER_WAY, Assignment, AssignmentState
from geodata.needs.doing import department_of
from geodata.needs.models import Need, NeedStep
from geodata.needs.words import Move, State
from geodata.territory import codes

ACCEPT, REFUSE, REFER, DONE, EXTEND_ASK, DECIDE = (
    "accept",
    "refuse",
    "refer",
    "done",
    "extend_ask",
    "decide",
)
ANSWERS = (ACCEPT, REFUSE, DONE, REFER, DECIDE, EXTEND_ASK)
FIELDS: Mapping[str, tuple[str, ...]] = {
    REFUSE: ("reason",),
    REFER: ("reason",),
    DONE: ("answer",),
    EXTEND_ASK: ("until", "reason"),
    DECIDE: ("department",),
}
"""What each may be told."""
VERBS: Mapping[str, Callable[..., Assignment]] = {
    ACCEPT: assigning.accept_assignment,
    REFUSE: assigning.refuse_assignment,
    REFER: assigning.refer_assignment,
    DONE: assigning.finish_assignment,
    DECIDE: assigning.decide_assignment,
}


def answer(
    move: str,
    *,
    assignment: Assignment,
    by: User,
    scope: Scope,
    at: dt.datetime,
    version: int | None = None,
    told: Mapping[str, Any],
) -> Assignment:
    """The assignment as it is then; decided for another department, the new one. Raises BadInput and what its verb raises."""
    if move not in ANSWERS:
        raise BadInput(_("There is no such move."), field="move", value=move)
    values = {name: told.get(name, "") for name in FIELDS.get(move, ())}
    asked: dict[str, Any] = {"assignment": assignment, "by": by, "scope": scope, "at": at, "version": version}
    if move == EXTEND_ASK:
        if not values["until"]:
            raise BadInput(_("This has to be said."), field="until")
        ask_more_time(**asked, **values)
        assignment.refresh_from_db()
        return assignment
    if move == DECIDE:
        code = values["department"]
        values["department"] = (
            _department(assignment, code, by=by, scope=scope, on=at.date()) if code else None
        )
    return VERBS[move](**asked, **values)


def _department(assignment: Assignment, code: str, *, by: User, scope: Scope, on: dt.date) -> Any:
    need = Need.objects.within(scope, by=by.pk).filter(pk=assignment.need_id).first()
    if need is None:
        refuse(Right.DISPATCH)
    return department_of(need, code, area=need.village.code[: codes.LENGTHS["county"]], on=on)


def answers_now(assignment: Assignment, *, by: User, scope: Scope, at: dt.datetime) -> list[str]:
    """In their order. Three queries at most."""
    return [*_own(assignment, by=by, scope=scope, at=at), *_of_county(assignment, scope)]


def _own(assignment: Assignment, *, by: User, scope: Scope, at: dt.datetime) -> Iterator[str]:
    if not may_answer(assignment, by=by, scope=scope):
        return
    if assignment.state == AssignmentState.GIVEN:
        yield ACCEPT
        if not was_refused(assignment):
            yield REFUSE
        elif not assignment.referred_at:
            yield REFER
    elif assignment.state == AssignmentState.ACCEPTED:
        yield DONE
        if _has_time(assignment, at=at):
            yield EXTEND_ASK


def _has_time(assignment: Assignment, *, at: dt.datetime) -> bool:
    """More time is asked for before it is due, and once a level: the same as the verb asks."""
    with at_hand(assignment.need_id):
        need = Need.objects.get(pk=assignment.need_id)
        asked = NeedStep.objects.filter(need=need, level=need.level, move=Move.EXTEND_ASK).exists()
    in_time = need.due_at is not None and at < need.due_at
    return need.state == State.IN_PROGRESS and in_time and not asked


def _of_county(assignment: Assignment, scope: Scope) -> Iterator[str]:
    waits = assignment.decide_by is not None and assignment.state in UNDER_WAY
    if waits and may_decide(assignment, scope=scope):
        yield DECIDE
