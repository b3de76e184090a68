"""The life of a need as a table: who may make which move from each state, and whether it changes the level that holds it.

A move belongs to the level of a post's area, not to its subtree: a township does not accept what the village holds. Besides what a person may
move, the service closes, escalates and reckons anew by the same table. What is merely laid beside it (a supervision) is no move.

What nobody has accepted until its day is escalated as well: it is new one level up, for whoever is to accept it there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, DomainError, NotAllowed
from geodata.base.lifecycle import Lifecycle, Next
from geodata.base.rls import Somebody
from geodata.base.scope import Right, Scope
from geodata.needs.parts import parts_of
from geodata.needs.words import Move, Part, State

ALL_LEVELS = frozenset({1, 2, 3})


@dataclass(frozen=True)
class Turn(Next):
    """A move of a need: by whom, at which levels it is made, and to which it leads (`shift`)."""

    who: frozenset[Part] = frozenset()
    shift: int = 0
    levels: frozenset[int] = ALL_LEVELS

    @property
    def by_itself(self) -> bool:
        return Part.SERVICE in self.who


def _turn(state: State, *who: Part, **more: Any) -> Turn:
    return Turn(state, who=frozenset(who), **more)


def _finisher(need: Any, by: Somebody) -> DomainError | None:
    """Whoever has finished it does not ask those concerned how it went."""
    if need.finished_by_id != by.pk:
        return None
    return NotAllowed(
        _("Whoever has finished it does not follow it up."),
        remedy=_("Let somebody else ask those concerned."),
    )


P, S = Part, State
_escalate = _turn(S.ACCEPTED, P.HOLDER, P.SERVICE, shift=1, levels=frozenset({1, 2}), reason_required=True)
_unaccepted = _turn(S.NEW, P.SERVICE, shift=1, levels=frozenset({1, 2}))
_return = _turn(S.ACCEPTED, P.HOLDER, shift=-1, levels=frozenset({2, 3}), reason_required=True)
_withdraw = _turn(S.WITHDRAWN, P.HOLDER, reason_required=True)
_settle = _turn(S.DONE, P.HOLDER)
_reopen = _turn(S.ACCEPTED, P.FOLLOWER, P.HOLDER, reason_required=True)


def _again(state: State) -> Turn:
    return _turn(state, P.SERVICE)


BEGINNINGS: Mapping[str, Turn] = {
    Move.RECORD: _turn(S.NEW, P.OWN, P.LINE, P.TOWNSHIP, P.COUNTY),
    Move.SETTLE_AT_ONCE: _turn(S.DONE, P.OWN, P.LINE, levels=frozenset({1})),
}
"""What the first step can be."""

TABLE: Mapping[str, Mapping[str, Turn]] = {
    S.NEW: {
        Move.ACCEPT: _turn(S.ACCEPTED, P.HOLDER),
        Move.DECLINE: _turn(S.DECLINED, P.DECLINER, reason_required=True),
        Move.MERGE: _turn(S.MERGED, P.HOLDER),
        Move.ESCALATE: _unaccepted,
        Move.WITHDRAW: _turn(S.WITHDRAWN, P.RECORDER, reason_required=True),
        Move.RECALCULATE: _again(S.NEW),
    },
    S.ACCEPTED: {
        Move.CONSULT: _turn(S.CONSULTING, P.HOLDER),
        Move.ASSIGN: _turn(S.ASSIGNED, P.HOLDER),
        Move.BEGIN: _turn(S.IN_PROGRESS, P.HOLDER),
        Move.SETTLE: _settle,
        Move.ESCALATE: _escalate,
        Move.RETURN: _return,
        Move.WITHDRAW: _withdraw,
        Move.RECALCULATE: _again(S.ACCEPTED),
    },
    S.CONSULTING: {
        Move.CONCLUDE: _turn(S.IN_PROGRESS, P.HOLDER),
        Move.SETTLE: _settle,
        Move.ESCALATE: _escalate,
        Move.WITHDRAW: _withdraw,
        Move.RECALCULATE: _again(S.CONSULTING),
    },
    S.ASSIGNED: {
        Move.BEGIN: _turn(S.IN_PROGRESS, P.ASSIGNEE),
        Move.REFUSE: _turn(S.ACCEPTED, P.ASSIGNEE, reason_required=True),
        Move.ESCALATE: _escalate,
        Move.WITHDRAW: _withdraw,
        Move.RECALCULATE: _again(S.ASSIGNED),
    },
    S.IN_PROGRESS: {
        Move.FINISH: _turn(S.DONE, P.HOLDER),
        Move.EXTEND_ASK: _turn(S.IN_PROGRESS, P.HOLDER, P.ASSIGNEE, reason_required=True),
        Move.EXTEND_GRANT: _turn(S.IN_PROGRESS, P.GRANTOR),
        Move.EXTEND_REFUSE: _turn(S.IN_PROGRESS, P.GRANTOR, reason_required=True),
        Move.ESCALATE: _escalate,
        Move.WITHDRAW: _withdraw,
        Move.RECALCULATE: _again(S.IN_PROGRESS),
    },
    S.DONE: {
        Move.FOLLOW_UP: _turn(S.FOLLOWED_UP, P.OWN, P.LINE, P.DISCREET, unless=_finisher),
        Move.CLOSE: _turn(S.CLOSED, P.SERVICE),
    },
    S.FOLLOWED_UP: {
        Move.CLOSE: _turn(S.CLOSED, P.HOLDER, P.SERVICE),
        Move.REOPEN: _reopen,
    },
    S.CLOSED: {Move.REOPEN: _reopen},
    S.DECLINED: {Move.REOPEN: _reopen},
    S.WITHDRAWN: {},
    S.MERGED: {},
}


@dataclass(frozen=True, kw_only=True)
class NeedLife(Lifecycle):
    """A `Lifecycle` whose moves ask who somebody is to the need (`parts_of`), and at which level it stands."""

    beginnings: Mapping[str, Turn]

    def steps(self, name: str) -> models.CheckConstraint:
        """The law that a step is one of the table: also its levels, and that nobody's are those of the service alone."""
        return models.CheckConstraint(name=name, condition=reduce(or_, self._laws()))

    def _laws(self) -> Iterator[Q]:
        for before, moves in {"": self.beginnings, **self.table}.items():
            for move, turn in moves.items():
                assert isinstance(turn, Turn)
                law = Q(
                    before=str(before), move=str(move), after=str(turn.state), level__in=sorted(turn.levels)
                )
                yield law & Q(level_after=F("level") + turn.shift if turn.shift else F("level"))

    def check(
        self, thing: Any, move: str, *, by: Somebody | None, scope: Scope | None = None, reason: str = ""
    ) -> Next:
        """As `Lifecycle.check`; nobody makes but the moves of the service, and none is made at a level that has it not."""
        found = super().check(thing, move, by=by, scope=scope, reason=reason or ("–" if by is None else ""))
        assert isinstance(found, Turn)
        if by is None and not found.by_itself:
            refuse(Right.NEED)
        if thing.level not in found.levels:
            raise self.impossible(thing.state, move)
        return found

    def _may(self, found: Next, thing: Any, scope: Scope, by: Somebody | None) -> bool:
        assert isinstance(found, Turn)
        return bool(found.who & parts_of(thing, scope=scope, by=by))

    def moves_from(self, thing: Any, *, scope: Scope, by: Somebody) -> list[str]:
        """Those of its level alone; what time and history forbid is left to the verb."""
        return [
            move
            for move in super().moves_from(thing, scope=scope, by=by)
            if thing.level in self.table[thing.state][move].levels  # type: ignore[attr-defined]
        ]


def _impossible(state: str, move: str) -> Conflict:
    return Conflict(
        _("This need is “%(state)s”: “%(move)s” is not possible now.")
        % {"state": State(state).label, "move": Move(move).label if move in Move.values else move},
        field="move",
        value=move,
        remedy=_("Load it again."),
    )


def _reasonless(_move: str) -> BadInput:
    return BadInput(_("Give the reason."), field="reason", remedy=_("Give a short reason."))


LIFE = NeedLife(
    start=State.NEW,
    table=TABLE,
    beginnings=BEGINNINGS,
    villages=lambda need: [need.village_id],
    owner=lambda need: need.by_id,
    impossible=_impossible,
    reasonless=_reasonless,
)
