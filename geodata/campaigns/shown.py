"""What the second line shows of roll-calls: where the right to them itself holds, never where only counts do.

A department's officers hold it for their own place tasks (`gridmap.departments`), and for no household.
"""

from collections.abc import Collection

from django.db.models import Q

from geodata.base.scope import Right, Scope
from geodata.people import shown as people
from geodata.posts.shown import by_place


def plain(scope: Scope) -> Scope:
    """Without the posts of departments."""
    return by_place(scope, Right.CAMPAIGN)


def villages(scope: Scope) -> Collection[int]:
    return plain(scope).villages


def grids(scope: Scope) -> Collection[int]:
    return plain(scope).grids


def households(scope: Scope) -> Collection[int]:
    return plain(scope).households


def inside(scope: Scope) -> Q:
    """Rows of a household, by its village, its grid of today, or itself: as geodata/sql/policies/campaigntarget.sql."""
    return people.inside(plain(scope))
