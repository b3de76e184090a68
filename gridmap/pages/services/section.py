"""The orders of a household, on its page: for whoever may read them there. Wishes too: who looks after it knows whose they are."""

import datetime as dt

from django.template.loader import render_to_string
from django.utils import timezone

from geodata.base.scope import Right
from geodata.people.access import holds
from geodata.people.models import Household
from geodata.services.finding import LISTED
from geodata.services.models import ServiceOrder
from geodata.services.parts import may_order
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.access import Rights
from gridmap.pages.services.ledger import lines_of

LATEST = 10


def of_household(request: ScopedRequest, household: Household, rights: Rights, *, on: dt.date) -> str:
    """The latest ten."""
    if not holds(request.scope, household, Right.SERVE):
        return ""
    found = ServiceOrder.objects.within(request.scope, by=request.user.pk).filter(household=household)
    orders = list(found.select_related(*LISTED).order_by("-pk")[: LATEST + 1])
    context = {
        "household": household,
        "lines": lines_of(orders[:LATEST], scope=request.scope, at=timezone.now()),
        "more": len(orders) > LATEST,
        "may_order": may_order(request.scope) and not household.has_left,
    }
    return render_to_string("services/parts/of_household.html", context, request)
