"""An invented county as rows: territory, people and the party chain. Every row that can be is marked synthetic."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, cast

import numpy as np
import shapely
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from geodata.accounts.models import User
from geodata.contacts.models import Branch, ContactLink, Duty, Member
from geodata.demo.arrays import Flags, Floats, Ints, Shapes
from geodata.demo.calendar import OLDEST, Calendar
from geodata.demo.contacts import ABILITIES
from geodata.demo.copying import Model, copy, next_id
from geodata.demo.county import County
from geodata.demo.names import MARK
from geodata.demo.people import LIVELIHOODS, OCCUPANCIES, QUALITIES, REDRAW_AGE, REGISTER_AGE
from geodata.demo.terrain import shapes_to_degrees, to_degrees
from geodata.people.models import (
    CareCategory,
    CareRecord,
    Household,
    Livelihood,
    OccupancyPeriod,
    Placement,
    Resident,
)
from geodata.territory.models import Area, Boundary

LEVEL_OF_POST = {
    "small_leader": "grids",
    "cadre": "grids",
    "village_officer": "villages",
    "medium_leader": "villages",
    "township_officer": "townships",
    "large_leader": "townships",
}
KINDS = {"镇": "town", "乡": "rural_township", "街道": "subdistrict"}
BRANCH_AREAS: Model = Branch.areas.through
DRAWN = "approximate outline drawn for demonstration; not an official boundary"
INVENTED = "invented for demonstration"


@dataclass(frozen=True)
class Keys:
    """The first database key of each kind of thing of one county; positions are added to it."""

    county: int
    townships: int
    villages: int
    grids: int
    households: int
    users: int
    members: int

    def place(self, kind: str) -> int:
        return int(getattr(self, kind))


def write_county(county: County, calendar: Calendar, usernames: dict[int, str], above: int | None) -> Keys:
    """Everything but visits. `usernames` names some users by their position; `above` is the city, if there is one."""
    keys = _write_areas(county, calendar, above)
    _write_users(county, keys, usernames, calendar)
    _write_households(county, keys, calendar)
    _write_history(county, keys, calendar)
    _write_care(county, keys, calendar)
    _write_party(county, keys, calendar)
    _write_links(county, keys, calendar)
    _write_posts(county, keys, calendar)
    return keys


def numbers(first: int, count: int) -> list[int]:
    return list(range(first, first + count))


def _write_areas(county: County, calendar: Calendar, above: int | None) -> Keys:
    """County, townships, villages and grids with their boundaries."""
    lines, grids = county.lines, county.grids
    first = next_id(Area)
    townships, villages, cells = len(lines.townships), len(lines.villages), len(grids.village)
    keys = Keys(first, first + 1, first + 1 + townships, first + 1 + townships + villages, next_id(Household), next_id(User), next_id(Member))  # fmt: skip
    divisions = [county.division, *lines.townships, *lines.villages]
    grid_code, grid_name = grid_names(county)
    copy(
        Area,
        {
            "id": numbers(first, 1 + townships + villages + cells),
            "code": [each.code for each in divisions] + grid_code,
            "name": [each.name for each in divisions] + grid_name,
            "level": [each.level for each in divisions] + ["grid"] * cells,
            "kind": [KINDS.get(each.kind, each.kind) for each in divisions] + [""] * cells,
            "parent_id": [
                above,
                *[keys.county] * townships,
                *(keys.townships + lines.village_township).tolist(),
                *(keys.villages + grids.village).tolist(),
            ],
            "period": repeat(f"[{calendar.text(OLDEST)},)"),
            "synthetic": repeat(True),
        },
    )
    _write_boundaries(county, first, calendar)
    return keys


def grid_names(county: County) -> tuple[list[str], list[str]]:
    """Codes (the village's and three digits) and names of the grids."""
    rows = list(zip(county.grids.village.tolist(), county.grids.number.tolist(), strict=True))
    villages = county.lines.villages
    return (
        [f"{villages[village].code}{number:03d}" for village, number in rows],
        [f"{villages[village].name}第{number}网格" for village, number in rows],
    )


def _write_boundaries(county: County, first: int, calendar: Calendar) -> None:
    grids, lines = county.grids, county.lines
    villages = _unions(grids.shapes, grids.village, len(lines.villages))
    townships = _unions(villages, lines.village_township, len(lines.townships))
    whole = np.array([shapely.coverage_union_all(townships)], dtype=object)
    shapes = shapes_to_degrees(np.concatenate([whole, townships, villages, grids.shapes]))
    drawn = county.place == 0 and len(county.households.size) <= 22_000
    copy(
        Boundary,
        {
            "area_id": numbers(first, len(shapes)),
            "period": repeat(f"[{calendar.text(OLDEST)},)"),
            "geometry": as_ewkb(shapes),
            "source": [DRAWN if drawn else INVENTED, *[INVENTED] * (len(shapes) - 1)],
            "synthetic": repeat(True),
        },
    )


def _unions(shapes: Shapes, owner: Ints, count: int) -> Shapes:
    """The union of the shapes of each owner; vertices on the rim are kept."""
    return np.array(
        [shapely.coverage_union_all(shapes[owner == index]) for index in range(count)], dtype=object
    )


def as_ewkb(shapes: Shapes) -> list[str]:
    """Hexadecimal EWKB with SRID 4326."""
    return cast(
        list[str], shapely.to_wkb(shapely.set_srid(shapes, 4326), hex=True, include_srid=True).tolist()
    )


def as_points(points: Floats, known: Flags | None = None) -> list[str | None]:
    """Points in metres as EWKB in degrees, None where they are not known."""
    found: list[str | None] = list(as_ewkb(shapely.points(to_degrees(points))))
    return (
        found
        if known is None
        else [point if is_known else None for point, is_known in zip(found, known.tolist(), strict=True)]
    )


def _write_users(county: County, keys: Keys, usernames: dict[int, str], calendar: Calendar) -> None:
    """Members, then the holders of posts. None of them can sign in."""
    name, phone = county.members.name + county.post_names, county.members.phone + county.post_phones
    copy(
        User,
        {
            "id": numbers(keys.users, len(name)),
            "password": repeat(make_password(None)),
            "is_superuser": repeat(False),
            "username": [usernames.get(n, f"{county.division.code}-{n + 1:06d}") for n in range(len(name))],
            "email": repeat(""),
            "is_staff": repeat(False),
            "is_active": repeat(True),
            "date_joined": repeat(
                f"{calendar.text(REGISTER_AGE)} 00:00 {timezone.get_default_timezone_name()}"
            ),
            "name": name,
            "phone": phone,
            "synthetic": repeat(True),
        },
    )


def _write_households(county: County, keys: Keys, calendar: Calendar) -> None:
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


def keyed(first: int, positions: Ints) -> list[int | None]:
    """Database keys of positions; None for -1."""
    return [first + position if position >= 0 else None for position in positions.tolist()]


def _write_history(county: County, keys: Keys, calendar: Calendar) -> None:
    """Where each household belonged, how it was lived in, and what it lives on."""
    families = county.households
    everyone = np.arange(len(families.size))
    moved, changed = np.flatnonzero(families.old_grid >= 0), np.flatnonzero(families.occupancy_age >= 0)
    begun = np.where(families.old_grid >= 0, REDRAW_AGE, REGISTER_AGE)
    _copy_of_households(
        Placement, county, keys, np.r_[everyone, moved],
        grid_id=keyed(keys.grids, np.r_[families.grid, families.old_grid[moved]]),
        period=calendar.since(begun) + [f"[{calendar.text(REGISTER_AGE)},{calendar.text(REDRAW_AGE)})"] * len(moved),
    )  # fmt: skip
    begun = np.where(families.occupancy_age >= 0, families.occupancy_age, REGISTER_AGE)
    before = calendar.between(np.full(len(changed), REGISTER_AGE), families.occupancy_age[changed])
    _copy_of_households(
        OccupancyPeriod, county, keys, np.r_[everyone, changed],
        occupancy=[OCCUPANCIES[o] for o in families.occupancy.tolist()] + [OCCUPANCIES[0]] * len(changed),
        period=calendar.since(begun) + before,
    )  # fmt: skip
    kinds = [LIVELIHOODS[what] for what in county.livelihoods.what.tolist()]
    _copy_of_households(
        Livelihood, county, keys, county.livelihoods.household,
        kind=[kind for kind, *_ in kinds],
        what=[what for _, what, *_ in kinds],
        scale=county.livelihoods.scale.tolist(),
        unit=[unit for _, _, unit, *_ in kinds],
    )  # fmt: skip


def _copy_of_households(
    model: Model, county: County, keys: Keys, household: Ints, **columns: Sequence[Any]
) -> None:
    """Rows that lead to a household, with its village."""
    copy(
        model,
        {
            "household_id": (keys.households + household).tolist(),
            "village_id": (keys.villages + county.households.village[household]).tolist(),
            **columns,
        },
    )


def _write_care(county: County, keys: Keys, calendar: Calendar) -> None:
    """Care records, and a resident for each that concerns one person."""
    care = county.care
    first = next_id(Resident)
    concerned = np.flatnonzero([bool(name) for name in care.resident])
    resident = np.full(len(care.resident), -1)
    resident[concerned] = np.arange(len(concerned))
    categories = dict(CareCategory.objects.values_list("code", "pk"))
    _copy_of_households(
        Resident, county, keys, care.household[concerned],
        id=numbers(first, len(concerned)),
        name=[care.resident[index] for index in concerned],
        birth_year=care.birth_year[concerned].tolist(),
        relation=[""] * len(concerned),
        synthetic=[True] * len(concerned),
    )  # fmt: skip
    _copy_of_households(
        CareRecord, county, keys, care.household,
        resident_id=keyed(first, resident),
        category_id=[categories[code] for code in care.category],
        period=calendar.between(care.since_age, care.until_age),
        source=care.source,
        verified_on=calendar.texts(care.verified_age),
    )  # fmt: skip


def _write_party(county: County, keys: Keys, calendar: Calendar) -> None:
    """The chain of branches, each joined to its area, and the members in them."""
    lines, grids, members = county.lines, county.grids, county.members
    first = next_id(Branch)
    with_branch = np.flatnonzero(county.grid_has_branch)
    townships, villages = len(lines.townships), len(lines.villages)
    of_villages = first + 1 + townships
    branch_of_grid = of_villages + grids.village
    branch_of_grid[with_branch] = of_villages + villages + np.arange(len(with_branch))
    _, grid_name = grid_names(county)
    rows: list[tuple[str, str, int | None, int]] = [
        (f"{county.division.name}委（{MARK}）", "county", None, keys.county)
    ]
    rows += [
        (f"{t.name}党委（{MARK}）", "township", first, keys.townships + n)
        for n, t in enumerate(lines.townships)
    ]
    rows += [
        (
            f"{v.name}党总支（{MARK}）",
            "village",
            first + 1 + int(lines.village_township[n]),
            keys.villages + n,
        )
        for n, v in enumerate(lines.villages)
    ]
    rows += [
        (f"{grid_name[g]}党支部（{MARK}）", "grid", of_villages + int(grids.village[g]), keys.grids + g)
        for g in with_branch.tolist()
    ]
    name, kind, parent, area = (list(column) for column in zip(*rows, strict=True))
    ids = numbers(first, len(rows))
    copy(Branch, {"id": ids, "name": name, "kind": kind, "parent_id": parent, "synthetic": repeat(True)})
    copy(BRANCH_AREAS, {"branch_id": ids, "area_id": area})
    copy(
        Member,
        {
            "id": numbers(keys.members, len(members.name)),
            "user_id": numbers(keys.users, len(members.name)),
            "branch_id": branch_of_grid[members.grid].tolist(),
            "village_id": (keys.villages + members.village).tolist(),
            "point": as_points(county.households.points[members.home]),
            "ability": [ABILITIES[a] for a in members.ability.tolist()],
            "capacity": members.capacity.tolist(),
            "period": calendar.between(members.since_age, members.left_age),
            "synthetic": repeat(True),
        },
    )


def _write_links(county: County, keys: Keys, calendar: Calendar) -> None:
    links = county.links
    _copy_of_households(
        ContactLink, county, keys, links.household,
        member_id=(keys.members + links.member).tolist(),
        primary=links.primary.tolist(),
        period=calendar.between(links.since_age, links.until_age),
        end_reason=links.reason,
    )  # fmt: skip


def _write_posts(county: County, keys: Keys, calendar: Calendar) -> None:
    posts = county.posts
    holders = keys.users + len(county.members.name)
    copy(
        Duty,
        {
            "user_id": (holders + posts.holder).tolist(),
            "kind": posts.kind,
            "area_id": [
                keys.place(LEVEL_OF_POST[kind]) + place
                for kind, place in zip(posts.kind, posts.place.tolist(), strict=True)
            ],
            "period": calendar.between(posts.since_age, posts.until_age),
        },
    )
