"""The life of an import, as a table.

uploaded → mapped → checked → applied, or abandoned before it is written; what was applied may be undone. What takes time
stands in between (checking, applying, undoing) while it is done, at once or by a job.
"""

from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base.errors import Conflict
from geodata.base.lifecycle import Lifecycle, Next
from geodata.base.scope import Right
from geodata.imports.kinds.registry import kind_of


class State(TextChoices):
    UPLOADED = "uploaded", gettext_lazy("uploaded")
    MAPPED = "mapped", gettext_lazy("columns confirmed")
    CHECKING = "checking", gettext_lazy("being checked")
    CHECKED = "checked", gettext_lazy("checked")
    APPLYING = "applying", gettext_lazy("being imported")
    APPLIED = "applied", gettext_lazy("imported")
    UNDOING = "undoing", gettext_lazy("being undone")
    UNDONE = "undone", gettext_lazy("undone")
    ABANDONED = "abandoned", gettext_lazy("discarded")


class Move(StrEnum):
    """Those of a person, and what ends the work that they ask for: its effect, or FAIL."""

    CONFIRM = "confirm"
    CHECK = "check"
    REPORT = "report"
    APPLY = "apply"
    WRITE = "write"
    UNDO = "undo"
    RESTORE = "restore"
    ABANDON = "abandon"
    FAIL = "fail"
    """Without its effect: the job has failed, something stands in the way, or else would happen than was shown."""


def _right(run: Any) -> Right:
    """What importing its kind asks for."""
    return kind_of(run.kind).right


def _impossible(state: str, _move: str) -> Conflict:
    return Conflict(
        _("The state of this import is “%(state)s”: this cannot be done now.")
        % {"state": State(state).label},
        field="state",
        value=str(state),
        remedy=_("Open it again from the list of imports."),
    )


_mapped = Next(State.MAPPED, right=_right)
_checking = Next(State.CHECKING, right=_right)
_abandoned = Next(State.ABANDONED, right=_right)
LIFE = Lifecycle(
    start=State.UPLOADED,
    table={
        State.UPLOADED: {Move.CONFIRM: _mapped, Move.ABANDON: _abandoned},
        State.MAPPED: {Move.CONFIRM: _mapped, Move.CHECK: _checking, Move.ABANDON: _abandoned},
        State.CHECKING: {Move.REPORT: Next(State.CHECKED), Move.FAIL: Next(State.MAPPED)},
        State.CHECKED: {
            Move.CONFIRM: _mapped,
            Move.CHECK: _checking,
            Move.APPLY: Next(State.APPLYING, right=_right),
            Move.ABANDON: _abandoned,
        },
        State.APPLYING: {Move.WRITE: Next(State.APPLIED), Move.FAIL: Next(State.CHECKED)},
        State.APPLIED: {Move.UNDO: Next(State.UNDOING, right=_right)},
        State.UNDOING: {Move.RESTORE: Next(State.UNDONE), Move.FAIL: Next(State.APPLIED)},
        State.UNDONE: {},
        State.ABANDONED: {},
    },
    impossible=_impossible,
    steps_of="moves",
)
"""For whoever may import its kind in all villages of the import."""

BUSY = frozenset(state for state, moves in LIFE.table.items() if Move.FAIL in moves)
"""States in which it is worked on."""
