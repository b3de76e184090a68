"""Who may draw a plan and see its drawing: in all of its villages, or not at all. Whose each move is stands in workflow.py."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.access import refuse
from geodata.base.errors import Conflict, NotFound
from geodata.base.scope import Right, Scope
from geodata.plans.models import BoundaryPlan
from geodata.plans.workflow import LIFE, State

PEOPLE = ("county", "drawn_by", "changed_by")
SEEN_BY = (Right.PLAN, Right.APPROVE)
"""The drawing of a plan is for those who draw and those who approve."""


def find_plan(
    number: str | int, *, scope: Scope, rights: Sequence[Right] = (), beside: Sequence[str] = PEOPLE
) -> BoundaryPlan:
    """The plan of that number, with what stands `beside` it.

    Raises NotFound for what the scope does not show, NotAllowed where none of the `rights` holds in all of its villages.
    """
    plans = BoundaryPlan.objects.within(scope)
    plan = (plans.select_related(*beside) if beside else plans).filter(pk=int(number)).first()
    if plan is None:
        raise NotFound(str(number))
    if rights and not any(_holds(scope, right, plan) for right in rights):
        refuse(rights[0])
    return plan


def can_draw(scope: Scope, plan: BoundaryPlan) -> bool:
    """Change, copy or revert it, and move it on as its drawer."""
    return _holds(scope, Right.PLAN, plan)


def check_draw(scope: Scope, plan: BoundaryPlan) -> None:
    """Raises NotAllowed."""
    if not can_draw(scope, plan):
        refuse(Right.PLAN)


def check_draft(plan: BoundaryPlan) -> None:
    """Raises Conflict for what is no draft."""
    if plan.state != State.DRAFT:
        raise Conflict(
            _("Only a draft can be changed. The state of this plan: %(state)s.")
            % {"state": State(plan.state).label},
            field="state",
            value=plan.state,
            remedy=_("Update it to the current borders, or make a copy."),
        )


def moves_for(scope: Scope, plan: BoundaryPlan, user: User) -> list[str]:
    """What the user may do with the plan now."""
    moves = [str(move) for move in LIFE.moves_from(plan, scope=scope, by=user)]
    if can_draw(scope, plan):
        moves += ["copy", *(["revert"] if plan.state == State.PUBLISHED else [])]
    return moves


def _holds(scope: Scope, right: Right, plan: BoundaryPlan) -> bool:
    return scope.to(right).villages.issuperset(plan.villages)
