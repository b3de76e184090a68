"""The life of a boundary plan, as a table.

draft → submitted → approved → published → superseded by the next; or rejected, or withdrawn. A plan whose base has moved
goes back to being a draft when it is rebased. What has ended is copied, not opened again.
"""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from geodata.base.errors import BadInput, Conflict, DomainError, NotAllowed
from geodata.base.lifecycle import Lifecycle, Next
from geodata.base.rls import Somebody
from geodata.base.scope import Right


class State(TextChoices):
    DRAFT = "draft", gettext_lazy("draft")
    SUBMITTED = "submitted", gettext_lazy("submitted")
    APPROVED = "approved", gettext_lazy("approved")
    PUBLISHED = "published", gettext_lazy("published")
    REJECTED = "rejected", gettext_lazy("rejected")
    WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")
    SUPERSEDED = "superseded", gettext_lazy("superseded")


class Move(TextChoices):
    CREATE = "create", pgettext_lazy("move of a plan", "created")
    SUBMIT = "submit", gettext_lazy("submitted")
    APPROVE = "approve", gettext_lazy("approved")
    REJECT = "reject", gettext_lazy("rejected")
    WITHDRAW = "withdraw", gettext_lazy("withdrawn")
    PUBLISH = "publish", gettext_lazy("published")
    REBASE = "rebase", gettext_lazy("updated to the current borders")
    SUPERSEDE = "supersede", gettext_lazy("superseded")


def is_drawer(plan: Any, user: Somebody) -> bool:
    """Has the user drawn, changed or handed in what is to be approved?"""
    return user.pk in plan.drawers or user.pk in (plan.drawn_by_id, plan.submitted_by_id)


def _somebody_else(plan: Any, user: Somebody) -> DomainError | None:
    if not is_drawer(plan, user):
        return None
    return NotAllowed(
        _("Someone else has to approve the plan."),
        field="move",
        value="approve",
        remedy=_("Ask another planner or the county office."),
    )


def _impossible(state: str, move: str) -> Conflict:
    return Conflict(
        _("A plan that is %(state)s cannot be %(move)s.")
        % {"state": State(state).label, "move": Move(move).label},
        field="move",
        value=str(move),
        remedy=_("Open the plan again, or make a copy of it."),
    )


def _reasonless(_move: str) -> BadInput:
    return BadInput(
        _("State why the plan is rejected."), field="remarks", remedy=_("State what has to be different.")
    )


_withdrawn = Next(State.WITHDRAWN, right=Right.PLAN)
_rebased = Next(State.DRAFT, right=Right.PLAN)
_rejected = Next(State.REJECTED, right=Right.APPROVE, reason_required=True)
LIFE = Lifecycle(
    start=State.DRAFT,
    begun=Move.CREATE,
    table={
        State.DRAFT: {
            Move.SUBMIT: Next(State.SUBMITTED, right=Right.PLAN),
            Move.WITHDRAW: _withdrawn,
            Move.REBASE: _rebased,
        },
        State.SUBMITTED: {
            Move.APPROVE: Next(State.APPROVED, right=Right.APPROVE, unless=_somebody_else),
            Move.REJECT: _rejected,
            Move.WITHDRAW: _withdrawn,
            Move.REBASE: _rebased,
        },
        State.APPROVED: {
            Move.PUBLISH: Next(State.PUBLISHED, right=Right.APPROVE),
            Move.REJECT: _rejected,
            Move.WITHDRAW: _withdrawn,
            Move.REBASE: _rebased,
        },
        # By a later plan of the same villages.
        State.PUBLISHED: {Move.SUPERSEDE: Next(State.SUPERSEDED)},
        State.REJECTED: {},
        State.WITHDRAWN: {},
        State.SUPERSEDED: {},
    },
    impossible=_impossible,
    reasonless=_reasonless,
)
"""Where each move leads from each state, and the right that it asks for in all villages of the plan."""

IN_FORCE = (State.PUBLISHED, State.SUPERSEDED)
"""Plans whose borders hold, or have held: everybody of the village may know them."""
OPEN = (State.DRAFT, State.SUBMITTED, State.APPROVED)
