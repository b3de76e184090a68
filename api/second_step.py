"""The second step: a code of six digits from the phone, or one of ten recovery codes. A code counts once."""

import logging

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.db import transaction
from django.utils.crypto import constant_time_compare

from geodata import periods
from geodata.accounts.models import User
from geodata.contacts.second_step import needs_second_step

Type = Authenticator.Type
log = logging.getLogger("gridmap.accounts")


def has_second_step(user: User) -> bool:
    found: bool = Authenticator.objects.filter(user=user, type=Type.TOTP).exists()
    return found


def must_set_up(user: User) -> bool:
    """Do the user's posts ask for a second step that is not there yet? Two queries at most, none for invented accounts."""
    return not user.synthetic and not has_second_step(user) and needs_second_step(user, on=periods.today())


@transaction.atomic
def accepts(user: User, code: str) -> Authenticator | None:
    """What the code belongs to; it is used up with that. None for a wrong or used one."""
    given = "".join(code.split()).replace("-", "")[:20]
    rows = Authenticator.objects.select_for_update().filter(
        user=user, type__in=[Type.TOTP, Type.RECOVERY_CODES]
    )
    for row in rows.order_by("-type"):
        try:
            if _fits(row, given):
                return row
        except InvalidToken:
            log.exception("the secret of account %s was encrypted with another SECRET_KEY", user.pk)
    return None


def _fits(row: Authenticator, given: str) -> bool:
    if row.type == Type.TOTP:
        return _newer(row, given)
    fits: bool = bool(given) and row.wrap().validate_code(given)
    if fits:
        row.refresh_from_db()
    return fits


def _newer(row: Authenticator, given: str) -> bool:
    """Is it the code of a half minute that has not been used? The last used one is kept beside the secret."""
    secret, last = decrypt(row.data["secret"]), row.data.get("last", 0)
    for moment in yield_hotp_counters_from_time():
        if moment > last and constant_time_compare(format_hotp_value(hotp_value(secret, moment)), given):
            row.data["last"] = moment
            row.save(update_fields=["data"])
            return True
    return False


def remove(user: User) -> bool:
    """Without a second step from now on, recovery codes included. Was there one?"""
    there = has_second_step(user)
    Authenticator.objects.filter(user=user).delete()
    return there
