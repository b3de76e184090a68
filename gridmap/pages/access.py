"""The first line of every page of a household: is it in the scope, and what may the reader do with it?"""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from geodata.people.models import Household
from geodata.territory.scope import Right, Scope


@dataclass(frozen=True, slots=True)
class Rights:
    """What the reader may see and do with one household."""

    details: bool
    visit: bool
    link: bool


def find(scope: Scope, token: str, right: Right = Right.HOUSEHOLDS) -> Household:
    """The household if the right holds for it; else there is none. One query."""
    inside = Household.objects.within(scope.to(right)).select_related("village__parent", "grid")
    return get_object_or_404(inside, token=token)


def rights_to(household: Household, scope: Scope) -> Rights:
    def holds(right: Right) -> bool:
        part = scope.to(right)
        return part.holds_household(pk=household.pk, village=household.village_id, grid=household.grid_id)

    return Rights(holds(Right.DETAILS), holds(Right.VISIT), holds(Right.LINK))
