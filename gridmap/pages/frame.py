"""What stands around every page: the menu that the user's rights open, and whether the data is invented."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from geodata.accounts.models import User
from geodata.audit.models import Notice
from geodata.audit.notices import unread
from geodata.redrawing.notices import standing
from geodata.territory.models import Area
from geodata.territory.scope import Right
from gridmap.middleware import ScopedRequest
from gridmap.sessions import lacks_second_step


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: `view` is the name of its address."""

    view: str
    label: Promise | str
    rights: frozenset[Right] = frozenset()
    """Any of them opens it; none: it is open to all."""


def _entry(view: str, label: Promise | str, *rights: Right) -> Entry:
    return Entry(view, label, frozenset(rights))


MENU = (
    _entry("home", _("Home")),
    _entry("coverage", _("Coverage map"), Right.COUNTS),
    _entry("gaps", _("Household lists"), Right.HOUSEHOLDS),
    _entry("ledger", _("Visit ledger"), Right.DETAILS),
    _entry("inbox", _("Visit inbox"), Right.LINK),
    _entry("rules", _("Visit rules"), Right.RULES),
    _entry("workbench", _("Pairing"), Right.LINK),
    _entry("plans", _("Boundary plans"), Right.PLAN, Right.APPROVE),
    _entry("imports", _("Imports"), Right.IMPORT, Right.PLAN),
    _entry("exports", _("Take away"), Right.EXPORT),
    _entry("jobs", _("Jobs"), Right.EXPORT, Right.PLAN),
    _entry("posts", _("Posts"), Right.APPOINT, Right.ACCOUNTS),
    _entry("accounts", _("Accounts"), Right.APPOINT, Right.ACCOUNTS),
    _entry("records", _("Record of access"), Right.AUDIT),
)

VISITS, CONTACTS, DATA, OFFICE = _("Visits"), _("Contacts"), _("Files"), _("Office")
TOGETHER: dict[str, Promise | str] = {
    "ledger": VISITS, "sheet": VISITS, "inbox": VISITS, "rules": VISITS,
    "workbench": CONTACTS, "members": CONTACTS, "rosters": CONTACTS, "cards": CONTACTS,
    "imports": DATA, "exports": DATA, "jobs": DATA,
    "posts": OFFICE, "accounts": OFFICE, "records": OFFICE,
}  # fmt: skip
"""What folds under one word, so that the menu stays a line: by view."""

RIGHTS: dict[Right, Promise | str] = {
    Right.COUNTS: _("see coverage figures of areas"),
    Right.HOUSEHOLDS: _("see lists of households"),
    Right.DETAILS: _("see full names, phones and care records"),
    Right.VISIT: _("record visits"),
    Right.LINK: _("set and end contacts"),
    Right.EXPORT: _("take lists away as files"),
    Right.IMPORT: _("import files of the office and take them back"),
    Right.PLAN: _("redraw grids"),
    Right.APPROVE: _("approve and publish boundary plans"),
    Right.RULES: _("set how often households are visited"),
    Right.AUDIT: _("read the record of access"),
    Right.APPOINT: _("fill posts and open accounts below the own office"),
    Right.ACCOUNTS: _("fill any post and open or close any account"),
}
"""What each right allows, in words."""


MOST_NOTICES = 10


def frame(request: ScopedRequest) -> dict[str, Any]:
    """The context of every page. Nothing is asked of the database before a template looks."""
    return {
        "menu": SimpleLazyObject(lambda: _menu(request)),
        "notices": SimpleLazyObject(lambda: _notices(request)),
        "invented": SimpleLazyObject(lambda: Area.objects.filter(synthetic=True).exists()),
    }


def _notices(request: ScopedRequest) -> list[Notice]:
    """What the user was told and has not read, the newest first; the pages that people land on show it."""
    if not isinstance(getattr(request, "user", None), User) or lacks_second_step(request):
        return []
    return standing(unread(request.user, request.scope), request.scope)[:MOST_NOTICES]


def menu_of(rights: Collection[Right]) -> list[Entry]:
    """The entries that these rights open."""
    return [entry for entry in MENU if not entry.rights or not entry.rights.isdisjoint(rights)]


@dataclass(frozen=True)
class Group:
    """Entries under one word, or a single one by itself (`label` is empty)."""

    label: Promise | str
    entries: list[Entry]
    here: bool
    """Whether the page of the request is among them."""


def groups(entries: Sequence[Entry], here: str) -> list[Group]:
    """The entries as the menu folds them, in the order of their first; `here` is the view of the page."""
    labels = dict.fromkeys(TOGETHER.get(entry.view, entry.view) for entry in entries)
    found = [
        [entry for entry in entries if TOGETHER.get(entry.view, entry.view) == label] for label in labels
    ]
    return [
        Group(TOGETHER[inside[0].view] if len(inside) > 1 else "", inside, here in {e.view for e in inside})
        for inside in found
    ]


def _menu(request: ScopedRequest) -> list[Group]:
    # A request that was refused early has no user yet.
    if not isinstance(getattr(request, "user", None), User) or lacks_second_step(request):
        return []
    here = request.resolver_match.url_name if request.resolver_match else ""
    return groups(menu_of([right for right in Right if request.scope.may(right)]), here or "")
