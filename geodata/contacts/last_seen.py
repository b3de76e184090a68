"""Whose phones were last heard of when: seen before households are taken away from somebody, by whatever door."""

import datetime as dt
import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from geodata.accounts.models import User
from geodata.accounts.phones import last_seen
from geodata.base.scope import Right
from geodata.contacts.models import ContactLink
from geodata.contacts.rights import RIGHTS
from geodata.posts.models import Post
from geodata.territory.models import Area


@dataclass(frozen=True, slots=True)
class Heard:
    """One person: when the phone that has been silent longest was heard of (None: no phone so far), and what waited on all."""

    name: str
    seen_at: dt.datetime | None
    waiting: int


def heard_of(users: Iterable[User]) -> list[Heard]:
    """Those with most that waits first, then the longest silent; who carries no phone last. One query."""
    people = {user.pk: user for user in users}
    phones = last_seen(people)
    heard = [
        Heard(
            str(user),
            min((phone.seen_at for phone in phones.get(pk, [])), default=None),
            sum(phone.waiting for phone in phones.get(pk, [])),
        )
        for pk, user in people.items()
    ]
    return sorted(
        heard, key=lambda one: (-one.waiting, one.seen_at.timestamp() if one.seen_at else math.inf, one.name)
    )


def of_grids(villages: Collection[int], *, on: dt.date) -> list[Heard]:
    """Leaders and cadres of the grids of these villages, who carry their households along. Two queries."""
    posts = Post.objects.on(on).filter(area__level=Area.Level.GRID, area__parent__in=villages)
    return heard_of(User.objects.filter(pk__in=posts.values("user")).order_by("pk"))


def of_households(households: Collection[int], *, on: dt.date) -> list[Heard]:
    """Who looks after these households on that day, and may lose them. Two queries, none without households."""
    if not households:
        return []
    links = ContactLink.objects.on(on).filter(household__in=households)
    return heard_of(User.objects.filter(pk__in=links.values("member__user")).order_by("pk"))


def of_members(members: QuerySet[Any]) -> list[Heard]:
    """These members, by a query of their keys. Two queries."""
    return heard_of(User.objects.filter(member__in=members).order_by("pk"))


def of_post(post: Post) -> list[Heard]:
    """Who holds the post, where it gives households to visit: none of an auditor's phone carries any. One query."""
    return heard_of([post.user]) if Right.VISIT in RIGHTS[post.kind] else []
