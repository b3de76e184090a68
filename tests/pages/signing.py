"""People with passwords and second steps, and the codes that their phones would show."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from api.web.two_factor import code_of
from geodata.accounts.models import User
from tests import village as v

PASSWORD = "correct horse 例"


def real(kind: str, place: Any, *, name: str, day: Any = v.LONG_AGO) -> User:
    """An officer who is no demo account: the rules of the second step hold."""
    who = v.officer(kind, place, name=name, day=day)
    who.synthetic = False
    who.set_password(PASSWORD)
    who.save()
    return who


def with_second_step(user: User) -> str:
    """The secret of a new second step, recovery codes included."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code(secret: str, *, later: int = 0) -> str:
    """What the phone shows now, or some half minutes later."""
    return code_of(secret, int(time.time()) // 30 + later)


def recovery_code(user: User) -> str:
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return row.wrap().get_unused_codes()[0]
