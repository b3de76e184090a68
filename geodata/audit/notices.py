"""Telling people what concerns them: counted on every page and a line on the first until they have read it."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db.models import Q, QuerySet

from geodata.accounts.models import User
from geodata.audit.models import NOTICES, Notice
from geodata.base.errors import NotFound
from geodata.base.manifest import Gathered
from geodata.base.rls import Somebody, Statement
from geodata.base.scope import Scope


@dataclass(frozen=True, slots=True)
class Told:
    """What one user (key) is told: a name and a day, and where it leads."""

    user: int
    subject: str
    link: str = ""


def tell(
    users: Iterable[int],
    *,
    kind: str,
    subject: str,
    link: str = "",
    villages: Iterable[int] = (),
    at: dt.datetime,
) -> list[Notice]:
    """Each of the users (ids) once. `villages`: those of a plan that only who plans in them may know.
    ValueError: no manifest names the kind.
    """
    told = [Told(user, subject, link) for user in sorted(set(users))]
    return tell_each(told, kind=kind, villages=villages, at=at)


def tell_each(
    told: Iterable[Told], *, kind: str, villages: Iterable[int] = (), at: dt.datetime
) -> list[Notice]:
    """Each user something else. One statement. ValueError: no manifest names the kind."""
    if kind not in NOTICES:
        raise ValueError(f"No manifest names the notice {kind}.")
    shown = list(villages)
    return Notice.objects.bulk_create(
        Notice(user_id=one.user, kind=kind, subject=one.subject[:200], link=one.link, villages=shown, at=at)
        for one in told
    )


def unread(user: Somebody, scope: Scope) -> QuerySet[Notice]:
    """The newest first."""
    return _unread_of(user.pk, scope)


def _unread_of(user: int, scope: Scope) -> QuerySet[Notice]:
    return Notice.objects.within(scope).filter(user_id=user, read_on=None)


def read_all(user: User, scope: Scope, *, on: dt.date) -> int:
    """All that the user was told is read. Returns how many were not."""
    return unread(user, scope).update(read_on=on)


def read_one(key: uuid.UUID, *, by: User, scope: Scope, on: dt.date) -> None:
    """One that the user was told is read; a second time nothing changes. NotFound: nobody told the user that."""
    told = Notice.objects.within(scope).filter(user=by, pk=key)
    if not told.exists():
        raise NotFound(str(key))
    told.filter(read_on=None).update(read_on=on)


ASKING: Mapping[str, Callable[[Scope], Q]] = Gathered(attrgetter("asking"))
"""The kinds that end with their cause, and which of them still stand."""


def standing(notices: QuerySet[Notice], scope: Scope) -> QuerySet[Notice]:
    """Without those whose cause is over: what the reader may no longer see is over too.

    They are left out here and not closed where the cause ends: nobody but the person told may read or change a notice.
    """
    return notices.filter(_stands(scope))


def _stands(scope: Scope) -> Q:
    stands = ~Q(kind__in=list(ASKING))
    for kind, still in ASKING.items():
        stands |= Q(kind=kind) & still(scope)
    return stands


def past(user: Somebody, scope: Scope) -> QuerySet[Notice]:
    """Those that are read, and those whose cause is over, the newest first."""
    told = Notice.objects.within(scope).filter(user_id=user.pk)
    return told.filter(Q(read_on__isnull=False) | ~_stands(scope))


MOST_COUNTED = 99


def how_many(user: Somebody, scope: Scope) -> Statement:
    """How many are unread and stand, up to one more than are counted. It is in every page, so it goes along with the scope
    (geodata/base/rls.py): asked under it, and waited for together with it.
    """
    return _counting(user.pk, scope)


@lru_cache(maxsize=256)
def _counting(user: int, scope: Scope) -> Statement:
    """Kept for whoever comes again with the same scope: to put the statement together takes a fourth of what a page costs.
    Each answer is still the database's of that moment.
    """
    counted = standing(_unread_of(user, scope), scope).order_by().values("pk")[: MOST_COUNTED + 1]
    sql, params = counted.query.sql_with_params()
    return f"SELECT count(*) FROM ({sql}) stand", params  # noqa: S608 (what Django has compiled)


NAMING: Mapping[str, Callable[[list[Notice], Scope], Mapping[Any, str]]] = Gathered(attrgetter("naming"))
"""The kinds that say more to whoever may see it than what is stored."""


@dataclass(frozen=True, slots=True)
class Group:
    """Notices of one kind, the newest first, each with what it is about."""

    kind: str
    lines: list[tuple[Notice, str]]


def grouped(notices: Collection[Notice], scope: Scope) -> list[Group]:
    """In the order of the newest of each kind. A kind that names what it is about costs a query or two."""
    of_kind: dict[str, list[Notice]] = {}
    for notice in notices:
        of_kind.setdefault(notice.kind, []).append(notice)
    words = named(notices, scope)
    return [
        Group(some[0].get_kind_display(), [(one, words[one.pk]) for one in some]) for some in of_kind.values()
    ]


def named(notices: Collection[Notice], scope: Scope) -> dict[Any, str]:
    """What each is about, by key: what its reader may see of it, else what is stored."""
    words: dict[Any, str] = {}
    for kind, naming in NAMING.items():
        if some := [notice for notice in notices if notice.kind == kind]:
            words.update(naming(some, scope))
    return {notice.pk: words.get(notice.pk) or notice.subject for notice in notices}
