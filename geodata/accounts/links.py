"""One-time links: whoever has one sets the account's password. What a link says is kept nowhere.

A link is the number of the account and a code of twelve signs, short enough to be typed from paper. Stored is a keyed hash of
the code and the present password, so it ends as soon as a password is set or a newer link is issued, and when its time is over.
"""

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from geodata.accounts.models import ApiToken, User
from geodata.accounts.one_time_links import OneTimeLink

LIFE = dt.timedelta(days=3)
"""Of a link that is handed over at once."""
SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
"""None of which looks like another on paper."""
LENGTH, GROUP = 12, 4
"""59 bits; whoever tries them for one account is slowed down (api/web/lockout.py)."""
SALT = "geodata.accounts.links"


class Link(NamedTuple):
    """The two parts of its address."""

    account: str
    code: str


def new_link(user: User, *, at: dt.datetime | None = None, life: dt.timedelta = LIFE) -> Link:
    """A fresh link. The present password, older links and API tokens end with it."""
    return new_links([user], at=at or timezone.now(), life=life)[0]


@transaction.atomic
def new_links(users: Sequence[User], *, at: dt.datetime, life: dt.timedelta) -> list[Link]:
    """A fresh link for each, in their order. Three statements, whatever the number."""
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_update(users, ["password"], batch_size=2000)
    ApiToken.objects.filter(user__in=users).delete()
    links = [Link(str(user.pk), _new_code()) for user in users]
    OneTimeLink.objects.bulk_create(
        [
            OneTimeLink(user=user, digest=_digest(user, link.code), issued_at=at, until=at + life)
            for user, link in zip(users, links, strict=True)
        ],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["digest", "issued_at", "until"],
    )
    return links


def holder_of(account: str, code: str, *, at: dt.datetime | None = None) -> User | None:
    """The account that a link opens; None for one that was used, is too old, or never was."""
    user = User.objects.filter(pk=_number(account), is_active=True).first()
    return user if user and _opens(user, code, at=at or timezone.now()) else None


@transaction.atomic
def use_link(account: str, code: str, *, password: str, at: dt.datetime | None = None) -> User | None:
    """Set the password, once: of two who hurry, one is told that the link has ended."""
    user = User.objects.select_for_update().filter(pk=_number(account), is_active=True).first()
    if user is None or not _opens(user, code, at=at or timezone.now()):
        return None
    user.set_password(password)
    user.save(update_fields=["password"])
    OneTimeLink.objects.filter(user=user).delete()
    return user


def _opens(user: User, code: str, *, at: dt.datetime) -> bool:
    link = OneTimeLink.objects.filter(user=user, until__gt=at).first()
    secrets_known = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return link is not None and any(
        constant_time_compare(link.digest, _digest(user, code, secret)) for secret in secrets_known
    )


def _digest(user: User, code: str, secret: str = "") -> str:
    """However it was typed: with other capitals and without dashes it is the same link."""
    told = f"{user.pk}\n{user.password}\n{code.replace('-', '').lower()}"
    key = secret or settings.SECRET_KEY
    return salted_hmac(SALT, told, secret=key, algorithm="sha256").hexdigest()


def _new_code() -> str:
    signs = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    return "-".join(signs[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
