"""What the second line shows of changes: where the right to the register itself holds, never where only counts do."""

from collections.abc import Iterable

from geodata.base.scope import Right, Scope


def villages(scope: Scope) -> Iterable[int]:
    return scope.to(Right.REGISTER).villages


def grids(scope: Scope) -> Iterable[int]:
    return scope.to(Right.REGISTER).grids


def households(scope: Scope) -> Iterable[int]:
    return scope.to(Right.REGISTER).households
