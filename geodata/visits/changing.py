"""Who may correct or void a visit: whoever entered it, for some time, and those whose post holds the household."""

import datetime as dt

from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.errors import NotAllowed, Stale
from geodata.territory.scope import Right, Scope
from geodata.visits.models import Visit

AUTHOR_DAYS = 31
"""Days in which a visit can be changed by whoever entered it; afterwards only the line may."""


def may_change(visit: Visit, *, by: User, scope: Scope, on: dt.date) -> bool:
    """No query. `visit` with its household at hand, which lies in the scope."""
    home = visit.household
    visiting = scope.to(Right.VISIT)
    if home.village_id in visiting.villages or home.grid_id in visiting.grids:
        return True
    author = visit.entered_by_id == by.pk and home.pk in visiting.households
    return author and (on - visit.entered_at.date()).days <= AUTHOR_DAYS


def check_change(visit: Visit, *, by: User, scope: Scope, on: dt.date) -> None:
    """Raises NotAllowed."""
    if not may_change(visit, by=by, scope=scope, on=on):
        raise NotAllowed(
            _("This visit is not yours to change."),
            remedy=_("Ask the leader of the grid or the village office."),
        )


def version_of(visit: Visit) -> str:
    """What changes with every change of a visit."""
    return f"{visit.pk}.{visit.state}"


def check_version(visit: Visit, seen: str) -> None:
    """Raises Stale when it was changed since it was seen. "*" is any version."""
    if seen not in ("*", version_of(visit)):
        raise Stale(
            _("This visit was changed by someone else meanwhile."),
            field="If-Match",
            value=seen,
            remedy=_("It is now: %(state)s, version %(version)s. Look at it again, then decide.")
            % {"state": visit.get_state_display(), "version": version_of(visit)},
        )
