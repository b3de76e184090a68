"""Who somebody is to an order: by posts and links of the day, by what is offered to him or her, and by what he or she has done with it."""

from collections.abc import Collection, Iterator
from types import SimpleNamespace
from typing import Any

from geodata.base.rls import Somebody
from geodata.base.scope import MEMBER, Grant, Right, Scope
from geodata.posts.models import Post
from geodata.services.words import Part

K = Post.Kind
OF_KIND: dict[str, Part] = {
    MEMBER: Part.OWN,
    K.SMALL_LEADER: Part.LINE,
    K.CADRE: Part.LINE,
    K.MEDIUM_LEADER: Part.LINE,
    K.VILLAGE_OFFICER: Part.LINE,
    K.TOWNSHIP_OFFICER: Part.OFFICE,
}
"""Large leaders and the county read, and are nobody here."""
ORDERERS = frozenset({Part.OWN, Part.LINE, Part.OFFICE})


def may_order(scope: Scope) -> bool:
    """Does a post or a link of that scope order services?"""
    return any(grant.kind in OF_KIND for grant in scope.to(Right.SERVE).grants)


def held_at(
    scope: Scope, *, village: int, grid: int | None = None, household: int | None = None
) -> frozenset[Part]:
    """By the posts and links that hold a place."""
    place = SimpleNamespace(village_id=village, grid_id=grid, household_id=household)
    return frozenset(_held(place, scope))


def parts_of(order: Any, *, scope: Scope, by: Somebody | None) -> frozenset[Part]:
    return frozenset() if by is None else frozenset((*_held(order, scope), *_of_deeds(order, scope, by)))


def _held(order: Any, scope: Scope) -> Iterator[Part]:
    for grant in scope.to(Right.SERVE).grants:
        part = OF_KIND.get(grant.kind)
        if part is not None and _holds(grant, order):
            yield part


def _holds(grant: Grant, order: Any) -> bool:
    return (
        order.village_id in grant.villages
        or (order.grid_id is not None and order.grid_id in grant.grids)
        or (order.household_id is not None and order.household_id in grant.households)
    )


def _of_deeds(order: Any, scope: Scope, by: Somebody) -> Iterator[Part]:
    if order.by_id == by.pk:
        yield Part.RECORDER
    if order.taken_by_id == by.pk or order.team_id in scope.teams:
        yield Part.TAKER
    elif order.team_id is None and order.taken_by_id is None and _is_asked(order, scope.teams, by.pk):
        yield Part.ASKED


def _is_asked(order: Any, teams: Collection[int], user: int) -> bool:
    return user in order.users or bool(set(order.teams) & set(teams))
