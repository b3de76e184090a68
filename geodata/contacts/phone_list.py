"""Whom to call in a village: its leaders by post and grid, and its contact members by branch."""

import datetime as dt
from dataclasses import dataclass

from django.utils.text import capfirst

from geodata.accounts.models import User
from geodata.base.periods import covers
from geodata.contacts.models import Member
from geodata.posts.models import Post
from geodata.territory.models import Area

ORDER = list(Post.Kind.values)
"""Posts as their kinds are told: from the township's team down to the grid."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the post and its place, or the branch; `phone` is empty where none is known."""

    what: str
    where: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class PhoneList:
    leaders: list[Entry]
    members: list[Entry]

    @property
    def rows(self) -> int:
        return len(self.leaders) + len(self.members)

    @property
    def without(self) -> int:
        """How many have no phone on record."""
        return sum(not entry.phone for entry in (*self.leaders, *self.members))


def phone_list(village: Area, *, on: dt.date) -> PhoneList:
    """Of that day. Two queries. Phones that the scope in force does not show are empty."""
    posts = Post.objects.on(on).filter(area__code__startswith=village.code, user__is_active=True)
    held = posts.select_related("area", "user__phone_number")
    members = Member.objects.filter(covers(on), village=village, user__is_active=True)
    members = members.select_related("user__phone_number", "branch").order_by(
        "branch__name", "user__name", "pk"
    )
    return PhoneList(
        leaders=[_of_post(post) for post in sorted(held, key=_place)],
        members=[_entry("", member.branch.name, member.user) for member in members],
    )


def _of_post(post: Post) -> Entry:
    return _entry(str(capfirst(post.get_kind_display())), post.area.name if post.area else "", post.user)


def _entry(what: str, where: str, user: User) -> Entry:
    return Entry(what, where, user.name, user.phone)


def _place(post: Post) -> tuple[int, str, int, str]:
    """The village's own first, then grid by grid."""
    code = post.area.code if post.area else ""
    return len(code), code, ORDER.index(post.kind), post.user.name
