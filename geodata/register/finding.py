"""Changes as somebody may see them, and where somebody may propose one."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.base.access import refuse, require
from geodata.base.errors import BadInput, NotFound
from geodata.base.scope import Right, Scope
from geodata.people.access import find_household
from geodata.people.models import Household
from geodata.register.models import RegisterChange
from geodata.territory.models import Area

BESIDE = ("household__village", "household__grid", "village", "grid", "into", "proposed_by", "decided_by")


def find_change(number: int | str, *, scope: Scope, by: User | None = None) -> RegisterChange:
    """Of the scope, or a new household that `by` has proposed.

    Raises NotAllowed where the right to the register holds nowhere, NotFound outside of where it does.
    """
    require(scope, Right.REGISTER)
    change = RegisterChange.objects.within(scope, by=by).select_related(*BESIDE).filter(pk=number).first()
    if change is None:
        raise NotFound(str(number))
    return change


def find_changes(numbers: Sequence[int], *, scope: Scope) -> list[RegisterChange]:
    """All of these. Raises NotFound where one is not there for this reader."""
    found = RegisterChange.objects.within(scope).select_related(*BESIDE).in_bulk(numbers)
    for number in numbers:
        if number not in found:
            raise NotFound(str(number), field="changes", value=number)
    return list(found.values())


def place_of(
    *, token: str, area: str, of_household: bool, scope: Scope, on: dt.date
) -> tuple[Area, Area | None, Household | None]:
    """Village, grid and household that a change is about. Raises what `find_household` raises, BadInput for what is neither."""
    if of_household:
        home = find_household(token, scope=scope, right=Right.REGISTER)
        return home.village, home.grid, home
    require(scope, Right.REGISTER)
    place = Area.objects.on(on).select_related("parent").filter(code=area).first()
    if place is None or place.level not in (Area.Level.VILLAGE, Area.Level.GRID):
        raise BadInput(
            _("Say in which village the household lives."),
            field="area",
            value=area,
            remedy=_("Give the code of a village or grid."),
        )
    grid = place if place.level == Area.Level.GRID else None
    village = (place.parent if grid else place) or place
    _check_place(scope, village, grid)
    return village, grid, None


def _check_place(scope: Scope, village: Area, grid: Area | None) -> None:
    """Whoever looks after a household of the village may say that there is one more."""
    held = scope.to(Right.REGISTER)
    if village.pk in held.villages or (grid and grid.pk in held.grids):
        return
    if Household.objects.filter(village=village, pk__in=held.households).exists():
        return
    if scope.holds_code(village.code):
        refuse(Right.REGISTER)
    raise NotFound(village.code, field="area", value=village.code)
