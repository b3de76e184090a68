"""How a household is described, as several kinds of change say it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from geodata.base import texts
from geodata.base.errors import BadInput
from geodata.people.models import Household
from geodata.register import payload
from geodata.register.kinds.kind import Work
from geodata.register.payload import Field
from geodata.register.points import point_of
from geodata.territory.models import Area

PLACE: Mapping[str, Field] = {
    "address": payload.text(200, even=texts.place),
    "group": payload.text(40, even=texts.number),
    "building": payload.text(40, even=texts.number),
    "entrance": payload.text(20, even=texts.number),
    "door": payload.text(20, even=texts.number),
    "point": payload.point(Household.PointQuality.values),
}
GRID: Mapping[str, Field] = {"grid": payload.text(15, even=texts.digits)}
"""The code of a grid of the village; else the one in which the point lies."""
DESCRIPTION: Mapping[str, Field] = {
    "head_name": payload.person(),
    "phones": payload.phone_list(),
    "size": payload.whole(1, 50),
    **PLACE,
}

POINT = ("point", "point_quality", "point_since", "point_datum")


def described(home: Household, work: Work) -> None:
    """With what the change says of it."""
    for name, value in work.payload.items():
        if name == "point":
            home.point = point_of(value)
            home.point_quality, home.point_since, home.point_datum = value["quality"], work.on, ""
            work.changed(home, *POINT)
        elif name in DESCRIPTION:
            setattr(home, name, value)
            work.changed(home, name)


def differs(home: Household, values: Mapping[str, Any]) -> bool:
    """Does it say anything of the household that is not so already?"""
    return any(
        home.point is None or not home.point.equals_exact(point_of(value), 1e-7)
        if name == "point"
        else getattr(home, name) != value
        for name, value in values.items()
        if name in DESCRIPTION
    )


def grid_said(work: Work) -> Area | None:
    """The grid of the village that the change names, or in which its point lies. Raises BadInput for another."""
    code = work.payload.get("grid")
    if code is None:
        return work.books.grid_of_point(work.change)
    if (grid := work.books.grid_called(code, work.change)) is None:
        raise BadInput(
            _("There is no such grid in this village."),
            field="payload.grid",
            value=code,
            remedy=_("Give the 15 digits of a grid of the village."),
        )
    return grid
