"""The projects that concern a household, on its page."""

import datetime as dt

from django.template.loader import render_to_string

from geodata.base.scope import Right
from geodata.people.access import holds
from geodata.people.models import Household
from geodata.projects.finding import projects_of
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.access import Rights


def of_household(request: ScopedRequest, household: Household, rights: Rights, *, on: dt.date) -> str:
    """Nothing where there is none. One query."""
    if not holds(request.scope, household, Right.NEED):
        return ""
    lines = [(project, project.is_late(on)) for project in projects_of(household, scope=request.scope)]
    return render_to_string("projects/parts/of_household.html", {"lines": lines}, request) if lines else ""
