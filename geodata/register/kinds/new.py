"""A household that was not in the register: found, or moved in."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geodata.base import texts
from geodata.base.errors import Conflict
from geodata.people.models import Household
from geodata.people.placing import known_from
from geodata.register import payload
from geodata.register.kinds.description import DESCRIPTION, GRID, described, grid_said
from geodata.register.kinds.kind import Kind, Work

MADE = {
    **DESCRIPTION,
    **GRID,
    "head_name": payload.person(required=True),
    "number": payload.text(30, even=texts.number),
}


def check_number(work: Work) -> None:
    """Raises Conflict where the village has a household of that number."""
    number = work.payload.get("number")
    if number and work.books.numbers.taken(work.village.pk, number):
        raise Conflict(
            _("This number is already taken in the village."),
            field="payload.number",
            value=number,
            remedy=_("Give another number, or leave it out."),
        )


def made(work: Work, **like: Any) -> Household:
    """As the change describes it (else `like`), with the next number of the village where it says none."""
    village = work.change.deciding
    numbers, said = work.books.numbers, work.payload.get("number")
    grid = grid_said(work) or (None if work.change.into_id else work.grid)
    number = (
        numbers.take(village.pk, said) if said else numbers.take_next(village.pk, grid.pk if grid else None)
    )
    home = Household(pk=work.books.new_key(Household), village=village, grid=grid, number=number, **like)
    described(home, work)
    for row in (home, *known_from(home, on=work.on)):
        work.add(row)
    work.touched.add(home.pk)
    return home


class New(Kind):
    name = "new"
    label = gettext_lazy("new household")
    fields = MADE
    of_household = False
    makes = True

    def check(self, work: Work) -> None:
        check_number(work)
        grid_said(work)

    def apply(self, work: Work) -> None:
        made(work)


class MovedIn(New):
    name = "moved_in"
    label = gettext_lazy("moved in")
    fields = MADE | {"came_from": payload.text(60)}
