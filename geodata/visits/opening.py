"""Reading one visit: whoever entered it, and those who may see the details of its household."""

import datetime as dt
import uuid

from geodata.accounts.models import User
from geodata.base.scope import Scope
from geodata.people.access import record_opening
from geodata.visits.models import Visit
from geodata.visits.permissions import visible_visit
from geodata.visits.sending import own_visit


def open_visit(client_id: uuid.UUID, *, by: User, scope: Scope, at: dt.datetime) -> Visit:
    """One's own wherever its household is by now. Its household is opened with it, and that is on record as for a household.

    Raises NotAllowed and NotFound as `visible_visit` does.
    """
    visit = own_visit(client_id, by=by) or visible_visit(client_id, scope=scope)
    record_opening(visit.household, by=by, at=at)
    return visit
