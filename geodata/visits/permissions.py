"""Who may read, correct or void a visit: whoever entered it, for some time, and those whose post holds the household."""

import datetime as dt
import uuid

from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.access import require
from geodata.base.errors import NotAllowed, NotFound, Stale
from geodata.base.scope import Right, Scope
from geodata.people.models import Household
from geodata.visits.models import Visit

AUTHOR_DAYS = 31
"""Days in which a visit can be changed by whoever entered it; afterwards only the line may."""


def visible_visit(client_id: uuid.UUID, *, scope: Scope) -> Visit:
    """The visit of that id, if its household's details may be seen.

    Raises NotAllowed where they may be seen of no household at all, NotFound outside the scope.
    """
    require(scope, Right.DETAILS)
    inside = Household.objects.within(scope.to(Right.DETAILS))
    visits = Visit.objects.filter(client_id=client_id, household__in=inside)
    beside = ("household__village", "household__grid", "corrects", "entered_by")
    if (visit := visits.select_related(*beside).first()) is None:
        raise NotFound(str(client_id))
    return visit


def can_change(visit: Visit, *, by: User, scope: Scope, on: dt.date) -> bool:
    """No query. `visit` with its household at hand, which lies in the scope."""
    home = visit.household
    visiting = scope.to(Right.VISIT)
    if home.village_id in visiting.villages or home.grid_id in visiting.grids:
        return True
    author = visit.entered_by_id == by.pk and home.pk in visiting.households
    return author and (on - visit.entered_at.date()).days <= AUTHOR_DAYS


def check_change(visit: Visit, *, by: User, scope: Scope, on: dt.date) -> None:
    """Raises NotAllowed."""
    if not can_change(visit, by=by, scope=scope, on=on):
        raise NotAllowed(
            _("You cannot change this visit."),
            remedy=_("Ask the leader of the grid or the village office."),
        )


def version_of(visit: Visit) -> str:
    """What changes with every change of a visit."""
    return f"{visit.pk}.{visit.state}"


def check_version(visit: Visit, seen: str) -> None:
    """Raises Stale when it was changed since it was seen. "*" is any version."""
    if seen not in ("*", version_of(visit)):
        raise Stale(
            _("Someone else has changed this visit in the meantime."),
            field="If-Match",
            value=seen,
            remedy=_("It is now: %(state)s, version %(version)s. Check it again, then decide.")
            % {"state": visit.get_state_display(), "version": version_of(visit)},
        )
