"""What a household lives on, and to which co-operatives it belongs, on its page. No income: there is none of a household."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import CharField, DecimalField, IntegerField, Value
from django.template.loader import render_to_string
from django.utils.functional import Promise

from geodata.base import periods
from geodata.base.scope import Right
from geodata.industry.models import CoopMembership
from geodata.people.access import holds
from geodata.people.models import Household, Livelihood
from gridmap.middleware import ScopedRequest
from gridmap.pages.base.access import Rights


@dataclass(frozen=True, slots=True)
class Line:
    """Crop, livestock or trade with its scale; or a co-operative with its key."""

    kind: Promise | str
    what: str
    scale: Decimal | None
    unit: str
    cooperative: int


def of_household(request: ScopedRequest, household: Household, rights: Rights, *, on: dt.date) -> str:
    if not holds(request.scope, household, Right.REGISTER):
        return ""
    context = {"lines": list(_lines(household, on))}
    return render_to_string("industry/parts/of_household.html", context, request)


def _lines(household: Household, on: dt.date) -> Iterator[Line]:
    """One query: the page has many sections."""
    none, empty = Value(None, DecimalField(max_digits=10, decimal_places=2)), Value("", CharField())
    lives = Livelihood.objects.filter(household=household)
    belongs = CoopMembership.objects.filter(periods.covers(on), household=household)
    rows = lives.values_list("kind", "what", "scale", "unit", Value(0, IntegerField())).union(
        belongs.values_list(empty, "cooperative__name", none, empty, "cooperative_id"), all=True
    )
    for kind, what, scale, unit, key in sorted(rows, key=lambda row: (row[4], row[0], row[1])):
        yield Line(Livelihood.Kind(kind).label if kind else "", what, scale, unit, key)
