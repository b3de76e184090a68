"""What the second line shows of answers, matchings and entitlements: where the right to entitlements itself holds.

A department's officers hold that right for their own policies, not in their county: households are shown to them by the rows of
their department alone (`gridmap.departments`).
"""

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q

from geodata.base.scope import Right, Scope
from geodata.people import shown as people
from geodata.policies.lifecycle import OFFICES
from geodata.posts.shown import by_place


def plain(scope: Scope) -> Scope:
    """Without the posts of departments."""
    return by_place(scope, Right.ENTITLE)


def villages(scope: Scope) -> Collection[int]:
    return plain(scope).villages


def grids(scope: Scope) -> Collection[int]:
    return plain(scope).grids


def households(scope: Scope) -> Collection[int]:
    return plain(scope).households


def inside(scope: Scope) -> Q:
    """Rows of a household, by its village, its grid of today, or itself."""
    return people.inside(plain(scope))


def written(scope: Scope) -> Q:
    """Versions of policies that somebody with that scope may write."""
    held = scope.to(Right.POLICY).grants
    parts = [
        Q(policy__area__code__startswith=grant.code)
        & (Q() if grant.kind in OFFICES else Q(policy__department__in=grant.departments))
        for grant in held
    ]
    return reduce(or_, parts, Q(pk__in=[]))
