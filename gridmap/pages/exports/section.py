"""On a household's page, for those who see its details: everything that is held about it, as a file."""

import datetime as dt

from django.template.loader import render_to_string

from geodata.people.models import Household
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.access import Rights


def of_household(request: ScopedRequest, household: Household, rights: Rights, *, on: dt.date) -> str:
    if not rights.details:
        return ""
    return render_to_string("exports/parts/of_household.html", {"household": household}, request)
