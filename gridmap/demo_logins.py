"""Whose logins the demo has, and their password: told to whoever comes to its door, and in no other installation."""

from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from geodata.posts.models import Post
from geodata.territory.models import Area
from gridmap.local.demo import NAMES, PASSWORD

K = Post.Kind
POSTS: dict[str, Promise | str] = {
    "county": K.COUNTY_OFFICER.label, "township": K.TOWNSHIP_OFFICER.label, "village": K.VILLAGE_OFFICER.label,
    "leader": K.SMALL_LEADER.label, "contact": _("contact member"),
    "water": _("department officer, water"), "agriculture": _("department officer, agriculture"),
    "planner": K.PLANNER.label, "auditor": K.AUDITOR.label,
    "admin": K.ADMINISTRATOR.label,
}  # fmt: skip
"""By login: whose it is."""


class Login(NamedTuple):
    """A login of the demo, and the post that it has."""

    name: str
    post: Promise | str


class Demo(NamedTuple):
    """What the door of the demo tells: `logins` all have this password."""

    logins: list[Login]
    password: str


def is_demo() -> bool:
    """Whether all areas are invented, and there are any. An installation with one true area is none, whatever its settings say."""
    found = Area.objects.filter(level="county").values_list("synthetic", flat=True).distinct()
    return settings.DEMO and set(found) == {True}


def demo_of_the_door() -> Demo | None:
    """None: this is no demo, or its password was not made here."""
    if not (settings.DEMO and PASSWORD.exists() and is_demo()):
        return None
    return Demo([Login(name, POSTS[name]) for name in NAMES], PASSWORD.read_text(encoding="utf-8").strip())
