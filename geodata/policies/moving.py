"""One door for all moves of a version: which are offered to whom, and the verb of each."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.errors import BadInput
from geodata.base.scope import Scope
from geodata.policies import writing
from geodata.policies.lifecycle import LIFE
from geodata.policies.models import PolicyVersion
from geodata.policies.words import Move

DATED = frozenset({Move.PUT, Move.END})
"""They need a day."""


def offered(version: PolicyVersion, *, by: User, scope: Scope) -> list[Move]:
    """What may be done with it now."""
    return [Move(move) for move in LIFE.moves_from(version, by=by, scope=scope)]


def move_version(
    move: str, *, code: str, number: int, day: dt.date | None, seen: int | None, by: User, scope: Scope,
    at: dt.datetime, today: dt.date,
) -> PolicyVersion:  # fmt: skip
    """`day`: from which on it holds, or holds no more. Raises what the verb of the move raises."""
    told: dict[str, Any] = {"code": code, "number": number, "seen": seen, "by": by, "scope": scope, "at": at}
    if move in DATED and day is None:
        raise BadInput(_("The day is missing."), field="day", remedy=_("Choose today or a later day."))
    match move:
        case Move.CHECK:
            return writing.check_version(**told, on=today)
        case Move.REOPEN:
            return writing.reopen_version(**told)
        case Move.PUT:
            return writing.put_in_force(**told, since_day=day or today, today=today)
        case Move.END:
            return writing.end_version(**told, on=day or today, today=today)
        case _:
            raise BadInput(_("There is no such move."), field="move", value=move, remedy=_("Load it again."))
