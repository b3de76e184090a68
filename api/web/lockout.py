"""Guessing passwords and codes: counted in the database, on pages and in the API.

By login name and network address (django-axes), and by account wherever the guesses come from (accounts/guesses.py). A
browser from which the account has signed in before counts for itself in both: whoever shares its address locks it out
of nothing. What was typed as a name is not kept: people type passwords there.
"""

import re
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from api.web.callers import client_network
from geodata.accounts import guesses
from geodata.accounts.guesses import Kind
from geodata.accounts.models import User

BROWSER = re.compile(r"[A-Za-z0-9_-]{24}")
"""What a browser is named by: 18 bytes of chance."""
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
    # Remembered on the request: the middleware asks several times, and the answer may change in between.
    if typed not in known:
        account = known_name(typed)
        known[typed] = (
            _of_browser(request, _folded(account)) if account else f"{UNKNOWN}{_fingerprint(typed)}"
        )
    return known[typed]


def _of_browser(request: HttpRequest, name: str) -> str:
    """The name, with a mark where the browser is one of the account's own."""
    browser = browser_of(request)
    own = browser and guesses.known_place(name, [browser], at=timezone.now())
    return f"{name} {_fingerprint(browser)}" if own else name


def browser_of(request: HttpRequest) -> str:
    """The browser as a place, by the cookie that it was given when somebody signed in there; empty without one."""
    cookie = request.COOKIES.get(settings.BROWSER_COOKIE_NAME, "")
    return f"browser {cookie}" if BROWSER.fullmatch(cookie) else ""


def _places(request: HttpRequest) -> list[str]:
    """Where the request comes from, the nearest first."""
    return [*filter(None, [browser_of(request)]), client_network(request)]


def known_name(typed: str) -> str:
    """The login name of the account that was meant, or nothing."""
    name = typed.replace("\x00", "").strip()[:150]
    names = User.objects.filter(username__iexact=name).order_by("pk").values_list("username", flat=True)
    return names.first() or ""


def noted_name(typed: str) -> str:
    """What the record of access keeps of a name that somebody tried."""
    # What is no account's name may be a password in the wrong field: it is not kept.
    return known_name("".join(sign for sign in typed if sign.isprintable())) or UNKNOWN


def is_locked(request: HttpRequest, username: str) -> bool:
    """Must a code of this account wait, from this address? The answer of a request that asked in vain becomes 429."""
    credentials = {"username": username}
    if AxesProxyHandler.is_allowed(request, credentials):
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
    # A guess that nobody looked at is none.
    if not was_locked(request):
        _count(request, username, Kind.CODE)
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def forget_failures(request: HttpRequest, username: str) -> None:
    """After a sign-in that is no session: the API's."""
    AxesProxyHandler.reset_attempts(
        username=counted_name(request, {"username": username}), ip_address=client_network(request)
    )


def let_in(request: HttpRequest, user: User) -> None:
    """Signed in with all that is asked for: from this browser and network the account is known from now on."""
    guesses.let_in(_folded(user.username), _places(request), at=timezone.now())


def link_waits(request: HttpRequest, account: str) -> bool:
    """Count a link that opens nothing. Is it one too many?"""
    guess = f"link {account[:40]}", [client_network(request)]
    if _link_waits(request, guess):
        return True
    guesses.count(Kind.LINK, *guess, at=timezone.now())
    return False


def first_code_waits(request: HttpRequest) -> bool:
    """Must the next guess at the code of an empty installation wait? Then it is not looked at, right or wrong."""
    return _link_waits(request, _first_code(request))


def count_first_code(request: HttpRequest) -> None:
    """A wrong one."""
    guesses.count(Kind.LINK, *_first_code(request), at=timezone.now())


def _first_code(request: HttpRequest) -> tuple[str, list[str]]:
    """By network: there is no account yet from which a stranger could keep its holder."""
    network = client_network(request)
    return f"first code {network}", [network]


def _link_waits(request: HttpRequest, guess: tuple[str, list[str]]) -> bool:
    wait = guesses.wait(Kind.LINK, *guess, at=timezone.now())
    if wait:
        _refuse(request, UNKNOWN)
        request.guess_wait = wait  # type: ignore[attr-defined]
    return bool(wait)


def lock_minutes() -> int:
    length = get_cool_off()
    return int(length.total_seconds() // 60) if length else 0


def _waits(request: HttpRequest, username: str, kind: Kind) -> bool:
    wait = guesses.wait(kind, _folded(username), _places(request), at=timezone.now())
    if wait:
        _refuse(request, username)
        request.guess_wait = wait  # type: ignore[attr-defined]
    return bool(wait)


def _refuse(request: HttpRequest, username: str) -> None:
    """As axes notes it, whose middleware makes the answer."""
    request.axes_locked_out = True  # type: ignore[attr-defined]
    request.axes_credentials = {"username": username}  # type: ignore[attr-defined]


def _count(request: HttpRequest, username: str, kind: Kind) -> None:
    guesses.count(kind, _folded(username), _places(request), at=timezone.now())


def _folded(name: str) -> str:
    """Other capitals are no other name."""
    return name.replace("\x00", "").strip().casefold()[:150]


def _fingerprint(typed: str) -> str:
    return salted_hmac("api.web.lockout.unknown", typed, algorithm="sha256").hexdigest()[:16]
