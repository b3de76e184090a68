"""The needs of a household, on its page: for whoever may read them there. Sensitive ones stand on no page of a household."""

import datetime as dt

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from geodata.base.scope import Right
from geodata.needs.along import own_needs
from geodata.needs.finding import LISTED
from geodata.needs.models import Need
from geodata.needs.notes import old_notes
from geodata.needs.parts import may_record
from geodata.needs.words import CONTENT, Answer
from geodata.people.access import holds
from geodata.people.models import Household
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.access import Rights
from gridmap.pages.needs.lines import lines_of

LATEST = 10


def of_household(request: ScopedRequest, household: Household, rights: Rights, *, on: dt.date) -> str:
    """Its own, those of others that concern it too, those that the reader is to ask about, and old notes of his or hers."""
    if not holds(request.scope, household, Right.NEED):
        return ""
    by, scope, now = request.user, request.scope, timezone.now()
    about = Q(household=household) | Q(others__household=household)
    found = Need.objects.within(scope, by=by.pk).told().filter(about).distinct()
    needs = found.select_related(*LISTED).order_by("-pk")[: LATEST + 1]
    lines = lines_of(needs, by=by, scope=scope, at=now)
    context = {
        "household": household,
        "asked": [need for need in own_needs([household.token], by=by, scope=scope, at=now) if need.ask],
        "contents": [(one.value, one.label) for one in CONTENT],
        "discontent": Answer.NOT.label,
        "notes": old_notes(by=by, scope=scope, on=on, home=household),
        "lines": lines[:LATEST],
        "more": len(lines) > LATEST,
        "may_record": may_record(scope),
    }
    return render_to_string("needs/parts/of_household.html", context, request)
