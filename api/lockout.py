"""Guessing passwords and codes: counted in the database by login name and network address, on pages and in the API."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The caller's address. X-Forwarded-For counts as far as our own proxies wrote it."""
    near = str(request.META.get("REMOTE_ADDR") or "127.0.0.1")
    forwarded = [
        part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()
    ]
    proxies: int = settings.PROXIES
    return str(forwarded[-min(proxies, len(forwarded))]) if proxies and forwarded else near


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The login name under which failures are counted: other capitals are no other name."""
    return str((credentials or {}).get("username") or "").strip().casefold()[:150]


def is_locked(request: HttpRequest, username: str) -> bool:
    """Is this name locked out at this address? The answer of a request that asked in vain becomes 429."""
    told = {"username": username}
    if AxesProxyHandler.is_allowed(request, told):
        return False
    request.axes_locked_out = True  # type: ignore[attr-defined]
    request.axes_credentials = told  # type: ignore[attr-defined]
    return True


def was_locked(request: HttpRequest) -> bool:
    """Has this request met a lock, or made one?"""
    return bool(getattr(request, "axes_locked_out", False))


def count_failure(request: HttpRequest, username: str) -> None:
    """A wrong code counts as a wrong password does."""
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def forget_failures(request: HttpRequest, username: str) -> None:
    """After a sign-in that is no session: the API's."""
    AxesProxyHandler.reset_attempts(
        username=counted_name(request, {"username": username}), ip_address=client_address(request)
    )


def lock_minutes() -> int:
    length = get_cool_off()
    return int(length.total_seconds() // 60) if length else 0
