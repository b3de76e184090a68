"""Households with their history, their livelihoods and the care that they need."""

from itertools import repeat

import numpy as np

from geodata.demo.calendar import Calendar
from geodata.demo.copying import copy, next_id
from geodata.demo.county import County
from geodata.demo.people import LIVELIHOODS, OCCUPANCIES, QUALITIES, REDRAW_AGE, REGISTER_AGE
from geodata.demo.rows.keys import Keys, as_points, copy_of_households, keyed, numbers
from geodata.people.models import (
    CareCategory,
    CareRecord,
    Household,
    Livelihood,
    OccupancyPeriod,
    Placement,
    Resident,
)


def write_households(county: County, keys: Keys, calendar: Calendar) -> None:
    families = county.households
    known = families.has_point.tolist()
    copy(
        Household,
        {
            "id": numbers(keys.households, len(known)),
            "token": families.token,
            "village_id": (keys.villages + families.village).tolist(),
            "grid_id": keyed(keys.grids, families.grid),
            "number": families.number,
            "head_name": families.head,
            "group": families.group,
            "address": families.address,
            "building": families.building,
            "entrance": families.entrance,
            "door": families.door,
            "phones": [f"{{{','.join(some)}}}" for some in families.phones],
            "size": families.size.tolist(),
            "point": as_points(families.points, families.has_point),
            "point_quality": [
                QUALITIES[q] if has else "" for q, has in zip(families.quality.tolist(), known, strict=True)
            ],
            "point_since": [
                day if has else None
                for day, has in zip(calendar.texts(families.point_age), known, strict=True)
            ],
            "point_datum": ["wgs84" if has else "" for has in known],
            "occupancy": [OCCUPANCIES[o] for o in families.occupancy.tolist()],
            "synthetic": repeat(True),
        },
    )


def write_history(county: County, keys: Keys, calendar: Calendar) -> None:
    """Where each household belonged, how it was lived in, and what it lives on."""
    families = county.households
    everyone = np.arange(len(families.size))
    moved, changed = np.flatnonzero(families.old_grid >= 0), np.flatnonzero(families.occupancy_age >= 0)
    begun = np.where(families.old_grid >= 0, REDRAW_AGE, REGISTER_AGE)
    copy_of_households(
        Placement, county, keys, np.r_[everyone, moved],
        grid_id=keyed(keys.grids, np.r_[families.grid, families.old_grid[moved]]),
        period=calendar.since(begun) + [f"[{calendar.text(REGISTER_AGE)},{calendar.text(REDRAW_AGE)})"] * len(moved),
    )  # fmt: skip
    begun = np.where(families.occupancy_age >= 0, families.occupancy_age, REGISTER_AGE)
    before = calendar.between(np.full(len(changed), REGISTER_AGE), families.occupancy_age[changed])
    copy_of_households(
        OccupancyPeriod, county, keys, np.r_[everyone, changed],
        occupancy=[OCCUPANCIES[o] for o in families.occupancy.tolist()] + [OCCUPANCIES[0]] * len(changed),
        period=calendar.since(begun) + before,
    )  # fmt: skip
    kinds = [LIVELIHOODS[what] for what in county.livelihoods.what.tolist()]
    copy_of_households(
        Livelihood, county, keys, county.livelihoods.household,
        kind=[kind for kind, *_ in kinds],
        what=[what for _, what, *_ in kinds],
        scale=county.livelihoods.scale.tolist(),
        unit=[unit for _, _, unit, *_ in kinds],
    )  # fmt: skip


def write_care(county: County, keys: Keys, calendar: Calendar) -> None:
    """Care records, and a resident for each that concerns one person."""
    care = county.care
    first = next_id(Resident)
    concerned = np.flatnonzero([bool(name) for name in care.resident])
    resident = np.full(len(care.resident), -1)
    resident[concerned] = np.arange(len(concerned))
    categories = dict(CareCategory.objects.values_list("code", "pk"))
    copy_of_households(
        Resident, county, keys, care.household[concerned],
        id=numbers(first, len(concerned)),
        name=[care.resident[index] for index in concerned],
        birth_year=care.birth_year[concerned].tolist(),
        relation=[""] * len(concerned),
        synthetic=[True] * len(concerned),
    )  # fmt: skip
    copy_of_households(
        CareRecord, county, keys, care.household,
        resident_id=keyed(first, resident),
        category_id=[categories[code] for code in care.category],
        period=calendar.between(care.since_age, care.until_age),
        source=care.source,
        verified_on=calendar.texts(care.verified_age),
    )  # fmt: skip
