"""Telling people what concerns them: a line on their home page until they have read it."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from geodata.accounts.models import User
from geodata.audit.models import Notice
from geodata.territory.scope import Scope


def tell(
    users: Iterable[int],
    *,
    kind: Notice.Kind,
    subject: str,
    link: str = "",
    villages: Iterable[int] = (),
    at: dt.datetime,
) -> list[Notice]:
    """Each of the users (ids) once. `villages`: those of a plan that only who plans in them may know."""
    return Notice.objects.bulk_create(
        Notice(user_id=user, kind=kind, subject=subject[:200], link=link, villages=list(villages), at=at)
        for user in sorted(set(users))
    )


def unread(user: User, scope: Scope) -> QuerySet[Notice]:
    """The newest first."""
    return Notice.objects.within(scope).filter(user=user, read_on=None)


def read_all(user: User, scope: Scope, *, on: dt.date) -> int:
    """All that the user was told is read. Returns how many were not."""
    return unread(user, scope).update(read_on=on)
