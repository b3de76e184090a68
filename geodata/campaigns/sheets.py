"""Roll-calls on paper: whom a list asks for, and the sheet from which it is entered. Ice storms take the network."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.errors import BadInput, DomainError
from geodata.base.scope import Scope
from geodata.campaigns.figures import IS_REACHED
from geodata.campaigns.models import Campaign, CampaignTarget
from geodata.campaigns.results import MOST_AT_ONCE, ResultReport, record_result
from geodata.people.ordering import by_number


def to_reach(campaign: Campaign, *, scope: Scope, area: str = "") -> "QuerySet[CampaignTarget]":
    """Whom nobody has reached, in the order of the paper: by grid, special ones first. `area`: of this code alone."""
    found = CampaignTarget.objects.within(scope).filter(campaign=campaign).exclude(IS_REACHED)
    if area:
        found = found.filter(Q(village__code__startswith=area) | Q(household__grid__code=area))
    grid = F("household__grid__code").asc(nulls_last=True)
    beside = found.select_related("household__grid", "village", "holder")
    return beside.order_by("village__code", grid, "-special", by_number("household__number"), "pk")


@transaction.atomic
def record_sheet(
    *,
    campaign: Campaign,
    reports: Sequence[ResultReport],
    by: User,
    scope: Scope,
    at: dt.datetime,
    today: dt.date,
) -> list[DomainError | None]:
    """All rows are checked before anything is stored: what is wrong with each, None where nothing is. All are stored, or none."""
    if not 0 < len(reports) <= MOST_AT_ONCE:
        raise BadInput(_("Send 1 to 60 results at once."), field="results", value=len(reports))
    faults: list[DomainError | None] = []
    for report in reports:
        try:
            record_result(campaign=campaign, report=report, by=by, scope=scope, at=at, today=today)
        except DomainError as error:
            faults.append(error)
        else:
            faults.append(None)
    if any(faults):
        transaction.set_rollback(True)
    return faults
