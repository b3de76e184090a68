"""What moves are called on pages, and what will have happened after them."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geodata.needs.doing import MEDIATE, REVISIT, SUPERVISE
from geodata.needs.words import Move

BESIDE: Mapping[str, Promise] = {
    MEDIATE: pgettext_lazy("need", "Mediation"),
    REVISIT: pgettext_lazy("need", "Look at the agreement again"),
    SUPERVISE: pgettext_lazy("need", "Supervise"),
}
_done = _("It is done then. Somebody else asks those concerned how it went.")
FOLLOWS: Mapping[str, Promise] = {
    Move.DECLINE: _("Nothing is done about it. It can be reopened for 30 days."),
    Move.MERGE: _("It ends, and goes on in the other need."),
    Move.CONCLUDE: _("Work on it begins then."),
    Move.ASSIGN: _(
        "Whoever it is assigned to reads this task: write no name or phone into it. A department does not see the need."
    ),
    Move.SETTLE: _done,
    Move.FINISH: _done,
    Move.ESCALATE: _(
        "It goes one level up, with a new deadline. What was assigned is withdrawn; you keep sight of it."
    ),
    Move.RETURN: _("It goes one level down, with a new deadline. It is returned once from each level."),
    Move.EXTEND_ASK: _(
        "More time is asked for once at each level. Until it is granted it stays due when it is."
    ),
    Move.EXTEND_REFUSE: _("It stays due when it is."),
    Move.FOLLOW_UP: _(
        "Ask at the next visit or by phone. Who is not satisfied says why, and it is taken up anew."
    ),
    Move.CLOSE: _("It ends. It can be reopened for 30 days."),
    Move.REOPEN: _("It begins anew with the level that settled it, with a new deadline."),
    Move.WITHDRAW: _("Those concerned want nothing any more. It ends for good."),
    SUPERVISE: _("Its state does not change. Without a time by which it is to be answered it is urged only."),
}


def label_of(move: str) -> Promise | str:
    return BESIDE.get(move) or Move(move).label


def what_follows(move: str) -> Promise | str:
    return FOLLOWS.get(move, "")


STEPS: Mapping[str, Promise] = {
    Move.RECORD: pgettext_lazy("step of a need", "Recorded"),
    Move.SETTLE_AT_ONCE: pgettext_lazy("step of a need", "Settled on the spot"),
    Move.ACCEPT: pgettext_lazy("step of a need", "Accepted"),
    Move.DECLINE: pgettext_lazy("step of a need", "Declined"),
    Move.MERGE: pgettext_lazy("step of a need", "Merged"),
    Move.CONSULT: pgettext_lazy("step of a need", "Consultation begun"),
    Move.CONCLUDE: pgettext_lazy("step of a need", "Consultation ended"),
    Move.ASSIGN: pgettext_lazy("step of a need", "Assigned"),
    Move.REFUSE: pgettext_lazy("step of a need", "Assignment refused"),
    Move.BEGIN: pgettext_lazy("step of a need", "Work begun"),
    Move.SETTLE: pgettext_lazy("step of a need", "Settled"),
    Move.FINISH: pgettext_lazy("step of a need", "Work done"),
    Move.ESCALATE: pgettext_lazy("step of a need", "Escalated"),
    Move.RETURN: pgettext_lazy("step of a need", "Returned"),
    Move.EXTEND_ASK: pgettext_lazy("step of a need", "More time asked for"),
    Move.EXTEND_GRANT: pgettext_lazy("step of a need", "More time granted"),
    Move.EXTEND_REFUSE: pgettext_lazy("step of a need", "No more time granted"),
    Move.FOLLOW_UP: pgettext_lazy("step of a need", "Followed up"),
    Move.CLOSE: pgettext_lazy("step of a need", "Closed"),
    Move.REOPEN: pgettext_lazy("step of a need", "Reopened"),
    Move.WITHDRAW: pgettext_lazy("step of a need", "Withdrawn"),
    Move.RECALCULATE: pgettext_lazy("step of a need", "Deadline reckoned anew"),
}
"""What has happened, as the way of a need tells it."""
