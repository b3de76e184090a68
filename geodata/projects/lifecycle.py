"""The life of a project: proposed, approved, being built, accepted, and told to the households; or dropped before it is accepted.

A move belongs to who somebody is to the project (`parts_at`): the office of the township or the county in which it lies leads,
the department that builds it begins and reports.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from geodata.base.errors import Conflict
from geodata.base.lifecycle import Lifecycle, Next
from geodata.base.rls import Somebody
from geodata.base.scope import Right, Scope
from geodata.projects.parts import parts_at
from geodata.projects.words import Move, Part, State


@dataclass(frozen=True)
class Turn(Next):
    """A move of a project, and by whom it is made."""

    who: frozenset[Part] = frozenset()


def _turn(state: State, *who: Part, reason: bool = False) -> Turn:
    return Turn(state, right=Right.DISPATCH, reason_required=reason, who=frozenset(who))


P, S = Part, State
TABLE: Mapping[str, Mapping[str, Turn]] = {
    S.PROPOSED: {
        Move.CHANGE: _turn(S.PROPOSED, P.OFFICE, P.VILLAGE, P.DEPARTMENT),
        Move.APPROVE: _turn(S.APPROVED, P.OFFICE),
        Move.DROP: _turn(S.DROPPED, P.OFFICE, reason=True),
    },
    S.APPROVED: {
        Move.CHANGE: _turn(S.APPROVED, P.OFFICE),
        Move.BUILD: _turn(S.BUILDING, P.OFFICE, P.DEPARTMENT),
        Move.DROP: _turn(S.DROPPED, P.OFFICE, reason=True),
    },
    S.BUILDING: {
        Move.CHANGE: _turn(S.BUILDING, P.OFFICE),
        Move.REPORT: _turn(S.BUILDING, P.OFFICE, P.DEPARTMENT),
        Move.ACCEPT: _turn(S.ACCEPTED, P.OFFICE),
        Move.DROP: _turn(S.DROPPED, P.OFFICE, reason=True),
    },
    S.ACCEPTED: {Move.TELL: _turn(S.TOLD, P.OFFICE)},
    S.TOLD: {},
    S.DROPPED: {},
}


@dataclass(frozen=True, kw_only=True)
class ProjectLife(Lifecycle):
    """A `Lifecycle` whose steps keep how far the work was, and by when it was to be done."""

    def _may(self, found: Next, thing: Any, scope: Scope, by: Somebody | None) -> bool:
        assert isinstance(found, Turn)
        return bool(found.who & parts_at(scope, code=thing.area.code, department=thing.department_id))

    def _append(self, thing: Any, move: str, **told: Any) -> None:
        thing.steps.create(move=move, after=thing.state, percent=thing.percent, due_on=thing.due_on, **told)


def _impossible(state: str, move: str) -> Conflict:
    return Conflict(
        _("This project is “%(state)s”: “%(move)s” is not possible now.")
        % {"state": State(state).label, "move": Move(move).label if move in Move.values else move},
        field="move",
        value=move,
        remedy=_("Load it again."),
    )


LIFE = ProjectLife(
    start=State.PROPOSED,
    begun=Move.PROPOSE,
    table=TABLE,
    villages=lambda project: project.villages,
    owner=lambda project: project.by_id,
    impossible=_impossible,
)
