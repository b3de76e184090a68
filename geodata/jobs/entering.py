"""Under whose rights a job is begun and done. Posts and links are to the right of jobs: who knows them says so at start-up."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from geodata.accounts.models import User
from geodata.base.scope import Scope


class ScopeOf(Protocol):
    """What a user may see and do on a day."""

    def __call__(self, user: User, *, on: dt.date) -> Scope: ...


@dataclass
class _Doors:
    scope_of: ScopeOf | None = None
    enter: ScopeOf | None = None


_doors = _Doors()


def jobs_enter_by(*, scope_of: ScopeOf, enter: ScopeOf) -> None:
    """`scope_of` only tells the scope; `enter` also puts the transaction under it."""
    _doors.scope_of, _doors.enter = scope_of, enter


def scope_of(user: User, *, on: dt.date) -> Scope:
    assert _doors.scope_of, "said in geodata/apps.py"
    return _doors.scope_of(user, on=on)


def enter(user: User, *, on: dt.date) -> Scope:
    """The user's scope, under which the transaction goes on."""
    assert _doors.enter, "said in geodata/apps.py"
    return _doors.enter(user, on=on)
