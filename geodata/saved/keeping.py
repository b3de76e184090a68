"""Keeping a page with its question, changing what is said of it, sharing it, and opening it again."""

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from geodata.accounts.models import User
from geodata.audit.record import record_access
from geodata.base import texts
from geodata.base.access import refuse
from geodata.base.errors import BadInput, Conflict, NotFound
from geodata.base.manifest import Gathered, MenuEntry
from geodata.base.scope import Right, Scope
from geodata.base.wording import figure
from geodata.saved.concept import Action
from geodata.saved.models import SavedView
from geodata.territory.models import Area

MOST = 50
"""How many one person keeps."""
PAGES: Mapping[str, MenuEntry] = Gathered(
    lambda concept: {entry.view: entry for entry in (*concept.menu, *concept.beside)}
)
"""By the name of its address: every page that is found in the menu or beside it."""
NAME = re.compile(r"[a-z][a-z_]{0,30}", re.ASCII)
VALUE = re.compile(r"[A-Za-z0-9_.,:+-]{1,60}", re.ASCII)
"""Codes, days, kinds and places on the map. What somebody typed into a search may be a name, and is not kept."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Where a view leads somebody: the name of an address, what is asked there, and the place on the map."""

    page: str
    query: str
    position: str


OF_A_PAGE = {"page", "after", "before"}
"""Where in a list somebody stood, which is no question."""


@transaction.atomic
def save_view(
    *,
    name: str,
    page: str,
    query: str = "",
    position: str = "",
    pinned: bool = False,
    shared_with: str = "",
    scope: Scope,
    by: User,
    at: dt.datetime | None = None,
) -> SavedView:
    """Keep that question of that page. NotAllowed: the page is not open to them; BadInput for a name, page or area that
    cannot be; Conflict: they keep as many as one may.
    """
    check_open(page, scope, field="page")
    if SavedView.objects.of(by.pk).count() >= MOST:
        raise Conflict(
            _("You keep %(n)s saved views, which is the most.") % {"n": figure(MOST)},
            remedy=_("Delete one that you no longer need."),
        )
    view = SavedView(
        owner=by, page=page, query=kept(query, most=600), position=kept(position, most=120), pinned=pinned
    )
    return _write(view, name=name, shared_with=shared_with, scope=scope, by=by, at=at)


@transaction.atomic
def change_view(
    key: uuid.UUID,
    *,
    name: str | None = None,
    pinned: bool | None = None,
    shared_with: str | None = None,
    scope: Scope,
    by: User,
    at: dt.datetime | None = None,
) -> SavedView:
    """What is left out stays. NotFound: they keep no such view; NotAllowed: its page is no longer open to them."""
    view = _own(key, by)
    check_open(view.page, scope)
    view.pinned = view.pinned if pinned is None else pinned
    return _write(
        view,
        name=view.name if name is None else name,
        shared_with=view.shared_with if shared_with is None else shared_with,
        scope=scope,
        by=by,
        at=at,
    )


@transaction.atomic
def delete_view(key: uuid.UUID, *, by: User, at: dt.datetime | None = None) -> None:
    """NotFound: they keep no such view."""
    view = _own(key, by)
    view.delete()
    if view.shared_with:
        _note(Action.VIEW_UNSHARED, view, view.shared_with, by, at)


@transaction.atomic
def copy_view(key: uuid.UUID, *, scope: Scope, by: User, at: dt.datetime | None = None) -> SavedView:
    """Keep as one's own what somebody shares, as it opens for oneself. Nothing of its owner comes along."""
    view = find_view(key, scope=scope, by=by)
    opened = open_view(view, scope=scope)
    taken = set(SavedView.objects.of(by.pk).values_list("name", flat=True))
    name = next(one for one in _numbered(view.name) if one not in taken)
    return save_view(
        name=name, page=opened.page, query=opened.query, position=opened.position, scope=scope, by=by, at=at
    )


def views_of(by: User, scope: Scope) -> list[SavedView]:
    """One's own, and those that are shared with an area in which one has a post and lead to a page that is open."""
    found = SavedView.objects.filter(_mine_or_shared(by, scope)).select_related("owner")
    return [view for view in found if view.owner_id == by.pk or is_open(view.page, scope)]


def pinned_of(by: User, scope: Scope) -> list[SavedView]:
    """What stands on the own home page. One query."""
    return [view for view in SavedView.objects.of(by.pk).filter(pinned=True) if is_open(view.page, scope)]


def find_view(key: uuid.UUID, *, scope: Scope, by: User) -> SavedView:
    """One's own, or one that is shared with an own post. NotFound for any other."""
    view = SavedView.objects.filter(_mine_or_shared(by, scope), pk=key).select_related("owner").first()
    if view is None:
        raise NotFound(str(key))
    return view


def find_own(key: uuid.UUID, *, scope: Scope, by: User) -> SavedView:
    """One's own, to be changed. NotFound for any other, NotAllowed where its page is no longer open."""
    view = find_view(key, scope=scope, by=by)
    if view.owner_id != by.pk:
        raise NotFound(str(key))
    check_open(view.page, scope)
    return view


def open_view(view: SavedView, *, scope: Scope) -> Opened:
    """Asked again, with this scope: an area that does not lie in it is left out, so that the page begins with the reader's own.
    NotAllowed: the page is not open to them.
    """
    check_open(view.page, scope)
    asked = parse_qsl(view.query)
    beyond = [value for name, value in asked if name == "area" and not scope.holds_code(value)]
    if not beyond:
        return Opened(view.page, view.query, view.position)
    return Opened(view.page, urlencode([pair for pair in asked if pair[0] != "area"]), "")


def is_open(page: str, scope: Scope) -> bool:
    entry = PAGES.get(page)
    return (
        bool(scope.grants) and entry is not None and (not entry.rights or any(map(scope.may, entry.rights)))
    )


def label_of(page: str) -> Promise | str:
    """What the menu calls it; "" for a page that is no longer there."""
    return PAGES[page].label if page in PAGES else ""


def kept(asked: str, *, most: int) -> str:
    """Of a query string what names a code, a day, a kind or a place. BadInput: it is too long."""
    pairs = [
        (name, value)
        for name, value in parse_qsl(asked[: 10 * most].lstrip("?#"))
        if NAME.fullmatch(name) and VALUE.fullmatch(value) and name not in OF_A_PAGE
    ]
    told = urlencode(pairs, safe=",:")
    if len(told) > most:
        raise BadInput(_("These filters are too many to be kept."), field="query", value=told[:60])
    return told


def check_open(page: str, scope: Scope, *, field: str = "") -> None:
    """BadInput: there is no such page; NotAllowed: it is not open to that scope."""
    if page not in PAGES:
        raise BadInput(_("There is no such page to be kept."), field=field, value=page)
    if not is_open(page, scope):
        refuse(next(iter(PAGES[page].rights), Right.COUNTS))


def _write(
    view: SavedView, *, name: str, shared_with: str, scope: Scope, by: User, at: dt.datetime | None
) -> SavedView:
    before, view.name = view.shared_with, texts.line(name)
    if not 0 < len(view.name) <= 60:
        raise BadInput(_("Enter a name of at most 60 characters."), field="name", value=name[:60])
    if shared_with and shared_with != before and not _may_share(shared_with, scope):
        raise NotFound(shared_with, field="shared_with", value=shared_with)
    view.shared_with, view.changed_at = shared_with, at or timezone.now()
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as refused:
        if "one_saved_view_of_a_name" not in str(refused):
            raise
        raise BadInput(
            _("You already keep a view with this name."), field="name", value=view.name
        ) from refused
    if before and before != shared_with:
        _note(Action.VIEW_UNSHARED, view, before, by, at)
    if shared_with and before != shared_with:
        _note(Action.VIEW_SHARED, view, shared_with, by, at)
    return view


def _may_share(code: str, scope: Scope) -> bool:
    return scope.holds_code(code) and Area.objects.within(scope).filter(code=code).exists()


def _note(action: Action, view: SavedView, code: str, by: User, at: dt.datetime | None) -> None:
    record_access(user=by, action=action, at=at, subject=code, details={"page": view.page})


def _own(key: uuid.UUID, by: User) -> SavedView:
    view = SavedView.objects.select_for_update().of(by.pk).filter(pk=key).first()
    if view is None:
        raise NotFound(str(key))
    return view


def _mine_or_shared(by: User, scope: Scope) -> Q:
    return Q(owner=by) | Q(pk__in=SavedView.objects.shared_to(scope).values("pk"))


def _numbered(name: str) -> Iterable[str]:
    yield name
    yield from (f"{name[:56]} {number}" for number in range(2, MOST + 3))
