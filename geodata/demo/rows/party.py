"""Users, the chain of branches, members, links and posts."""

from itertools import repeat

import numpy as np
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from geodata.accounts.models import PhoneNumber, User
from geodata.contacts.models import Branch, BranchArea, ContactLink, Member, MemberAbility
from geodata.demo.calendar import Calendar
from geodata.demo.contacts import ABILITIES
from geodata.demo.copying import copy, next_id
from geodata.demo.county import County
from geodata.demo.names import MARK
from geodata.demo.people import REGISTER_AGE
from geodata.demo.rows.areas import grid_names
from geodata.demo.rows.keys import Keys, as_points, copy_of_households, numbers
from geodata.posts.models import Post

LEVEL_OF_POST = {
    "small_leader": "grids",
    "cadre": "grids",
    "village_officer": "villages",
    "medium_leader": "villages",
    "township_officer": "townships",
    "large_leader": "townships",
}


def write_users(county: County, keys: Keys, usernames: dict[int, str], calendar: Calendar) -> None:
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
            "last_login": [_signed_in(n, calendar) for n in range(len(name))],
            "synthetic": repeat(True),
        },
    )
    copy(PhoneNumber, {"user_id": numbers(keys.users, len(name)), "number": phone})


def _signed_in(number: int, calendar: Calendar) -> str | None:
    """Every other one has signed in, within the last months."""
    if number % 2:
        return None
    return f"{calendar.text(1 + number * 7 % 90)} {8 + number % 10:02d}:15 {timezone.get_default_timezone_name()}"


def write_party(county: County, keys: Keys, calendar: Calendar) -> None:
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
        (f"{county.division.name}委({MARK})", "county", None, keys.county)
    ]
    rows += [
        (f"{t.name}党委({MARK})", "township", first, keys.townships + n)
        for n, t in enumerate(lines.townships)
    ]
    rows += [
        (
            f"{v.name}党总支({MARK})",
            "village",
            first + 1 + int(lines.village_township[n]),
            keys.villages + n,
        )
        for n, v in enumerate(lines.villages)
    ]
    rows += [
        (f"{grid_name[g]}党支部({MARK})", "grid", of_villages + int(grids.village[g]), keys.grids + g)
        for g in with_branch.tolist()
    ]
    name, kind, parent, area = (list(column) for column in zip(*rows, strict=True))
    ids = numbers(first, len(rows))
    copy(Branch, {"id": ids, "name": name, "kind": kind, "parent_id": parent, "synthetic": repeat(True)})
    copy(
        BranchArea,
        {"branch_id": ids, "area_id": area, "kind": kind, "level": kind, "period": repeat("(,)")},
    )
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
    # Triggers rest while rows come in by COPY, so it is written here.
    copy(
        MemberAbility,
        {
            "member_id": numbers(keys.members, len(members.name)),
            "ability": [ABILITIES[a] for a in members.ability.tolist()],
            "capacity": members.capacity.tolist(),
            "period": calendar.since(members.since_age),
        },
    )


def write_links(county: County, keys: Keys, calendar: Calendar) -> None:
    links = county.links
    copy_of_households(
        ContactLink, county, keys, links.household,
        member_id=(keys.members + links.member).tolist(),
        primary=links.primary.tolist(),
        period=calendar.between(links.since_age, links.until_age),
        end_reason=links.reason,
    )  # fmt: skip


def write_posts(county: County, keys: Keys, calendar: Calendar) -> None:
    posts = county.posts
    holders = keys.users + len(county.members.name)
    copy(
        Post,
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
