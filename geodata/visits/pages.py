"""Visits of one household page by page: the same ones, and as many, on its page and in the API."""

import datetime as dt
from dataclasses import dataclass

from geodata.people.models import Household
from geodata.visits.models import Visit, VisitKey

PER_PAGE = 20
"""Visits on one page."""


@dataclass(frozen=True, slots=True)
class VisitPage:
    """Visits, the latest first. `older`: where the next page begins, None at the end."""

    visits: list[Visit]
    older: VisitKey | None


def visits_of(household: Household, *, on: dt.date, before: VisitKey | None = None) -> VisitPage:
    """Up to that day, voided ones too: whoever looks after the household sees that one was taken back. Three queries."""
    visits = Visit.objects.filter(household=household).current().up_to(on).before(before)
    # One more than is shown tells whether there is a next page, without counting.
    rows = list(visits.prefetch_related("visitors__user")[: PER_PAGE + 1])
    last = rows[PER_PAGE - 1] if len(rows) > PER_PAGE else None
    return VisitPage(rows[:PER_PAGE], (last.day, last.pk) if last else None)
