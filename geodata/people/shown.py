"""What the second line shows beside the scope itself."""

from collections.abc import Iterable

from django.db.models import Q

from geodata.base.scope import Scope
from geodata.people.models import Household, Placement


def were_inside(scope: Scope) -> Iterable[int]:
    """Rows that lead to a household know its village but not its grid: a grid is shown by the households that are or were
    in it, so that its figures of past days stay what they were.
    """
    if not scope.grids:
        return ()
    return Placement.objects.filter(grid__in=scope.grids).values_list("household_id", flat=True)


def inside(scope: Scope) -> Q:
    """Rows of a household, by its village, its grid of today, or itself."""
    found = Q(village__in=scope.villages) | Q(household__in=scope.households)
    if scope.grids:
        found |= Q(household__in=Household.objects.filter(grid__in=scope.grids))
    return found
