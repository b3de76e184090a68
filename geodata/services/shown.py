"""What the second line shows of orders: where the right to services itself holds, and what is offered to one's teams."""

from collections.abc import Collection

from geodata.base.scope import Right, Scope


def villages(scope: Scope) -> Collection[int]:
    return scope.to(Right.SERVE).villages


def grids(scope: Scope) -> Collection[int]:
    return scope.to(Right.SERVE).grids


def households(scope: Scope) -> Collection[int]:
    return scope.to(Right.SERVE).households


def teams(scope: Scope) -> Collection[int]:
    return scope.teams
