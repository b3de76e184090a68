"""The life of an entitlement as a table: who may make which move from each state.

What a rule finds is possible and has no step: its first is to be confirmed. A move belongs to a post or a link: the contact member tells,
applies and helps; the grid and the village confirm; township, county and the policy's own department say what was granted and paid.
A large leader reads.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict
from geodata.base.lifecycle import Lifecycle, Next
from geodata.base.rls import Somebody
from geodata.base.scope import MEMBER, SERVICE, Grant, Right, Scope
from geodata.entitlements.words import Move, Part, State
from geodata.posts.models import Post


@dataclass(frozen=True)
class Turn(Next):
    """A move of an entitlement, and whose it is."""

    who: frozenset[Part] = frozenset()


def _turn(state: State, *who: Part, **more: Any) -> Turn:
    return Turn(state, right=Right.ENTITLE, who=frozenset(who), **more)


K, P, S = Post.Kind, Part, State
OF_KIND: Mapping[str, Part] = {
    MEMBER: P.OWN,
    K.SMALL_LEADER: P.LINE,
    K.CADRE: P.LINE,
    K.MEDIUM_LEADER: P.LINE,
    K.VILLAGE_OFFICER: P.LINE,
    K.TOWNSHIP_OFFICER: P.TOWNSHIP,
    K.COUNTY_OFFICER: P.COUNTY,
    SERVICE: P.COUNTY,
}
"""A large leader reads, and is nobody here; officers of departments are asked for their department."""

_near = (P.OWN, P.LINE, P.TOWNSHIP, P.COUNTY)
_offices = (P.TOWNSHIP, P.COUNTY, P.DEPARTMENT)
_not_wanted = _turn(S.NOT_WANTED, *_near)
_not_applicable = _turn(S.NOT_APPLICABLE, P.LINE, P.TOWNSHIP, P.COUNTY, reason_required=True)
_listed = _turn(S.GRANTED, *_offices)
_refused = _turn(S.REFUSED, *_offices, reason_required=True)
_lapse = _turn(S.NOT_APPLICABLE, P.SERVICE)
_reopen = _turn(S.CONFIRMED, P.LINE, P.TOWNSHIP, P.COUNTY, reason_required=True)
_expire = _turn(S.EXPIRING, P.SERVICE)

BEGINNINGS: Mapping[str, Turn] = {Move.ASK: _turn(S.POSSIBLE, *_near), Move.LIST: _listed}
"""What the first step can be, of what no rule has found."""

TABLE: Mapping[str, Mapping[str, Turn]] = {
    S.POSSIBLE: {
        Move.CONFIRM: _turn(S.CONFIRMED, P.LINE, P.TOWNSHIP, P.COUNTY),
        Move.NOT_WANTED: _not_wanted,
        Move.NOT_APPLICABLE: _not_applicable,
        Move.LIST: _listed,
        Move.LAPSE: _lapse,
    },
    S.CONFIRMED: {
        Move.INFORM: _turn(S.INFORMED, *_near),
        Move.NOT_WANTED: _not_wanted,
        Move.NOT_APPLICABLE: _not_applicable,
        Move.LIST: _listed,
        Move.LAPSE: _lapse,
    },
    S.INFORMED: {
        Move.APPLY: _turn(S.APPLYING, *_near),
        Move.NOT_WANTED: _not_wanted,
        Move.NOT_APPLICABLE: _not_applicable,
        Move.LIST: _listed,
        Move.LAPSE: _lapse,
    },
    S.APPLYING: {
        Move.SUBMIT: _turn(S.SUBMITTED, *_near),
        Move.NOT_WANTED: _not_wanted,
        Move.NOT_APPLICABLE: _not_applicable,
        Move.LIST: _listed,
        Move.LAPSE: _lapse,
    },
    S.SUBMITTED: {
        Move.GRANT: _turn(S.GRANTED, *_offices),
        Move.REFUSE: _refused,
        Move.NOT_WANTED: _not_wanted,
        Move.LIST: _listed,
    },
    S.GRANTED: {Move.PAY: _turn(S.PAID, *_offices), Move.REFUSE: _refused},
    S.PAID: {Move.EXPIRE: _expire, Move.REFUSE: _refused},
    S.EXPIRING: {Move.RENEW: _turn(S.RENEWED, *_offices), Move.REFUSE: _refused, Move.LAPSE: _lapse},
    S.RENEWED: {Move.EXPIRE: _expire, Move.REFUSE: _refused},
    S.REFUSED: {Move.REOPEN: _reopen},
    S.NOT_WANTED: {Move.REOPEN: _reopen},
    S.NOT_APPLICABLE: {Move.REOPEN: _reopen},
}


def parts_of(thing: Any, scope: Scope) -> frozenset[Part]:
    """Who somebody with that scope is to an entitlement: by the posts and links that hold its household, and by its department."""
    return frozenset(_parts(thing, scope))


def _parts(thing: Any, scope: Scope) -> Iterator[Part]:
    for grant in scope.to(Right.ENTITLE).grants:
        if grant.kind == K.DEPARTMENT_OFFICER:
            if thing.department_id in grant.departments:
                yield P.DEPARTMENT
        elif (part := OF_KIND.get(grant.kind)) and _holds(grant, thing):
            yield part


def _holds(grant: Grant, thing: Any) -> bool:
    return (
        thing.village_id in grant.villages
        or thing.household_id in grant.households
        or (bool(grant.grids) and thing.household.grid_id in grant.grids)
    )


@dataclass(frozen=True, kw_only=True)
class EntitlementLife(Lifecycle):
    """A `Lifecycle` whose moves ask who somebody is to the entitlement."""

    beginnings: Mapping[str, Turn]

    def steps(self, name: str) -> models.CheckConstraint:
        """The law that a step is one of the table."""
        laws = [
            Q(before=str(before), move=str(move), after=str(turn.state))
            for before, moves in {"": self.beginnings, **self.table}.items()
            for move, turn in moves.items()
        ]
        return models.CheckConstraint(name=name, condition=reduce(or_, laws))

    def check(
        self, thing: Any, move: str, *, by: Somebody | None, scope: Scope | None = None, reason: str = ""
    ) -> Next:
        """As `Lifecycle.check`; nobody makes but the moves of the service."""
        found = super().check(thing, move, by=by, scope=scope, reason=reason or ("–" if by is None else ""))
        assert isinstance(found, Turn)
        if by is None and P.SERVICE not in found.who:
            refuse(Right.ENTITLE)
        return found

    def _may(self, found: Next, thing: Any, scope: Scope, by: Somebody | None) -> bool:
        assert isinstance(found, Turn)
        return bool(found.who & parts_of(thing, scope))


def _impossible(state: str, move: str) -> Conflict:
    return Conflict(
        _("This entitlement is “%(state)s”: “%(move)s” is not possible now.")
        % {"state": State(state).label, "move": Move(move).label if move in Move.values else move},
        field="move",
        value=move,
        remedy=_("Load it again."),
    )


def _reasonless(_move: str) -> BadInput:
    return BadInput(_("Give the reason."), field="reason", remedy=_("Give a short reason."))


LIFE = EntitlementLife(
    start=State.POSSIBLE,
    table=TABLE,
    beginnings=BEGINNINGS,
    villages=lambda thing: [thing.village_id],
    impossible=_impossible,
    reasonless=_reasonless,
)
