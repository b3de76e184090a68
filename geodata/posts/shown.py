"""What the second line shows beside the scope itself."""

from collections.abc import Iterable

from geodata.base.scope import Right, Scope
from geodata.posts.models import Post


def departments(scope: Scope) -> Iterable[int]:
    """Those in which somebody with that scope works: rows that are given to them are shown by it."""
    return scope.departments


def by_place(scope: Scope, right: Right) -> Scope:
    """Where the right itself holds, without posts of departments: to these their own rows are shown, and no household."""
    held = scope.to(right).grants
    return Scope(tuple(grant for grant in held if grant.kind != Post.Kind.DEPARTMENT_OFFICER))
