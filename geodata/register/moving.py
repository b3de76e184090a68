"""Every move of a change by its name, for doors that are told which."""

import datetime as dt

from geodata.accounts.models import User
from geodata.base.scope import Scope
from geodata.register.confirming import confirm
from geodata.register.deciding import refuse, withdraw
from geodata.register.models import Move, RegisterChange
from geodata.register.undoing import undo


def move_on(
    move: str,
    *,
    change: RegisterChange,
    by: User,
    scope: Scope,
    at: dt.datetime,
    today: dt.date,
    reason: str = "",
    version: int | None = None,
) -> RegisterChange:
    """The change as it is then. Raises what the verb of the move raises."""
    if move == Move.CONFIRM:
        return confirm(change=change, by=by, scope=scope, at=at, today=today, version=version)
    if move == Move.REFUSE:
        return refuse(change=change, by=by, scope=scope, reason=reason, at=at, version=version)
    if move == Move.WITHDRAW:
        return withdraw(change=change, by=by, scope=scope, at=at, version=version)
    return undo(change=change, by=by, scope=scope, at=at, reason=reason, version=version)
