"""What a plan that is begun, changed or moved on leaves on the record of access."""

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.plans.concept import Action
from geodata.plans.models import BoundaryPlan


def record_move(plan: BoundaryPlan, move: str, *, by: User) -> None:
    record_access(user=by, action=Action.PLAN_MOVED, subject=str(plan.number), details={"move": move})


def record_change(plan: BoundaryPlan, *, by: User) -> None:
    record_access(user=by, action=Action.PLAN_CHANGED, subject=str(plan.number))


def record_opening(plan: BoundaryPlan, *, by: User) -> None:
    """Its drawing shows where every household is."""
    record_access(user=by, action=Action.PLAN_OPENED, subject=str(plan.number))
