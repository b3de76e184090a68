"""The one-time code of an empty installation: made by whoever runs it, told there, and kept nowhere in clear."""

import datetime as dt
import hashlib
import secrets

from django.db import connection, transaction
from django.utils.crypto import constant_time_compare

from geodata.accounts.models import User
from geodata.setup.models import FirstCode

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike: it is read from a terminal and typed."""
GROUPS, LENGTH = 5, 4
LIFE = dt.timedelta(days=3)
"""As long as a one-time link; after it whoever runs the installation makes another."""
EMPTY = "SELECT pg_advisory_xact_lock(hashtextextended('geodata.setup.first_code', 0))"


@transaction.atomic
def new_code(*, at: dt.datetime) -> str:
    """A fresh code, which ends the one before; empty where the installation has begun."""
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)
    if has_begun():
        return ""
    code = "-".join("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))
    FirstCode.objects.update_or_create(pk=1, defaults={"digest": _digest(code), "made_at": at})
    return code


def has_begun() -> bool:
    """Is there an account, or was there ever a first one?"""
    return FirstCode.objects.exclude(used_at=None).exists() or User.objects.exists()


def is_awaited(*, at: dt.datetime) -> bool:
    """May somebody open the first account now? One query where the installation has begun by a code."""
    return waiting(at=at) is not None and not User.objects.exists()


def waiting(*, at: dt.datetime) -> FirstCode | None:
    return FirstCode.objects.filter(used_at=None, made_at__gt=at - LIFE).first()


def fits(row: FirstCode, typed: str) -> bool:
    return constant_time_compare(row.digest, _digest(typed))


def _digest(code: str) -> str:
    """Capitals and dashes are whoever types it."""
    letters = "".join(sign for sign in code.lower() if sign.isascii() and sign.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()
