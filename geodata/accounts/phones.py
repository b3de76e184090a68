"""Phones that carry households along: when each was last heard of, and how many visits waited on it then.

One row a phone, written over at every run: no record of anybody's day. An office sees it before it takes households away
from somebody, so that what is still on the way is not cut off.
"""

import datetime as dt
import uuid
from collections.abc import Iterable

from geodata.accounts.models import Phone, User

MOST = 10
"""Phones of one account: whoever clears the browser's storage begins another."""


def note_phone(*, user: User, key: uuid.UUID, waiting: int, at: dt.datetime) -> None:
    """The phone of that id was heard of now. Beyond `MOST` the one that has been silent longest makes room."""
    seen = {"seen_at": at, "waiting": min(waiting, 9_999)}
    mine = Phone.objects.filter(user=user)
    if mine.filter(key=key).update(**seen):
        return
    if mine.count() >= MOST:
        oldest = mine.order_by("seen_at", "pk")[:1].values("pk")
        mine.filter(pk__in=list(oldest.values_list("pk", flat=True))).update(key=key, **seen)
        return
    Phone.objects.bulk_create([Phone(user=user, key=key, **seen)], ignore_conflicts=True)


def last_seen(users: Iterable[int]) -> dict[int, list[Phone]]:
    """By user, the phones, the one heard of last first. One query."""
    phones: dict[int, list[Phone]] = {}
    for phone in Phone.objects.filter(user__in=set(users)).order_by("-seen_at", "pk"):
        phones.setdefault(phone.user_id, []).append(phone)
    return phones
