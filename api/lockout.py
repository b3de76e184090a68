"""Guessing passwords and codes: counted in the database, on pages and in the API.

By login name and network address (django-axes), and by account wherever the guesses come from (accounts/guesses.py).
What was typed as a name is not kept: people type passwords there.
"""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from api.callers import client_network
from geodata.accounts import guesses
from geodata.accounts.guesses import Kind
from geodata.accounts.models import User

UNKNOWN = "?"
"""What the record of access says of a name that is no account's; no login name looks like it."""


class SlowGuesses:
    """First of the backends: while guesses at an account have to wait, no password is looked at."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> None:
        if request is not None and password is not None and _waits(request, str(username), Kind.PASSWORD):
            raise PermissionDenied


class CountedGuess:
    """Last of the backends: whoever comes so far has given a wrong password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> None:
        if request is not None and password is not None:
            _count(request, str(username), Kind.PASSWORD)


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name under which axes counts failures: of an account its login name, else a fingerprint of what was typed."""
    typed = _folded(str((credentials or {}).get("username") or ""))
    known: dict[str, str] = request.__dict__.setdefault("counted_names", {})
    if typed not in known:
        found = known_name(typed)
        known[typed] = _folded(found) if found else f"{UNKNOWN}{_fingerprint(typed)}"
    return known[typed]


def known_name(typed: str) -> str:
    """The login name of the account that was meant, or nothing."""
    name = typed.replace("\x00", "").strip()[:150]
    found = User.objects.filter(username__iexact=name).order_by("pk").values_list("username", flat=True)
    return found.first() or ""


def noted_name(typed: str) -> str:
    """What the record of access keeps of a name that somebody tried."""
    return known_name("".join(sign for sign in typed if sign.isprintable())) or UNKNOWN


def is_locked(request: HttpRequest, username: str) -> bool:
    """Must a code of this account wait, from this address? The answer of a request that asked in vain becomes 429."""
    told = {"username": username}
    if AxesProxyHandler.is_allowed(request, told):
        return _waits(request, username, Kind.CODE)
    _refuse(request, username)
    return True


def was_locked(request: HttpRequest) -> bool:
    """Has this request met a lock, or made one?"""
    return bool(getattr(request, "axes_locked_out", False))


def wait_of(request: HttpRequest) -> float | None:
    """Seconds to wait where the account's own count has refused; None where axes has."""
    return getattr(request, "guess_wait", None)


def count_failure(request: HttpRequest, username: str) -> None:
    """A wrong code counts as a wrong password does."""
    if not was_locked(request):
        _count(request, username, Kind.CODE)
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def forget_failures(request: HttpRequest, username: str) -> None:
    """After a sign-in that is no session: the API's."""
    AxesProxyHandler.reset_attempts(
        username=counted_name(request, {"username": username}), ip_address=client_network(request)
    )


def let_in(request: HttpRequest, user: User) -> None:
    """Signed in with all that is asked for: from this network the account is known from now on."""
    guesses.let_in(_folded(user.username), client_network(request), at=timezone.now())


def link_waits(request: HttpRequest, account: str) -> bool:
    """Count a link that opens nothing. Is it one too many?"""
    told = f"link {account[:40]}", client_network(request)
    wait = guesses.wait(Kind.LINK, *told, at=timezone.now())
    if wait:
        _refuse(request, UNKNOWN)
        request.guess_wait = wait  # type: ignore[attr-defined]
        return True
    guesses.count(Kind.LINK, *told, at=timezone.now())
    return False


def lock_minutes() -> int:
    length = get_cool_off()
    return int(length.total_seconds() // 60) if length else 0


def _waits(request: HttpRequest, username: str, kind: Kind) -> bool:
    wait = guesses.wait(kind, _folded(username), client_network(request), at=timezone.now())
    if wait:
        _refuse(request, username)
        request.guess_wait = wait  # type: ignore[attr-defined]
    return bool(wait)


def _refuse(request: HttpRequest, username: str) -> None:
    """As axes notes it, whose middleware makes the answer."""
    request.axes_locked_out = True  # type: ignore[attr-defined]
    request.axes_credentials = {"username": username}  # type: ignore[attr-defined]


def _count(request: HttpRequest, username: str, kind: Kind) -> None:
    guesses.count(kind, _folded(username), client_network(request), at=timezone.now())


def _folded(name: str) -> str:
    """Other capitals are no other name."""
    return name.replace("\x00", "").strip().casefold()[:150]


def _fingerprint(typed: str) -> str:
    return salted_hmac("api.lockout.unknown", typed, algorithm="sha256").hexdigest()[:16]
