"""What the second line shows beside the scope itself."""

from collections.abc import Iterable

from geodata.base.scope import Scope


def departments(scope: Scope) -> Iterable[int]:
    """Those in which somebody with that scope works: rows that are given to them are shown by it."""
    return scope.departments
