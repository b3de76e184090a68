"""A need in a list: as much of it as the reader may know."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from geodata.accounts.models import User
from geodata.base.scope import Right, Scope
from geodata.needs.finding import is_late, may_read
from geodata.needs.models import Need
from geodata.needs.words import OPEN
from geodata.people.models import Household


@dataclass(frozen=True, slots=True)
class Line:
    """`whole`: else its number and state alone. `home`: only where the reader sees the household's details."""

    need: Need
    whole: bool
    late: bool
    home: Household | None

    @property
    def due_at(self) -> dt.datetime | None:
        """Of one that somebody still has to settle."""
        return self.need.due_at if self.whole and self.need.state in OPEN else None


def lines_of(needs: Iterable[Need], *, by: User, scope: Scope, at: dt.datetime) -> list[Line]:
    """No query, where the needs came with what is listed of them."""
    details = scope.to(Right.DETAILS)
    return [_line(need, details, by=by, scope=scope, at=at) for need in needs]


def _line(need: Need, details: Scope, *, by: User, scope: Scope, at: dt.datetime) -> Line:
    whole = may_read(need, by=by, scope=scope)
    home = need.household
    seen = home is not None and details.holds_household(
        pk=home.pk, village=home.village_id, grid=home.grid_id
    )
    return Line(need, whole, whole and is_late(need, at=at), home if whole and seen else None)
