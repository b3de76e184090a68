"""Telling people what concerns them: a line on their home page until they have read it."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from geodata.accounts.models import User
from geodata.audit.models import Notice


def tell(
    users: Iterable[int], *, kind: Notice.Kind, subject: str, link: str = "", at: dt.datetime
) -> list[Notice]:
    """Each of the users (ids) once."""
    return Notice.objects.bulk_create(
        Notice(user_id=user, kind=kind, subject=subject[:200], link=link, at=at)
        for user in sorted(set(users))
    )


def unread(user: User) -> QuerySet[Notice]:
    """The newest first."""
    return Notice.objects.filter(user=user, read_on=None)


def read_all(user: User, *, on: dt.date) -> int:
    """All that the user was told is read. Returns how many were not."""
    return unread(user).update(read_on=on)
