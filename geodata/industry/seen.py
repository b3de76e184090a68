"""Where somebody sees and changes industry: by the posts and links that hold the right to the register, of which what households live on is a part."""

from collections.abc import Iterator

from django.db.models import Q

from geodata.base.access import refuse, require
from geodata.base.scope import Right, Scope
from geodata.people.models import Household
from geodata.posts.models import Post
from geodata.territory.models import Area

K = Post.Kind
KINDS = frozenset({K.MEDIUM_LEADER, K.VILLAGE_OFFICER, K.TOWNSHIP_OFFICER, K.COUNTY_OFFICER})
"""Posts that keep it up to date, each within its area. All others read."""
LENGTHS = (2, 4, 6, 9, 12)
"""Of codes from the province down to the village."""


def tops_of_changes(scope: Scope) -> list[str]:
    """The codes of the areas in which somebody keeps industry up to date."""
    return sorted({grant.code for grant in scope.to(Right.REGISTER).grants if grant.kind in KINDS})


def may_change(scope: Scope, area: Area) -> bool:
    return any(area.code.startswith(top) for top in tops_of_changes(scope))


def check_may_change(scope: Scope, area: Area) -> None:
    """Raises NotAllowed."""
    if not may_change(scope, area):
        refuse(Right.REGISTER)


def areas_of_changes(scope: Scope) -> Q:
    """A condition on areas."""
    return _under(tops_of_changes(scope), "")


def of_villages(scope: Scope) -> Q:
    """A condition on rows of a village: of one's own, the villages of own grids and households too. Raises NotAllowed without the right."""
    require(scope, Right.REGISTER)
    held = scope.to(Right.REGISTER)
    return Q(village__in=held.villages) | Q(village__code__in=sorted(_villages_around(held)))


def of_areas(scope: Scope) -> Q:
    """A condition on rows of an area: it lies within what one holds, or around it. Raises NotAllowed without the right."""
    require(scope, Right.REGISTER)
    held = scope.to(Right.REGISTER)
    codes = {*held.codes, *_villages_around(held)}
    around = {code[:length] for code in codes for length in LENGTHS if length <= len(code)}
    return Q(area__code__in=sorted(around)) | _under(sorted(held.codes), "area__")


def _under(codes: list[str], way: str) -> Q:
    inside = Q(pk__in=[])
    for code in codes:
        inside |= Q(**{f"{way}code__startswith": code})
    return inside


def _villages_around(held: Scope) -> Iterator[str]:
    """Codes of the villages of grids, and of single households."""
    yield from (code[:12] for code in held.codes if len(code) > 12)
    if held.households:
        own = Household.objects.filter(pk__in=sorted(held.households))
        yield from own.values_list("village__code", flat=True).distinct()
