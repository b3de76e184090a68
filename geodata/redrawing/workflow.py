"""The life of a boundary plan, as a table.

draft → submitted → approved → published → superseded by the next; or rejected, or withdrawn. A plan whose base has moved
goes back to being a draft when it is rebased. What has ended is copied, not opened again.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from geodata.errors import Conflict


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
    REBASE = "rebase", gettext_lazy("rebased")
    SUPERSEDE = "supersede", gettext_lazy("superseded")


ALLOWED: dict[State, dict[Move, State]] = {
    State.DRAFT: {
        Move.SUBMIT: State.SUBMITTED,
        Move.WITHDRAW: State.WITHDRAWN,
        Move.REBASE: State.DRAFT,
    },
    State.SUBMITTED: {
        Move.APPROVE: State.APPROVED,
        Move.REJECT: State.REJECTED,
        Move.WITHDRAW: State.WITHDRAWN,
        Move.REBASE: State.DRAFT,
    },
    State.APPROVED: {
        Move.PUBLISH: State.PUBLISHED,
        Move.REJECT: State.REJECTED,
        Move.WITHDRAW: State.WITHDRAWN,
        Move.REBASE: State.DRAFT,
    },
    State.PUBLISHED: {Move.SUPERSEDE: State.SUPERSEDED},
    State.REJECTED: {},
    State.WITHDRAWN: {},
    State.SUPERSEDED: {},
}
"""Where each move leads from each state; what is not here is refused."""

IN_FORCE = (State.PUBLISHED, State.SUPERSEDED)
"""Plans whose borders hold, or have held: everybody of the village may know them."""
OPEN = (State.DRAFT, State.SUBMITTED, State.APPROVED)


def after(state: str, move: Move) -> State:
    """The state that the move leads to. Raises Conflict when it is not allowed from here."""
    found = ALLOWED[State(state)].get(move)
    if found is None:
        raise Conflict(
            _("A plan that is %(state)s cannot be %(move)s.")
            % {"state": State(state).label, "move": move.label},
            field="move",
            value=move.value,
            remedy=_("Look at the plan again, or make a copy of it."),
        )
    return found
