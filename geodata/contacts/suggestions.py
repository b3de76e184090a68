"""For many households at once: the nearest member of the village who is able and has room, without an office being warned."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Count, Q

from geodata.contacts.capacity import has_room, warned_of
from geodata.contacts.models import ContactLink, Member
from geodata.people.models import Household
from geodata.people.snapshot import homes

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
    lon: float
    lat: float
    name: str
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
    known = homes(Household.objects.filter(pk__in=households))
    at = {
        key: (village, *degrees)
        for key, village, degrees in zip(
            known.ids.tolist(), known.village.tolist(), known.degrees.tolist(), strict=True
        )
    }
    helpers = _helpers(set(known.village.tolist()), on=on, besides=besides)
    linked = defaultdict(set)
    links = ContactLink.objects.on(on).filter(household__in=households)
    for home, member in links.values_list("household_id", "member_id"):
        linked[home].add(member)
    suggested = {}
    for key in households:
        if key not in at:
            continue
        village, lon, lat = at[key]
        free = [one for one in helpers[village] if one.is_free and one.key not in linked[key]]
        if best := _nearest(free, lon, lat):
            one, metres = best
            # Whoever comes next in the list finds this place taken, as if it were assigned already.
            one.load += 1
            suggested[key] = Suggestion(one.key, one.name, metres, one.load, one.capacity)
    return suggested


def _helpers(villages: Iterable[int], *, on: dt.date, besides: Collection[int]) -> dict[int, list[_Helper]]:
    able = Member.objects.able(on).filter(village__in=villages)
    rows = (
        able.exclude(pk__in=besides)
        .annotate(load=Count("links", filter=Q(links__period__contains=on)))
        .order_by("pk")
    )
    helpers: dict[int, list[_Helper]] = defaultdict(list)
    known = homes(rows, "user__name", "load", "capacity_then", grid="")
    for key, village, (lon, lat), *more in zip(
        known.ids.tolist(), known.village.tolist(), known.degrees.tolist(), *known.more.values(), strict=True
    ):
        helpers[village].append(_Helper(key, lon, lat, *more))
    return helpers


def _nearest(helpers: Sequence[_Helper], lon: float, lat: float) -> tuple[_Helper, int | None] | None:
    """The nearest, whoever has no point last, the lowest key of equals; None of none."""
    if not helpers:
        return None
    if np.isnan(lon):
        # Without a point nobody is near: then the lowest key, so that the same question has the same answer.
        return helpers[0], None
    away = _metres([(one.lon, one.lat) for one in helpers], lon, lat)
    place = int(away.argmin())
    return helpers[place], None if away[place] >= UNKNOWN else int(away[place])


def _metres(points: Sequence[tuple[float, float]], lon: float, lat: float) -> np.typing.NDArray[np.float64]:
    """Whole metres along the sphere; UNKNOWN where there is no point."""
    east, north = np.radians(np.array(points)).T
    lon, lat = np.radians(lon), np.radians(lat)
    half = np.sin((north - lat) / 2) ** 2 + np.cos(lat) * np.cos(north) * np.sin((east - lon) / 2) ** 2
    metres = np.rint(2 * RADIUS * np.arcsin(np.sqrt(half)))
    return np.where(np.isnan(metres), UNKNOWN, metres)
