"""What there is to choose from where a change is proposed: residents, care records, categories, grids, other households."""

import datetime as dt
from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from geodata.base.scope import Right, Scope
from geodata.people.access import can_see_details
from geodata.people.categories import category_name, open_categories
from geodata.people.masking import shown_name
from geodata.people.models import CareRecord, Household, Resident
from geodata.register.ways import Choices
from geodata.territory.models import Area

MOST = 1000


def lists_of(home: Household, *, scope: Scope, on: dt.date) -> dict[str, Choices]:
    """All that can be chosen of one household. Six queries."""
    return {
        "residents": residents_of([home]).get(home.pk, []),
        "records": records_of(home, on=on),
        "categories": categories(on),
        "grids": grids_of([home.village_id], on=on).get(home.village_id, []),
        "households": others_of(home, scope=scope),
        "villages": villages_beside(home, on=on),
    }


def taken_along(tokens: Collection[str], *, scope: Scope, on: dt.date) -> dict[str, Any]:
    """What a phone needs to propose changes of these households without a network: no care records. Seven queries."""
    homes = list(Household.objects.within(scope.to(Right.REGISTER)).filter(token__in=tokens))
    villages = dict(Area.objects.filter(pk__in={home.village_id for home in homes}).values_list("pk", "code"))
    grids, residents = grids_of(villages, on=on), residents_of(homes)
    return {
        "categories": categories(on),
        "places": places_of(scope, on=on),
        "villages": villages_around(villages.values(), on=on),
        "grids": {code: grids.get(pk, []) for pk, code in villages.items()},
        "households": {
            home.token: {
                "village": villages[home.village_id],
                "occupancy": home.occupancy,
                "residents": residents.get(home.pk, []),
            }
            for home in homes
        },
    }


def residents_of(homes: Collection[Household]) -> dict[int, Choices]:
    """By household, those who live there."""
    here = Resident.objects.filter(household__in=homes, died_on=None, moved_out_on=None)
    found: dict[int, Choices] = {}
    for one in here.order_by("household", "pk"):
        found.setdefault(one.household_id, []).append((str(one.pk), f"{one.name} {one.relation}".strip()))
    return found


def records_of(home: Household, *, on: dt.date) -> Choices:
    """Care that holds on that day."""
    held = CareRecord.objects.filter(household=home, period__contains=on)
    return [
        (
            str(one.pk),
            f"{category_name(one.category)} {one.resident.name if one.resident else ''}".strip(),
        )
        for one in held.select_related("category", "resident").order_by("category__order", "pk")
    ]


def categories(on: dt.date) -> Choices:
    """Those that take somebody in."""
    return [(one.code, category_name(one)) for one in open_categories(on)]


def grids_of(villages: Collection[int], *, on: dt.date) -> dict[int, Choices]:
    """By village (key), its grids."""
    found: dict[int, Choices] = {}
    for grid in Area.objects.on(on).filter(level=Area.Level.GRID, parent__in=villages).order_by("code"):
        assert grid.parent_id is not None
        found.setdefault(grid.parent_id, []).append((grid.code, grid.name))
    return found


def villages_beside(home: Household, *, on: dt.date) -> Choices:
    """The other villages of the county, to which it may move."""
    villages = Area.objects.on(on).level(Area.Level.VILLAGE).under(home.village.code[:6])
    return [(one.code, one.name) for one in villages.exclude(pk=home.village_id).order_by("code")]


def villages_around(codes: Collection[str], *, on: dt.date) -> Choices:
    """All villages of the counties in which these villages lie."""
    known = Area.objects.on(on).level(Area.Level.VILLAGE)
    inside = [known.under(county) for county in sorted({code[:6] for code in codes})]
    found = reduce(or_, inside, known.none())
    return list(found.order_by("code").values_list("code", "name"))


def others_of(home: Household, *, scope: Scope) -> Choices:
    """Households of the village in which this one may go on."""
    seen = Household.objects.here().within(scope.to(Right.REGISTER)).filter(village=home.village_id)
    found = seen.exclude(pk=home.pk).order_by("number")[:MOST]
    return [
        (one.token, f"{one.number} {shown_name(one.head_name, details=can_see_details(scope, one))}")
        for one in found
    ]


def places_of(scope: Scope, *, on: dt.date) -> Choices:
    """Villages and grids (codes) where somebody may say that there is one more household: a village and its grids, or the
    grids in which one leads or looks after somebody. Two queries.
    """
    held = scope.to(Right.REGISTER)
    own = Household.objects.filter(pk__in=held.households).values_list("grid", "village").distinct()
    single = {*held.grids, *(grid or village for grid, village in own)}
    inside = Q(pk__in=single | held.villages) | Q(parent__in=held.villages)
    areas = Area.objects.on(on).filter(inside).select_related("parent").order_by("code")
    return [(area.code, _named(area)) for area in areas]


def _named(area: Area) -> str:
    above = area.parent.name if area.parent and area.level == Area.Level.GRID else ""
    return area.name if not above or area.name.startswith(above) else f"{above} {area.name}"
