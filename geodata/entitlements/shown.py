"""What the second line shows of entitlements: where the right to them itself holds, and to a department those of its own policies."""

from functools import reduce
from operator import or_

from django.db.models import Q

from geodata.base.scope import Right, Scope
from geodata.policies.shown import inside, plain
from geodata.posts.models import Post

__all__ = ["entitled", "held_there", "inside", "plain"]


def departments(scope: Scope) -> frozenset[int]:
    """Those whose policies' entitlements are shown."""
    held = scope.to(Right.ENTITLE).grants
    return frozenset().union(
        *(grant.departments for grant in held if grant.kind == Post.Kind.DEPARTMENT_OFFICER)
    )


def entitled(scope: Scope) -> Q:
    """Rows of a household where the right itself holds, and of one's own departments."""
    found = inside(scope)
    if own := departments(scope):
        found |= Q(department__in=own)
    return found


def held_there(scope: Scope) -> Q:
    """Rows of an area below one's own, or above it."""
    tops = scope.to(Right.ENTITLE).codes
    parts = [Q(area__code__startswith=top) for top in tops]
    parts += [Q(area__code=top[:n]) for top in tops for n in (6, 9, 12) if n < len(top)]
    return reduce(or_, parts, Q(pk__in=[]))
