"""The life of a care record, as a table.

clue → proposed → reviewed → noticed → in force → removed. What the village, the township and the public have to be heard of
first goes all the way; what its category asks no public notice for is in force from its first line on, and has no steps
before it ends. It holds on the days of its period, which it has once it is in force.
"""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from geodata.base.errors import BadInput, Conflict, NotAllowed
from geodata.base.lifecycle import Lifecycle, Next
from geodata.base.rls import Somebody
from geodata.base.scope import Right, Scope
from geodata.territory.codes import LENGTHS


class CareState(TextChoices):
    CLUE = "clue", pgettext_lazy("care record", "clue")
    PROPOSED = "proposed", pgettext_lazy("care record", "proposed by the village")
    REVIEWED = "reviewed", pgettext_lazy("care record", "reviewed")
    NOTICED = "noticed", pgettext_lazy("care record", "on public notice")
    IN_FORCE = "in_force", pgettext_lazy("care record", "in force")
    REMOVED = "removed", pgettext_lazy("care record", "removed")


class CareMove(TextChoices):
    """As the buttons call them."""

    NOTE = "note", pgettext_lazy("care record", "noted")
    PROPOSE = "propose", pgettext_lazy("care record", "Propose")
    REVIEW = "review", pgettext_lazy("care record", "Reviewed")
    NOTICE = "notice", pgettext_lazy("care record", "Put on public notice")
    ENFORCE = "enforce", pgettext_lazy("care record", "Put in force")
    DROP = "drop", pgettext_lazy("care record", "Not confirmed")
    LAPSE = "lapse", pgettext_lazy("care record", "lapsed")
    REMOVE = "remove", pgettext_lazy("care record", "ended")


PENDING = (CareState.CLUE, CareState.PROPOSED, CareState.REVIEWED, CareState.NOTICED)
"""Not in force yet: on no day does it hold, and no figure counts it."""


def _impossible(state: str, _move: str) -> Conflict:
    return Conflict(
        _("The state of this care record is “%(state)s”: this cannot be done now.")
        % {"state": CareState(state).label},
        field="move",
        value=state,
        remedy=_("Load it again."),
    )


def _reasonless(_move: str) -> BadInput:
    return BadInput(_("Say why it is not confirmed."), field="reason", remedy=_("Give a short reason."))


def _own_proposal(record: Any, by: Somebody) -> NotAllowed | None:
    """Who last proposed it does not say too that it was looked at."""
    steps = record.steps.all() if record.pk else ()
    proposed = [step for step in steps if step.move == CareMove.PROPOSE]
    if not proposed or max(proposed, key=lambda step: step.pk).by_id != by.pk:
        return None
    return NotAllowed(
        _("Whoever proposed this care record does not review it."),
        field="move",
        remedy=_("Let somebody else of the township or the county review it."),
    )


def _village(record: Any) -> list[int]:
    return [record.village_id]


_dropped = Next(CareState.REMOVED, right=Right.CONFIRM, reason_required=True)
# The household is dissolved, or the person has died or left.
_lapsed = Next(CareState.REMOVED)
_ends: dict[str, Next] = {CareMove.DROP: _dropped, CareMove.LAPSE: _lapsed}
CARE_LIFE = Lifecycle(
    start=CareState.IN_FORCE,
    begun=CareMove.NOTE,
    begins=CareState.CLUE,
    table={
        CareState.CLUE: {CareMove.PROPOSE: Next(CareState.PROPOSED, right=Right.CONFIRM), **_ends},
        CareState.PROPOSED: {
            CareMove.REVIEW: Next(CareState.REVIEWED, right=Right.CONFIRM, unless=_own_proposal),
            **_ends,
        },
        CareState.REVIEWED: {CareMove.NOTICE: Next(CareState.NOTICED, right=Right.CONFIRM), **_ends},
        CareState.NOTICED: {CareMove.ENFORCE: Next(CareState.IN_FORCE, right=Right.CONFIRM), **_ends},
        # By a change of the register: proposed by whoever looks after the household, confirmed by its village.
        CareState.IN_FORCE: {CareMove.REMOVE: Next(CareState.REMOVED)},
        CareState.REMOVED: {},
    },
    villages=_village,
    impossible=_impossible,
    reasonless=_reasonless,
)
"""Clues come by a change of the register too; their way into force is the village's and the offices' above it."""


def may_make(record: Any, move: str, *, scope: Scope) -> bool:
    """What the village proposed is reviewed by a post of the township or above; all else is the right's alone to say."""
    if move != CareMove.REVIEW:
        return True
    above = [grant for grant in scope.to(Right.CONFIRM).grants if 0 < len(grant.code) <= LENGTHS["township"]]
    return any(record.village_id in grant.villages for grant in above)
