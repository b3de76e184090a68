"""The life of an order as a table: who may make which move from each state.

Refused by all whom it was offered to, or timed out, it is ordered again and waits for the next dispatch. Whoever has served does
not ask how it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from geodata.base.access import refuse
from geodata.base.errors import Conflict, DomainError, NotAllowed
from geodata.base.lifecycle import Lifecycle, Next
from geodata.base.rls import Somebody
from geodata.base.scope import Right, Scope
from geodata.services.parts import parts_of
from geodata.services.words import Move, Part, State


@dataclass(frozen=True)
class Turn(Next):
    """A move of an order: by whom it is made."""

    who: frozenset[Part] = frozenset()


def _turn(state: State, *who: Part, **more: Any) -> Turn:
    return Turn(state, who=frozenset(who), **more)


def _server(order: Any, by: Somebody) -> DomainError | None:
    """Whoever has served does not ask those concerned how it went; nor do the others of the team."""
    served = {order.taken_by_id, order.finished_by_id}
    if by.pk not in served and not _of_the_team(order, by):
        return None
    return NotAllowed(
        _("Whoever has served does not ask how it was."),
        remedy=_("Let somebody else ask those concerned."),
    )


def _of_the_team(order: Any, by: Somebody) -> bool:
    """Was he or she a member on the day on which it was finished?"""
    if order.team_id is None or order.finished_at is None:
        return False
    found: bool = order.team.members.filter(user=by.pk, period__contains=order.finished_at.date()).exists()
    return found


P, S = Part, State
_dispatch = _turn(S.DISPATCHED, P.LINE, P.OFFICE)
_cancel = _turn(S.CANCELLED, P.RECORDER, P.LINE, P.OFFICE, reason_required=True)
_give_back = _turn(S.ORDERED, P.TAKER, P.LINE, P.OFFICE, reason_required=True)
_finish = _turn(S.FINISHED, P.TAKER)

TABLE: Mapping[str, Mapping[str, Turn]] = {
    S.ORDERED: {Move.DISPATCH: _dispatch, Move.CANCEL: _cancel},
    S.DISPATCHED: {
        Move.DISPATCH: _dispatch,
        Move.TAKE: _turn(S.TAKEN, P.ASKED),
        Move.REFUSE: _turn(S.DISPATCHED, P.ASKED, reason_required=True),
        Move.RETURN: _turn(S.ORDERED, P.SERVICE),
        Move.CANCEL: _cancel,
    },
    S.TAKEN: {
        Move.BEGIN: _turn(S.IN_SERVICE, P.TAKER),
        Move.FINISH: _finish,
        Move.GIVE_BACK: _give_back,
        Move.CANCEL: _cancel,
    },
    S.IN_SERVICE: {Move.FINISH: _finish, Move.GIVE_BACK: _give_back},
    S.FINISHED: {
        Move.RATE: _turn(S.RATED, P.OWN, P.LINE, P.OFFICE, unless=_server),
        Move.LAPSE: _turn(S.UNRATED, P.SERVICE),
    },
    S.RATED: {Move.CLOSE: _turn(S.CLOSED, P.SERVICE)},
    S.UNRATED: {Move.CLOSE: _turn(S.CLOSED, P.SERVICE)},
    S.CLOSED: {},
    S.CANCELLED: {},
}


@dataclass(frozen=True, kw_only=True)
class OrderLife(Lifecycle):
    """A `Lifecycle` whose moves ask who somebody is to the order (`parts_of`)."""

    def check(
        self, thing: Any, move: str, *, by: Somebody | None, scope: Scope | None = None, reason: str = ""
    ) -> Next:
        """As `Lifecycle.check`; nobody makes but the moves of the service."""
        found = super().check(thing, move, by=by, scope=scope, reason=reason)
        assert isinstance(found, Turn)
        if by is None and Part.SERVICE not in found.who:
            refuse(Right.SERVE)
        return found

    def _may(self, found: Next, thing: Any, scope: Scope, by: Somebody | None) -> bool:
        assert isinstance(found, Turn)
        return bool(found.who & parts_of(thing, scope=scope, by=by))


def _impossible(state: str, move: str) -> Conflict:
    return Conflict(
        _("This order is “%(state)s”: “%(move)s” is not possible now.")
        % {"state": State(state).label, "move": Move(move).label if move in Move.values else move},
        field="move",
        value=move,
        remedy=_("Load it again."),
    )


LIFE = OrderLife(
    start=State.ORDERED,
    begun=Move.ORDER,
    table=TABLE,
    villages=lambda order: [order.village_id],
    owner=lambda order: order.by_id,
    impossible=_impossible,
)
