"""The second step: a code of six digits from the phone, or one of ten recovery codes. A code counts once."""

import logging
import time
from base64 import b32decode
from collections.abc import Iterator

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from django.db import transaction
from django.utils.crypto import constant_time_compare

from geodata.accounts.models import User
from geodata.base import periods
from geodata.posts.two_factor import needs_second_step

Type = Authenticator.Type
log = logging.getLogger("gridmap.accounts")


def has_second_step(user: User) -> bool:
    has_one: bool = Authenticator.objects.filter(user=user, type=Type.TOTP).exists()
    return has_one


def must_set_up(user: User) -> bool:
    """Do the user's posts ask for a second step that is not there yet? Two queries at most, none for invented accounts."""
    return not user.synthetic and not has_second_step(user) and needs_second_step(user, on=periods.today())


@transaction.atomic
def accepts(user: User, code: str) -> Authenticator | None:
    """What the code belongs to; it is used up with that. None for a wrong or used one."""
    typed = "".join(code.split()).replace("-", "")[:20]
    rows = Authenticator.objects.select_for_update().filter(
        user=user, type__in=[Type.TOTP, Type.RECOVERY_CODES]
    )
    # The phone's code first: most codes are one, and recovery codes have all to be compared.
    for row in rows.order_by("-type"):
        try:
            if _fits(row, typed):
                return row
        except InvalidToken:
            log.exception("the secret of account %s was encrypted with another SECRET_KEY", user.pk)
    return None


def _fits(row: Authenticator, typed: str) -> bool:
    if row.type == Type.TOTP:
        return _newer(row, typed)
    fits: bool = bool(typed) and row.wrap().validate_code(typed)
    if fits:
        row.refresh_from_db()
    return fits


def _newer(row: Authenticator, typed: str) -> bool:
    """Is it the code of a half minute that has not been used? The last used one is kept beside the secret."""
    secret, last = decrypt(row.data["secret"]), row.data.get("last", 0)
    for moment in _moments():
        # Each code once: who looks over a shoulder has it for half a minute.
        if moment > last and constant_time_compare(code_of(secret, moment), typed):
            row.data["last"] = moment
            row.save(update_fields=["data"])
            return True
    return False


def code_of(secret: str, moment: int) -> str:
    """What a phone shows in that period since 1970 (RFC 6238). SHA-1 is what authenticators speak."""
    key = b32decode(secret.encode(), casefold=True)
    generator = HOTP(key, app_settings.TOTP_DIGITS, SHA1(), enforce_key_length=False)  # noqa: S303 (its security rests on HMAC)
    return generator.generate(moment).decode()


def _moments() -> Iterator[int]:
    """This period and its neighbours, as far as clocks may differ."""
    now, around = int(time.time()) // app_settings.TOTP_PERIOD, app_settings.TOTP_TOLERANCE
    yield from range(now - around, now + around + 1)


def remove(user: User) -> bool:
    """Without a second step from now on, recovery codes included. Was there one?"""
    there = has_second_step(user)
    Authenticator.objects.filter(user=user).delete()
    return there
