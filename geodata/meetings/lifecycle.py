"""The life of a meeting: planned, its agenda frozen, held, its minutes confirmed; or cancelled.

The first decision begins it. A move belongs to whoever holds the area's own meetings: the village's to its leader and officers, the
township's to its office, the county's to its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from geodata.base.errors import Conflict
from geodata.base.lifecycle import Lifecycle, Next
from geodata.base.rls import Somebody
from geodata.base.scope import SERVICE, Right, Scope
from geodata.meetings.words import Level, Move, State
from geodata.posts.models import Post

R, K = Right.MEET, Post.Kind
HOLDERS: Mapping[str, frozenset[str]] = {
    Level.VILLAGE: frozenset({K.MEDIUM_LEADER, K.CADRE, K.VILLAGE_OFFICER, SERVICE}),
    Level.TOWNSHIP: frozenset({K.TOWNSHIP_OFFICER, SERVICE}),
    Level.COUNTY: frozenset({K.COUNTY_OFFICER, SERVICE}),
}
"""By level the posts that run its meetings, each in its own area."""

_cancel = Next(State.CANCELLED, right=R)
TABLE: Mapping[str, Mapping[str, Next]] = {
    State.PLANNED: {Move.FREEZE: Next(State.FROZEN, right=R), Move.CANCEL: _cancel},
    State.FROZEN: {Move.BEGIN: Next(State.HELD, right=R), Move.CANCEL: _cancel},
    State.HELD: {Move.CONFIRM: Next(State.CONFIRMED, right=R)},
    State.CONFIRMED: {},
    State.CANCELLED: {},
}


def may_run(scope: Scope, code: str, level: str) -> bool:
    """The meetings of the area of that code?"""
    return any(
        grant.kind in HOLDERS.get(level, ()) and bool(grant.villages) and code.startswith(grant.code)
        for grant in scope.to(R).grants
    )


@dataclass(frozen=True, kw_only=True)
class MeetingLife(Lifecycle):
    """A `Lifecycle` whose moves are made by whoever holds the area's meetings."""

    def _may(self, found: Next, thing: Any, scope: Scope, by: Somebody | None) -> bool:
        return found.right is not None and may_run(scope, thing.code, thing.level)


def _impossible(state: str, move: str) -> Conflict:
    return Conflict(
        _("This meeting is “%(state)s”: “%(move)s” is not possible now.")
        % {"state": State(state).label, "move": Move(move).label if move in Move.values else move},
        field="move",
        value=move,
        remedy=_("Load it again."),
    )


LIFE = MeetingLife(
    start=State.PLANNED,
    begun=Move.PLAN,
    table=TABLE,
    villages=lambda _meeting: (),
    owner=lambda meeting: meeting.by_id,
    impossible=_impossible,
)
