"""The lantern on a household's page."""

import datetime as dt

from geodata.people.models import Household
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.access import Rights


def of_household(_request: ScopedRequest, household: Household, rights: Rights, *, on: dt.date) -> str:
    return f"a lantern at {household.number} on {on}" if rights.details else ""
