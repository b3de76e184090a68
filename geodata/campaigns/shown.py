"""What the second line shows of roll-calls: where the right to them itself holds, never where only counts do.

A department's officers hold it for their own place tasks (`gridmap.departments`), and for no household.
"""

from collections.abc import Collection

from django.db.models import Q

from geodata.base.scope import Right, Scope
from geodata.people.models import Household
from geodata.posts.models import Post


def plain(scope: Scope) -> Scope:
    """Without the posts of departments."""
    held = scope.to(Right.CAMPAIGN).grants
    return Scope(tuple(grant for grant in held if grant.kind != Post.Kind.DEPARTMENT_OFFICER))


def villages(scope: Scope) -> Collection[int]:
    return plain(scope).villages


def grids(scope: Scope) -> Collection[int]:
    return plain(scope).grids


def households(scope: Scope) -> Collection[int]:
    return plain(scope).households


def inside(scope: Scope) -> Q:
    """Rows of a household, by its village, its grid of today, or itself: as geodata/sql/policies/campaigntarget.sql."""
    found = Q(village__in=villages(scope)) | Q(household__in=households(scope))
    if inner := grids(scope):
        found |= Q(household__in=Household.objects.filter(grid__in=inner))
    return found
