"""Households and members of an area as arrays for the pairing, in seven queries."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from geodata.base.errors import NotFound
from geodata.base.periods import covers
from geodata.contacts.models import ContactLink, Member
from geodata.geometry.arrays import Floats
from geodata.geometry.projection import Plane
from geodata.geometry.topology import NOWHERE
from geodata.pairing.solver.problem import NOBODY, Ints
from geodata.pairing.solver.solve import Households, Members, Places
from geodata.people.models import UNINHABITED, CareRecord, Household
from geodata.people.ordering import by_number
from geodata.people.placing import grids_of
from geodata.people.snapshot import Homes, homes
from geodata.territory import codes
from geodata.territory.models import Area

UNKNOWN = -1


@dataclass(frozen=True)
class PairingInput:
    """What `propose` takes, with the rows behind it: ids of households (in the order of rosters) and of members."""

    households: Households
    members: Members
    household_ids: Ints
    member_ids: Ints


def load(code: str, *, on: dt.date) -> PairingInput:
    """Who may be paired with whom in the area of that code (a grid up to a county) on that day. Seven queries.

    Households where nobody lives are left out. Members are those of the area's villages, and others who look after a
    household here. What a member looks after besides counts against the capacity: second contacts, other areas.
    Raises NotFound when no village lies there.
    """
    townships = _townships(code, on=on)
    rows = _households(code, list(townships))
    here = {key: place for place, key in enumerate(rows.ids.tolist())}
    special = _special(list(townships), on=on)
    links = [link for link in _links(list(townships), on=on) if link[0] in here]
    helpers = _member_rows(list(townships), {link[1] for link in links}, on=on)
    index = {key: place for place, key in enumerate(helpers.ids.tolist())}
    known = [(here[home], index[who], primary) for home, who, primary in links if who in index]
    plane = _plane(np.concatenate([rows.degrees, helpers.degrees]))
    present = np.full(len(rows), NOBODY)
    for home, who, primary in known:
        if primary:
            present[home] = who
    barred = [(home, who) for home, who, primary in known if not primary]
    return PairingInput(
        Households(
            at=_places(rows, townships, plane),
            special=np.isin(rows.ids, special),
            member=present,
            barred=np.array(barred, np.int64).reshape(-1, 2),
        ),
        _members(helpers, townships, plane, Counter(who for _home, who, primary in known if primary), on),
        rows.ids,
        helpers.ids,
    )


def _townships(code: str, *, on: dt.date) -> dict[int, int]:
    """The township of each village (ids): of the villages in the area, or of the one that the grid lies in."""
    village_or_above = code[: codes.LENGTHS["village"]]
    villages = Area.objects.on(on).level(Area.Level.VILLAGE).under(village_or_above).order_by("code")
    townships = {
        village: township or UNKNOWN for village, township in villages.values_list("pk", "parent_id")
    }
    if not townships:
        raise NotFound(_("No village lies in the area %(code)s.") % {"code": code}, field="area", value=code)
    return townships


def _households(code: str, villages: list[int]) -> Homes:
    """In the order of the rosters."""
    lived_in = Household.objects.filter(village__in=villages).exclude(occupancy__in=UNINHABITED)
    if codes.level_of(code) == Area.Level.GRID:
        lived_in = lived_in.filter(grid__code=code)
    return homes(lived_in.order_by("village__code", by_number()))


def _special(villages: list[int], *, on: dt.date) -> Sequence[int]:
    records = CareRecord.objects.filter(covers(on), village__in=villages, category__special=True)
    return list(records.values_list("household_id", flat=True).distinct())


def _links(villages: list[int], *, on: dt.date) -> list[tuple[int, int, bool]]:
    """(household, member, first contact) of that day."""
    links = ContactLink.objects.on(on).filter(village__in=villages).order_by("pk")
    return list(links.values_list("household_id", "member_id", "primary"))


def _member_rows(villages: list[int], others: set[int], *, on: dt.date) -> Homes:
    """By id, with the grid that the home lies in, ability and capacity of that day. Two queries."""
    members = Member.objects.able_as_of(on).filter(covers(on))
    members = members.filter(Q(village__in=villages) | Q(pk__in=others))
    known = homes(members.order_by("pk"), "ability_then", "capacity_then", grid="")
    keys = known.ids.tolist()
    lives = grids_of("geodata_member", keys, on=on)
    return replace(known, grid=np.array([lives.get(key, NOWHERE) for key in keys], np.int64))


def _members(
    rows: Homes, townships: dict[int, int], plane: Plane, to_pair: Counter[int], on: dt.date
) -> Members:
    """Their capacity for these households: `to_pair` counts the first contacts by index, which are free to move."""
    keys = rows.ids.tolist()
    counted = ContactLink.objects.on(on).filter(member__in=keys)
    load = dict(counted.values_list("member_id").annotate(Count("pk")))
    besides = np.array([load.get(key, 0) - to_pair[place] for place, key in enumerate(keys)], np.int64)
    return Members(
        at=_places(rows, townships, plane),
        able=np.array([ability == Member.Ability.ABLE for ability in rows.more["ability_then"]], bool),
        capacity=np.array(rows.more["capacity_then"], np.int64) - besides,
    )


def _places(rows: Homes, townships: dict[int, int], plane: Plane) -> Places:
    metres = plane.metres(rows.degrees)
    return Places(
        x=metres[:, 0],
        y=metres[:, 1],
        grid=rows.grid,
        village=rows.village,
        township=np.array([townships.get(village, UNKNOWN) for village in rows.village.tolist()], np.int64),
    )


def _plane(degrees: Floats) -> Plane:
    """The plane through the middle of the points."""
    east = degrees[~np.isnan(degrees[:, 0]), 0]
    return Plane(round(float(east.min() + east.max()) / 2) if len(east) else 0)
