"""What the second line shows of meetings: where the right to them itself holds; whoever has a post in a grid attends the village's."""

from collections.abc import Collection

from django.db.models import Q

from geodata.base.scope import Right, Scope

GRID, VILLAGE = 15, 12
"""Digits of their codes."""


def villages(scope: Scope) -> Collection[int]:
    return scope.to(Right.MEET).villages


def attended(scope: Scope) -> list[str]:
    """Codes of villages in whose grids the scope has a post."""
    return sorted({grant.code[:VILLAGE] for grant in scope.to(Right.MEET).grants if len(grant.code) == GRID})


def inside(scope: Scope, prefix: str = "") -> Q:
    """The same as geodata/sql/policies/meeting.sql."""
    whole = Q(**{f"{prefix}villages__contained_by": sorted(villages(scope))})
    return whole | Q(**{f"{prefix}code__in": attended(scope)})
