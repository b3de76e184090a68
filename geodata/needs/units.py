"""The office that holds a need at its level, and to whom it can give it."""

import datetime as dt
from typing import NamedTuple

from geodata.needs.models import Need
from geodata.posts.departments import Department
from geodata.territory.models import Area

LEVELS = {1: Area.Level.VILLAGE, 2: Area.Level.TOWNSHIP, 3: Area.Level.COUNTY}


def office_of(village: Area, level: int) -> Area:
    """The village itself, its township or its county, by the tree of areas."""
    area = village
    for _up in range(1, level):
        assert area.parent is not None  # Law of areas: below the county each has one.
        area = area.parent
    return area


def give_to_office(need: Need) -> None:
    """It is with the office of its level again, and with nobody in it. Nothing is saved."""
    need.unit_area = office_of(need.village, need.level)
    need.unit_department, need.handler, need.handed_out = None, None, False


class Units(NamedTuple):
    """To whom a need can be assigned above the village."""

    departments: list[Department]
    offices: list[Area]


def offices_for(need: Need) -> list[Area]:
    """Of its level and of those below it to which the village belongs; of a sensitive one none below its least level."""
    return [office_of(need.village, level) for level in range(need.level, need.least_level - 1, -1)]


def units_below(need: Need, *, on: dt.date) -> Units:
    """Departments of the office of its level and of those below it, and these. One query."""
    offices = offices_for(need)
    departments = Department.objects.on(on).filter(area__in=offices).select_related("area")
    return Units(list(departments.order_by("area__code", "code")), offices[1:])
