"""Who somebody is to a need: by the posts and links of the day, by the level that holds it, and by what he or she has done with it."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from geodata.base.rls import Somebody
from geodata.base.scope import MEMBER, Grant, Right, Scope
from geodata.needs.words import Kind, Part
from geodata.posts.models import Post

K = Post.Kind
OF_KIND: dict[str, Part] = {
    MEMBER: Part.OWN,
    K.SMALL_LEADER: Part.LINE,
    K.CADRE: Part.LINE,
    K.MEDIUM_LEADER: Part.LINE,
    K.VILLAGE_OFFICER: Part.LINE,
    K.TOWNSHIP_OFFICER: Part.TOWNSHIP,
    K.COUNTY_OFFICER: Part.COUNTY,
}
"""A large leader reads, and is nobody here."""
HOLDERS = {1: Part.LINE, 2: Part.TOWNSHIP, 3: Part.COUNTY}


def may_record(scope: Scope) -> bool:
    """Does a post or a link of that scope record needs? A large leader reads alone."""
    return any(grant.kind in OF_KIND for grant in scope.to(Right.NEED).grants)


def held_at(scope: Scope, *, village: int, grid: int | None, household: int | None) -> frozenset[Part]:
    """By the posts and links that hold a place of which nothing is recorded yet."""
    return frozenset(
        held_in(SimpleNamespace(village_id=village, grid_id=grid, household_id=household), scope)
    )


def levels_of(scope: Scope) -> list[int]:
    """Those whose needs somebody with this scope holds."""
    held = {OF_KIND.get(grant.kind) for grant in scope.to(Right.NEED).grants}
    return [level for level, part in HOLDERS.items() if part in held]


def parts_of(need: Any, *, scope: Scope, by: Somebody | None) -> frozenset[Part]:
    """Nobody's scope has none; whom a sensitive need is about has none either."""
    if by is None or by.pk in need.named:
        return frozenset()
    held = frozenset(held_in(need, scope))
    if need.sensitive:
        held -= {Part.OWN, Part.LINE} | ({Part.TOWNSHIP} if need.least_level > 2 else set())
    return held | frozenset(_of_level(need, held)) | frozenset(_of_deeds(need, by))


def held_in(need: Any, scope: Scope) -> Iterator[Part]:
    """By the posts and links that hold its place."""
    for grant in scope.to(Right.NEED).grants:
        part = OF_KIND.get(grant.kind)
        if part is not None and _holds(grant, need):
            yield part


def _holds(grant: Grant, need: Any) -> bool:
    return (
        need.village_id in grant.villages
        or (need.grid_id is not None and need.grid_id in grant.grids)
        or (need.household_id is not None and need.household_id in grant.households)
    )


def _of_level(need: Any, held: frozenset[Part]) -> Iterator[Part]:
    holder, above = HOLDERS[need.level], HOLDERS[min(need.level + 1, 3)]
    in_village = need.kind == Kind.DISPUTE and need.level == 1
    wanted = {
        Part.HOLDER: holder,
        Part.DECLINER: Part.TOWNSHIP if in_village else holder,
        Part.GRANTOR: holder if need.handed_out else above,
    }
    yield from (part for part, asked in wanted.items() if asked in held)
    if need.sensitive and holder in held:
        yield Part.DISCREET


def _of_deeds(need: Any, by: Somebody) -> Iterator[Part]:
    deeds = {Part.RECORDER: need.by_id, Part.FOLLOWER: need.answered_by_id}
    if need.handed_out:
        deeds[Part.ASSIGNEE] = need.handler_id
    yield from (part for part, user in deeds.items() if user == by.pk)
