"""Every move of an order by its name, for doors that are told which; and those that somebody may make now."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.errors import BadInput
from geodata.base.scope import Scope
from geodata.services import moving
from geodata.services.lifecycle import LIFE
from geodata.services.models import ServiceOrder
from geodata.services.words import Move

VERBS: Mapping[str, Callable[..., ServiceOrder]] = {
    Move.DISPATCH: moving.dispatch,
    Move.TAKE: moving.take,
    Move.REFUSE: moving.refuse_order,
    Move.GIVE_BACK: moving.give_back,
    Move.BEGIN: moving.begin,
    Move.FINISH: moving.finish,
    Move.RATE: moving.rate,
    Move.CANCEL: moving.cancel,
}
NAMES = tuple(str(move) for move in VERBS)
FIELDS: Mapping[str, tuple[str, ...]] = {
    Move.DISPATCH: ("teams", "users"),
    Move.REFUSE: ("reason",),
    Move.GIVE_BACK: ("reason",),
    Move.FINISH: ("persons", "trips", "result"),
    Move.RATE: ("answer", "how", "reason"),
    Move.CANCEL: ("reason",),
}
"""What each move may be told; all else is refused."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    Move.REFUSE: ("reason",),
    Move.GIVE_BACK: ("reason",),
    Move.CANCEL: ("reason",),
    Move.RATE: ("answer",),
}
NOTHING: tuple[object, ...] = (None, "", [])


def move_on(
    move: str,
    *,
    order: ServiceOrder,
    by: User,
    scope: Scope,
    at: dt.datetime,
    version: int | None = None,
    told: Mapping[str, Any],
) -> ServiceOrder:
    """The order as it is then. Raises BadInput for what the move is not told or is missing, and what its verb raises."""
    said = {name: value for name, value in told.items() if value not in NOTHING}
    if unknown := [name for name in said if name not in FIELDS.get(move, ())]:
        raise BadInput(_("This move is not told that."), field=unknown[0])
    if missing := [name for name in NEEDED.get(move, ()) if name not in said]:
        raise BadInput(_("This has to be said."), field=missing[0])
    return VERBS[move](order=order, by=by, scope=scope, at=at, version=version, **said)


def offered(order: ServiceOrder, *, by: User, scope: Scope) -> list[str]:
    """The moves that somebody may make now, in the order of the table."""
    return LIFE.moves_from(order, scope=scope, by=by)
