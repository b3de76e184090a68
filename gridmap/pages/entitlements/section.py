"""What a household is entitled to, on its page, in four groups, and what was done on its behalf: for whoever may follow that there."""

import datetime as dt

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from geodata.base.scope import Right
from geodata.entitlements.finding import of_household as found_of
from geodata.entitlements.models import AgencyService
from geodata.entitlements.recording import may_help
from geodata.entitlements.sheet import SheetState, may_print, standing
from geodata.entitlements.shown import plain
from geodata.people.access import holds
from geodata.people.models import Household
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.access import Rights
from gridmap.pages.entitlements.worklist import lines_of

LATEST = 5


def of_household(request: ScopedRequest, household: Household, rights: Rights, *, on: dt.date) -> str:
    if not holds(plain(request.scope), household, Right.ENTITLE):
        return ""
    groups = found_of(household, scope=request.scope)
    services = AgencyService.objects.within(request.scope).filter(household=household).order_by("-day", "-pk")
    latest = list(services[: LATEST + 1])
    context = {
        "household": household,
        "groups": [
            (title, lines_of(rows, request))
            for title, rows in (
                (_("To be told"), groups.to_tell),
                (_("Under way"), groups.under_way),
                (_("Received"), groups.received),
                (_("Over"), groups.over),
            )
            if rows
        ],
        "services": latest[:LATEST],
        "more": len(latest) > LATEST,
        "person_times": services.count() if latest else 0,
        "may_help": may_help(household, request.scope),
        "sheet": None,
    }
    # Where nothing was ever found, none is needed.
    if groups and may_print(household, request.scope):
        known = [*groups.to_tell, *groups.under_way, *groups.received]
        now = standing(household, scope=request.scope, known=known)
        context |= {
            "sheet": now,
            "sheet_says": SheetState(now.state).label if now.state else "",
            "sheets": settings.POLICY_SHEETS,
        }
    return render_to_string("entitlements/parts/of_household.html", context, request)
