"""What the second line shows of needs: where the right to them itself holds, never where only counts do.

Sensitive ones are shown to the offices of townships and counties alone, and those about somebody of a township to the county's.
"""

from collections.abc import Collection

from geodata.base.scope import SERVICE, Right, Scope
from geodata.posts.models import Post

HIGHEST = frozenset({Post.Kind.COUNTY_OFFICER.value, SERVICE})
HIGH = HIGHEST | {Post.Kind.TOWNSHIP_OFFICER.value}


def villages(scope: Scope) -> Collection[int]:
    return scope.to(Right.NEED).villages


def grids(scope: Scope) -> Collection[int]:
    return scope.to(Right.NEED).grids


def households(scope: Scope) -> Collection[int]:
    return scope.to(Right.NEED).households


def sensitive_villages(scope: Scope) -> Collection[int]:
    return _of(scope, HIGH)


def highest_villages(scope: Scope) -> Collection[int]:
    return _of(scope, HIGHEST)


def _of(scope: Scope, kinds: Collection[str]) -> Collection[int]:
    held = [grant.villages for grant in scope.to(Right.NEED).grants if grant.kind in kinds]
    return frozenset().union(*held)


def nothing(_scope: Scope) -> Collection[int]:
    """What only a verb reaches, while it runs: see `at_hand` of assigning.py."""
    return ()
