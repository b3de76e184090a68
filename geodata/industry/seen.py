"""Where somebody sees and changes industry: by the posts and links that hold the right to the register, of which what households live on is a part."""

from collections.abc import Iterator

from django.db.models import Q

from geodata.base.access import refuse, require
from geodata.base.scope import Right, Scope
from geodata.people.models import Household
from geodata.posts.models import Post
from geodata.territory import codes
from geodata.territory.models import Area, inside

K = Post.Kind
KINDS = frozenset({K.MEDIUM_LEADER, K.VILLAGE_OFFICER, K.TOWNSHIP_OFFICER, K.COUNTY_OFFICER})
"""Posts that keep it up to date, each within its area. All others read."""


def _kept(scope: Scope) -> Scope:
    """The part of the scope in which somebody keeps industry up to date."""
    return Scope(tuple(grant for grant in scope.to(Right.REGISTER).grants if grant.kind in KINDS))


def may_change(scope: Scope, area: Area) -> bool:
    return _kept(scope).holds_code(area.code)


def check_may_change(scope: Scope, area: Area) -> None:
    """Raises NotAllowed."""
    if not may_change(scope, area):
        refuse(Right.REGISTER)


def areas_of_changes(scope: Scope) -> Q:
    """A condition on areas."""
    return inside(_kept(scope))


def of_villages(scope: Scope) -> Q:
    """A condition on rows of a village: of one's own, the villages of own grids and households too. Raises NotAllowed without the right."""
    require(scope, Right.REGISTER)
    held = scope.to(Right.REGISTER)
    return Q(village__in=held.villages) | Q(village__code__in=sorted(_villages_around(held)))


def of_areas(scope: Scope) -> Q:
    """A condition on rows of an area: it lies within what one holds, or around it. Raises NotAllowed without the right."""
    require(scope, Right.REGISTER)
    held = scope.to(Right.REGISTER)
    villages = {*_villages_around(held)}
    above = {area for code in (*held.codes, *villages) for area in codes.ancestors(code)}
    return Q(area__code__in=sorted(villages | above)) | inside(held, "area__code")


def _villages_around(held: Scope) -> Iterator[str]:
    """Codes of the villages of grids, and of single households."""
    village = codes.LENGTHS["village"]
    yield from (code[:village] for code in held.codes if len(code) > village)
    if held.households:
        own = Household.objects.filter(pk__in=sorted(held.households))
        yield from own.values_list("village__code", flat=True).distinct()
