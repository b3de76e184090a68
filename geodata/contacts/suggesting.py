"""For many households at once: the nearest member of the village who is able and has room, without an office being warned."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, Q

from geodata.contacts.models import ContactLink, Member
from geodata.contacts.room import has_room, warned_of
from geodata.people.lands import East, North
from geodata.people.models import Household
from geodata.periods import covers

RADIUS = 6_371_008.771415
"""Metres: the mean radius of WGS 84, as PostGIS takes it for distances on the sphere."""
UNKNOWN = 1e9


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A member for a household. `metres` is None when one of the two has no point."""

    member: int
    name: str
    metres: int | None
    load: int
    capacity: int


@dataclass
class _Helper:
    key: int
    name: str
    lon: float | None
    lat: float | None
    load: int
    capacity: int

    @property
    def is_free(self) -> bool:
        return has_room(self.load, self.capacity) and not warned_of(self.load)


def suggestions(
    households: Sequence[int], *, on: dt.date, besides: Collection[int] = ()
) -> dict[int, Suggestion]:
    """For each household (key), in that order, the nearest with room once those before it are taken.

    As `candidates` ranks them, without those of whom an office would then be warned; a member who looks after the household already, or is one of `besides`, is passed over.
    Three queries.
    """
    homes = {
        row[0]: row
        for row in Household.objects.filter(pk__in=households).values_list(
            "pk", "village_id", East("point"), North("point")
        )
    }
    helpers = _helpers({row[1] for row in homes.values()}, on=on, besides=besides)
    linked = defaultdict(set)
    links = ContactLink.objects.on(on).filter(household__in=households)
    for home, member in links.values_list("household_id", "member_id"):
        linked[home].add(member)
    found = {}
    for key in households:
        if key not in homes:
            continue
        _key, village, lon, lat = homes[key]
        free = [one for one in helpers[village] if one.is_free and one.key not in linked[key]]
        if best := _nearest(free, lon, lat):
            one, metres = best
            one.load += 1
            found[key] = Suggestion(one.key, one.name, metres, one.load, one.capacity)
    return found


def _helpers(villages: Iterable[int], *, on: dt.date, besides: Collection[int]) -> dict[int, list[_Helper]]:
    able = Member.objects.filter(covers(on), village__in=villages, ability=Member.Ability.ABLE)
    rows = (
        able.exclude(pk__in=besides)
        .annotate(load=Count("links", filter=Q(links__period__contains=on)))
        .order_by("pk")
    )
    found: dict[int, list[_Helper]] = defaultdict(list)
    for village, *one in rows.values_list(
        "village_id", "pk", "user__name", East("point"), North("point"), "load", "capacity"
    ):
        found[village].append(_Helper(*one))
    return found


def _nearest(
    helpers: Sequence[_Helper], lon: float | None, lat: float | None
) -> tuple[_Helper, int | None] | None:
    """The nearest, whoever has no point last, the lowest key of equals; None of none."""
    if not helpers:
        return None
    if lon is None or lat is None:
        return helpers[0], None
    away = _metres([(one.lon, one.lat) for one in helpers], lon, lat)
    place = int(away.argmin())
    return helpers[place], None if away[place] >= UNKNOWN else int(away[place])


def _metres(
    points: Sequence[tuple[float | None, float | None]], lon: float, lat: float
) -> np.typing.NDArray[np.float64]:
    """Whole metres along the sphere; UNKNOWN where there is no point."""
    degrees = np.array([(np.nan if x is None else x, np.nan if y is None else y) for x, y in points])
    east, north = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    lon, lat = np.radians(lon), np.radians(lat)
    half = np.sin((north - lat) / 2) ** 2 + np.cos(lat) * np.cos(north) * np.sin((east - lon) / 2) ** 2
    metres = np.rint(2 * RADIUS * np.arcsin(np.sqrt(half)))
    return np.where(np.isnan(metres), UNKNOWN, metres)
