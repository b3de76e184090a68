"""Households and members of an area as arrays for the pairing, in six queries."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from geodata.contacts.models import ContactLink, Member
from geodata.contacts.pairing import Households, Members, Places
from geodata.contacts.pairing_problem import NOBODY, Ints
from geodata.errors import NotFound
from geodata.people.lands import East, North
from geodata.people.models import EXEMPT_OCCUPANCIES, CareRecord, Household
from geodata.people.ordering import by_number
from geodata.periods import covers
from geodata.territory import codes
from geodata.territory.models import Area, Boundary
from geodata.territory.plane import Plane

UNKNOWN = -1


@dataclass(frozen=True)
class Asked:
    """What `propose` takes, with the rows behind it: ids of households (in the order of rosters) and of members."""

    households: Households
    members: Members
    household_ids: Ints
    member_ids: Ints


def load(code: str, *, on: dt.date) -> Asked:
    """Who may be paired with whom in the area of that code (a grid up to a county) on that day. Six queries.

    Households where nobody lives are left out. Members are those of the area's villages, and others who look after a
    household here. What a member looks after besides counts against the capacity: second contacts, other areas.
    Raises NotFound when no village lies there.
    """
    townships = _townships(code, on=on)
    rows = _household_rows(code, list(townships))
    here = {row[0]: place for place, row in enumerate(rows)}
    special = set(_special(list(townships), on=on))
    links = [link for link in _links(list(townships), on=on) if link[0] in here]
    member_rows = _member_rows(list(townships), {link[1] for link in links}, on=on)
    index = {row[0]: place for place, row in enumerate(member_rows)}
    known = [(here[home], index[who], primary) for home, who, primary in links if who in index]
    plane = _plane([*rows, *member_rows])
    present = np.full(len(rows), NOBODY)
    for home, who, primary in known:
        if primary:
            present[home] = who
    barred = [(home, who) for home, who, primary in known if not primary]
    return Asked(
        Households(
            at=_places(rows, townships, plane),
            special=np.array([row[0] in special for row in rows], bool),
            member=present,
            barred=np.array(barred, np.int64).reshape(-1, 2),
        ),
        _members(member_rows, townships, plane, Counter(who for _home, who, primary in known if primary), on),
        np.array([row[0] for row in rows], np.int64),
        np.array([row[0] for row in member_rows], np.int64),
    )


def _townships(code: str, *, on: dt.date) -> dict[int, int]:
    """The township of each village (ids): of the villages in the area, or of the one that the grid lies in."""
    village_or_above = code[: codes.LENGTHS["village"]]
    found = Area.objects.on(on).level(Area.Level.VILLAGE).under(village_or_above).order_by("code")
    townships = {village: township or UNKNOWN for village, township in found.values_list("pk", "parent_id")}
    if not townships:
        raise NotFound(_("No village lies in the area %(code)s.") % {"code": code}, field="area", value=code)
    return townships


def _household_rows(code: str, villages: list[int]) -> list[tuple[Any, ...]]:
    """(id, village, grid, longitude, latitude) in the order of the rosters."""
    lived_in = Household.objects.filter(village__in=villages).exclude(occupancy__in=EXEMPT_OCCUPANCIES)
    if codes.level_of(code) == Area.Level.GRID:
        lived_in = lived_in.filter(grid__code=code)
    ordered = lived_in.order_by("village__code", by_number())
    return list(ordered.values_list("pk", "village_id", "grid_id", East("point"), North("point")))


def _special(villages: list[int], *, on: dt.date) -> Sequence[int]:
    records = CareRecord.objects.filter(covers(on), village__in=villages, category__special=True)
    return list(records.values_list("household_id", flat=True).distinct())


def _links(villages: list[int], *, on: dt.date) -> list[tuple[int, int, bool]]:
    """(household, member, first contact) of that day."""
    links = ContactLink.objects.on(on).filter(village__in=villages).order_by("pk")
    return list(links.values_list("household_id", "member_id", "primary"))


def _member_rows(villages: list[int], others: set[int], *, on: dt.date) -> list[tuple[Any, ...]]:
    """(id, village, grid that the home lies in, longitude, latitude, ability, capacity), by id."""
    grids = Boundary.objects.on(on).filter(
        area__level=Area.Level.GRID, area__parent=OuterRef("village"), geometry__covers=OuterRef("point")
    )
    found = Member.objects.filter(covers(on)).filter(Q(village__in=villages) | Q(pk__in=others))
    found = found.annotate(grid=Subquery(grids.order_by("area__code").values("area_id")[:1])).order_by("pk")
    return list(
        found.values_list("pk", "village_id", "grid", East("point"), North("point"), "ability", "capacity")
    )


def _members(
    rows: list[tuple[Any, ...]],
    townships: dict[int, int],
    plane: Plane,
    to_pair: Counter[int],
    on: dt.date,
) -> Members:
    """Their capacity for these households: `to_pair` counts the first contacts by index, which are free to move."""
    counted = ContactLink.objects.on(on).filter(member__in=[row[0] for row in rows])
    load = dict(counted.values_list("member_id").annotate(Count("pk")))
    besides = np.array([load.get(row[0], 0) - to_pair[place] for place, row in enumerate(rows)], np.int64)
    return Members(
        at=_places(rows, townships, plane),
        able=np.array([row[5] == Member.Ability.ABLE for row in rows], bool),
        capacity=np.array([row[6] for row in rows], np.int64) - besides,
    )


def _places(rows: list[tuple[Any, ...]], townships: dict[int, int], plane: Plane) -> Places:
    """Rows of (id, village, grid, longitude, latitude, …) on the plane."""
    metres = plane.metres(np.array([row[3:5] for row in rows], float).reshape(-1, 2))
    return Places(
        x=metres[:, 0],
        y=metres[:, 1],
        grid=np.array([row[2] or UNKNOWN for row in rows], np.int64),
        village=np.array([row[1] for row in rows], np.int64),
        township=np.array([townships.get(row[1], UNKNOWN) for row in rows], np.int64),
    )


def _plane(rows: list[tuple[Any, ...]]) -> Plane:
    """The plane through the middle of the points."""
    east = [row[3] for row in rows if row[3] is not None]
    return Plane(round((min(east) + max(east)) / 2) if east else 0)
