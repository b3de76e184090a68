"""Which pages of help there are, whose they are, and where their texts stand.

A text is a template per post and language (docs/decisions/0033-help-is-a-template-a-language.md): it says what people do.
What a post sees and may do, and where its menu leads, is no text: it follows from the rights.
"""

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User
from geodata.base.manifest import MenuEntry
from geodata.base.scope import Right
from geodata.contacts.models import Member
from geodata.contacts.rights import CONTACT_RIGHTS, RIGHTS
from geodata.posts.models import Post
from gridmap.pages.base.frame import Group, groups, menu_of

CONTACT = "contact_member"
"""Whoever looks after households, which is no post."""
K = Post.Kind
PAGES: dict[str, Promise | str] = {
    CONTACT: _("contact member"),
    **{
        kind.value: kind.label
        for kind in (
            K.SMALL_LEADER,
            K.CADRE,
            K.MEDIUM_LEADER,
            K.LARGE_LEADER,
            K.VILLAGE_OFFICER,
            K.TOWNSHIP_OFFICER,
            K.COUNTY_OFFICER,
            K.DEPARTMENT_OFFICER,
            K.PLANNER,
            K.AUDITOR,
            K.ADMINISTRATOR,
        )
    },
}
"""By the name in the address: whose page it is, from the household outwards."""


def rights_of_page(page: str) -> frozenset[Right]:
    return CONTACT_RIGHTS if page == CONTACT else RIGHTS[page]


def menu_of_page(page: str) -> list[Group]:
    """The menu as whoever holds that post alone sees it."""
    return groups(menu_of(rights_of_page(page)), "")


def words_of_menu(found: list[Group]) -> dict[str, str]:
    """By the name of its address, each line of a menu as people find it: “Visits › Visit ledger”."""
    return {entry.view: _path(group, entry) for group in found for entry in group.entries}


def _path(group: Group, entry: MenuEntry) -> str:
    return " › ".join(str(word) for word in (group.label, entry.label) if word)


def text(name: str) -> str:
    """The template of a text in the reader's language."""
    return f"help/{name}.{get_language()}.html"


def pages_of(user: User, *, on: dt.date) -> list[str]:
    """The pages of what the user is on that day. Two queries."""
    held = {*Post.objects.on(on).filter(user=user).values_list("kind", flat=True)}
    if Member.objects.filter(user=user, period__contains=on).exists():
        held.add(CONTACT)
    return [page for page in PAGES if page in held]
