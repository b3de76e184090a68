"""The roll-calls that ask for a household, on its page, with what came of each: for whoever may read them there."""

import datetime as dt

from django.template.loader import render_to_string

from geodata.base.scope import Right
from geodata.campaigns.models import CampaignTarget
from geodata.people.access import holds
from geodata.people.models import Household
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.access import Rights

LATEST = 10


def of_household(request: ScopedRequest, household: Household, rights: Rights, *, on: dt.date) -> str:
    """The latest ten; nothing where no roll-call has asked for it."""
    if not rights.details or not holds(request.scope, household, Right.CAMPAIGN):
        return ""
    found = CampaignTarget.objects.within(request.scope).filter(household=household)
    targets = list(found.select_related("campaign").order_by("-pk")[:LATEST])
    if not targets:
        return ""
    return render_to_string("campaigns/parts/of_household.html", {"targets": targets}, request)
