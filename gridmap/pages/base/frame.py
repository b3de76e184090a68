"""What stands around every page: the menu that the user's rights open, and whether the data is invented."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geodata.accounts.models import User
from geodata.audit import notices as told
from geodata.base.manifest import Gathered, MenuEntry, concepts
from geodata.base.scope import Right
from geodata.base.wording import figure
from geodata.saved.keeping import is_open, pinned_of
from geodata.territory.models import Area
from gridmap.middleware import ScopedRequest, in_part
from gridmap.pages.base.bar import bar_of
from gridmap.sessions import lacks_second_step

RIGHTS: Mapping[str, Promise | str] = Gathered(attrgetter("rights"))
"""What each right allows, in words."""


MOST_NOTICES = 10


def frame(request: ScopedRequest) -> dict[str, Any]:
    """The context of every page. Nothing is asked of the database before a template looks.

    `frame` is what a list extends: the whole page, or its main part alone.
    """
    return {
        "frame": "part.html" if in_part(request) else "base.html",
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "bar": SimpleLazyObject(lambda: bar_of(request)),
        "notices": SimpleLazyObject(lambda: _notices(request)),
        "bell": SimpleLazyObject(lambda: _bell(request)),
        "saveable": SimpleLazyObject(lambda: _saveable(request)),
        "pinned": SimpleLazyObject(
            lambda: pinned_of(request.user, request.scope) if _somebody(request) else []
        ),
        "invented": SimpleLazyObject(lambda: Area.objects.filter(synthetic=True).exists()),
    }


@dataclass(frozen=True)
class Bell:
    """How many notices are unread and stand. Where nobody has signed in, and in the page that phones keep, there is none."""

    hangs: bool = False
    n: int = 0

    @property
    def words(self) -> str:
        if not self.n:
            return _("Notices: none unread")
        if self.n > told.MOST_COUNTED:
            return _("More than %(n)s unread notices") % {"n": figure(told.MOST_COUNTED)}
        return ngettext("%(n)s unread notice", "%(n)s unread notices", self.n) % {"n": figure(self.n)}

    @property
    def short(self) -> str:
        """What stands beside it."""
        return f"{told.MOST_COUNTED}+" if self.n > told.MOST_COUNTED else str(self.n or "")


def _bell(request: ScopedRequest) -> Bell:
    if not _somebody(request):
        return Bell()
    # Asked with the scope, which a page may not have looked at yet.
    _known = bool(request.scope.grants)
    return Bell(hangs=True, n=getattr(request, "notices", 0))


def _saveable(request: ScopedRequest) -> str:
    """The page of the request, where its reader may keep it with its question."""
    here = (request.resolver_match.url_name if request.resolver_match else "") or ""
    return here if _somebody(request) and is_open(here, request.scope) else ""


def _somebody(request: ScopedRequest) -> bool:
    """A request that was refused early has no user yet."""
    return isinstance(getattr(request, "user", None), User) and not lacks_second_step(request)


def _notices(request: ScopedRequest) -> list[told.Group]:
    """What the user was told and has not read, the newest first; the pages that people land on show it."""
    if not _somebody(request):
        return []
    standing = told.standing(told.unread(request.user, request.scope), request.scope)
    return told.grouped(list(standing[:MOST_NOTICES]), request.scope)


def menu_of(rights: Collection[Right]) -> list[MenuEntry]:
    """The entries of all concepts that these rights open, and that are there."""
    entries = sorted((entry for each in concepts() for entry in each.menu), key=attrgetter("place"))
    there = [entry for entry in entries if entry.there is None or entry.there()]
    return [entry for entry in there if not entry.rights or not set(entry.rights).isdisjoint(rights)]


@dataclass(frozen=True)
class Group:
    """Entries under one word, or a single one by itself (`label` is empty)."""

    label: Promise | str
    entries: list[MenuEntry]
    here: bool
    """Whether the page of the request is among them."""


def groups(entries: Sequence[MenuEntry], here: str) -> list[Group]:
    """The entries as the menu folds them, in the order of their first; `here` is the view of the page."""
    folded: dict[str, list[MenuEntry]] = {}
    for entry in entries:
        folded.setdefault(str(entry.group) or entry.view, []).append(entry)
    return [
        Group(inside[0].group if len(inside) > 1 else "", inside, here in {entry.view for entry in inside})
        for inside in folded.values()
    ]


def _menu(request: ScopedRequest) -> list[Group]:
    if not _somebody(request):
        return []
    here = request.resolver_match.url_name if request.resolver_match else ""
    return groups(menu_of([right for right in Right if request.scope.may(right)]), here or "")
