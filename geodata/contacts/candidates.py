"""Who could look after a household, and who could go along on a visit."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import Distance
from django.db.models import Count, F, Q

from geodata.accounts.models import User
from geodata.contacts.capacity import has_room, warned_of
from geodata.contacts.models import ContactLink, Member
from geodata.people.models import Household
from geodata.posts.models import Post
from geodata.territory import codes
from geodata.territory.models import Area


@dataclass(frozen=True, slots=True)
class Candidate:
    """An able member of the household's village. `metres` is None when one of the two has no point."""

    member: int
    name: str
    branch: str
    load: int
    capacity: int
    metres: int | None
    linked: bool
    """Looks after this household already."""

    @property
    def has_room(self) -> bool:
        return has_room(self.load, self.capacity)

    @property
    def busy(self) -> bool:
        """With one household more the office would be warned."""
        return warned_of(self.load)


def candidates(household: Household, *, on: dt.date) -> list[Candidate]:
    """Members who are able on that day: those with room first, then the nearest (on the sphere). One query."""
    open_links = Q(links__period__contains=on)
    members: Any = (
        Member.objects.able(on)
        .filter(village=household.village_id)
        .select_related("user", "branch")
        .annotate(
            load=Count("links", filter=open_links),
            here=Count("links", filter=open_links & Q(links__household=household)),
        )
    )
    if household.point is not None:
        members = members.annotate(away=Distance("point", household.point))
    offered = [
        Candidate(
            member=member.pk,
            name=member.user.name,
            branch=member.branch.name,
            load=member.load,
            capacity=member.capacity_then,
            metres=round(away.m) if (away := getattr(member, "away", None)) is not None else None,
            linked=bool(member.here),
        )
        for member in members
    ]
    far = 10**9
    return sorted(
        offered, key=lambda one: (not one.has_room, far if one.metres is None else one.metres, one.member)
    )


def known_in(village: Area, *, on: dt.date, above: bool = False) -> list[User]:
    """The village's members of that day, and the posts of the village and of its grids; with those of areas `above`. One query."""
    members = Member.objects.filter(village=village, period__contains=on).values("user")
    places = Q(area__code__startswith=village.code)
    if above:
        places |= Q(area__code__in=codes.ancestors(village.code))
    posts = Post.objects.on(on).filter(places).values("user")
    users = User.objects.filter(Q(pk__in=members) | Q(pk__in=posts), is_active=True)
    return list(users.order_by(F("name").asc(), "pk"))


def companions(household: Household, *, on: dt.date, besides: User) -> list[User]:
    """Who often goes along: the household's contact members and the posts of its grid and village. One query."""
    links = ContactLink.objects.on(on).filter(household=household).values("member__user")
    posts = Post.objects.on(on).filter(area__in=[household.grid_id, household.village_id]).values("user")
    users = User.objects.filter(Q(pk__in=links) | Q(pk__in=posts), is_active=True).exclude(pk=besides.pk)
    return list(users.order_by(F("name").asc(), "pk"))


def companions_of(households: Sequence[Household], *, on: dt.date) -> dict[int, list[int]]:
    """The same for many households, as ids of users and with oneself. Two queries."""
    users: dict[int, set[int]] = {household.pk: set() for household in households}
    links = ContactLink.objects.on(on).filter(household__in=users, member__user__is_active=True)
    for pk, who in links.values_list("household", "member__user"):
        users[pk].add(who)
    places = {h.grid_id for h in households if h.grid_id} | {h.village_id for h in households}
    posts: dict[int | None, set[int]] = {}
    held = Post.objects.on(on).filter(area__in=places, user__is_active=True)
    for place, who in held.values_list("area", "user"):
        posts.setdefault(place, set()).add(who)
    for household in households:
        if household.grid_id:
            users[household.pk] |= posts.get(household.grid_id, set())
        users[household.pk] |= posts.get(household.village_id, set())
    return {pk: sorted(people) for pk, people in users.items()}
