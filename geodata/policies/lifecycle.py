"""The life of a version of a policy: its department drafts and checks it, the county's office puts it in force and ends it.

Never puts a version in force who wrote it. A right to policies is held in an area; a department's officers hold it of their own
department's policies alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from geodata.base.errors import Conflict, DomainError, NotAllowed
from geodata.base.lifecycle import Lifecycle, Next
from geodata.base.rls import Somebody
from geodata.base.scope import SERVICE, Grant, Right, Scope
from geodata.policies.words import Move, State
from geodata.posts.models import Post

OFFICES = frozenset({Post.Kind.COUNTY_OFFICER.value, SERVICE})


@dataclass(frozen=True)
class Turn(Next):
    """A move of a version; `office`: of the county's office alone."""

    office: bool = False


def _writer(version: Any, by: Somebody) -> DomainError | None:
    if version.written_by_id != by.pk:
        return None
    return NotAllowed(
        _("Whoever has written a version does not put it in force."),
        remedy=_("Let another officer of the county put it in force."),
    )


TABLE: Mapping[str, Mapping[str, Turn]] = {
    State.DRAFT: {Move.CHECK: Turn(State.CHECKED, right=Right.POLICY)},
    State.CHECKED: {
        Move.REOPEN: Turn(State.DRAFT, right=Right.POLICY),
        Move.PUT: Turn(State.IN_FORCE, right=Right.POLICY, office=True, unless=_writer),
    },
    State.IN_FORCE: {Move.END: Turn(State.ENDED, right=Right.POLICY, office=True)},
    State.ENDED: {},
}


def holds(grant: Grant, *, code: str, department: int, office: bool) -> bool:
    """Does that grant give the right to policies of a department of that area?"""
    if Right.POLICY not in grant.rights or not code.startswith(grant.code):
        return False
    return grant.kind in OFFICES or (not office and department in grant.departments)


def may_write(scope: Scope, *, code: str, department: int) -> bool:
    """Draft and check policies of that department, of the area of that code."""
    return any(holds(grant, code=code, department=department, office=False) for grant in scope.grants)


@dataclass(frozen=True, kw_only=True)
class PolicyLife(Lifecycle):
    """A `Lifecycle` whose moves ask for the department and for the office of the county."""

    def _may(self, found: Next, thing: Any, scope: Scope, by: Somebody | None) -> bool:
        assert isinstance(found, Turn)
        policy = thing.policy
        about = {"code": policy.area.code, "department": policy.department_id, "office": found.office}
        return any(holds(grant, **about) for grant in scope.grants)


def _impossible(state: str, move: str) -> Conflict:
    return Conflict(
        _("This version is “%(state)s”: “%(move)s” is not possible now.")
        % {"state": State(state).label, "move": Move(move).label if move in Move.values else move},
        field="move",
        value=move,
        remedy=_("Load it again."),
    )


LIFE = PolicyLife(
    start=State.DRAFT,
    begun=Move.DRAFT,
    table=TABLE,
    villages=lambda _version: (),
    owner=lambda version: version.written_by_id,
    impossible=_impossible,
)
