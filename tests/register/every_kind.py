"""For each kind, what can be said of the county of the tests so that something changes."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from geodata.base.periods import today
from geodata.people.models import Household, Resident
from geodata.people.placing import occupy
from tests import village as v
from tests.roles import owner

Told = dict[str, Any]
"""`home` is whom it is about (None: nobody yet), `area` where, the rest what it says."""


@owner()
def somebody(home: Household, name: str = "例居民") -> Resident:
    return Resident.objects.create(household=home, village=home.village, name=name, birth_year=1950)


def merged(home: Household, neighbour: Household, _places: v.County) -> Told:
    somebody(home)
    return {"home": home, "into": neighbour.token, "number": "this", "size": 4}


SAID: dict[str, Callable[[Household, Household, v.County], Told]] = {
    "new": lambda _home, _near, places: {"home": None, "area": places.west.code, "head_name": "例新户", "phones": ["13800001111"]},
    "moved_in": lambda _home, _near, places: {"home": None, "area": places.grids[1].code, "head_name": "例新户", "came_from": "例县"},
    "corrected": lambda home, _near, _places: {
        "home": home, "point": {"lon": 112.5012345, "lat": 27.9012345, "quality": "phone"}, "size": 3,
    },
    "new_head": lambda home, _near, _places: {"home": home, "why": "death", "resident": somebody(home).pk},
    "moved": lambda home, _near, places: {"home": home, "grid": places.grids[1].code, "address": "例路2号"},
    "moved_across": lambda home, _near, places: {"home": home, "village": places.east.code, "address": "例路3号"},
    "moved_out": lambda home, _near, _places: {"home": home, "where": "例市"},
    "seasonal": lambda home, _near, _places: {"home": home, "where": "例市", "phone": "13800001111", "stays": "elderly"},
    "empty": lambda home, _near, _places: {"home": home},
    "came_back": lambda _home, _near, places: {"home": away(places)},
    "split": lambda home, _near, _places: {"home": home, "head_name": "例分户", "who": [somebody(home).pk], "size": 1},
    "merged": merged,
    "dissolved": lambda home, _near, _places: {"home": home, "why": "例"},
    "care_added": lambda home, _near, _places: {"home": home, "category": "destitute", "name": "例居民", "birth_year": 1950},
    "care_verified": lambda home, _near, _places: {"home": home, "record": home.care_records.get().pk},
    "care_ended": lambda home, _near, _places: {"home": home, "record": home.care_records.get().pk},
    "resident_added": lambda home, _near, _places: {"home": home, "name": "例居民", "relation": "母亲"},
    "resident_left": lambda home, _near, _places: {"home": home, "resident": somebody(home).pk},
    "resident_died": lambda home, _near, _places: {"home": home, "resident": somebody(home).pk},
}  # fmt: skip


@owner()
def away(places: v.County) -> Household:
    """One that has been away for a season for some days."""
    return occupy(household=places.homes[1], occupancy="seasonal", on=today() - dt.timedelta(days=9))
