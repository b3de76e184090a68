"""Sessions of pages: how long they last, and what an account must have before they open anything."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from api.second_step import must_set_up
from geodata.accounts.models import User
from gridmap.middleware import Answer

BEGUN, SEEN = "begun", "seen"
NOTED = 60
"""Seconds for which an earlier note of use is good enough: not every request writes."""


class SessionLife:
    """A session ends when it is not used for a while, and after its life in any case."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            now = int(time.time())
            session = request.session
            begun, seen = session.setdefault(BEGUN, now), session.setdefault(SEEN, now)
            if (
                now - begun >= settings.SESSION_LIFE_HOURS * 3600
                or now - seen >= settings.SESSION_IDLE_MINUTES * 60
            ):
                request.session_of = str(request.user.pk)  # type: ignore[attr-defined]
                end_sessions([session.session_key or ""])
                logout(request)
            elif now - seen >= NOTED:
                session[SEEN] = now
                UserSession.objects.filter(session_key=session.session_key).update(
                    last_seen_at=timezone.now()
                )
        return self.get_response(request)


class SecondStepFirst:
    """Who must have a second step and has none is led to its set-up, and sees nothing else. The API refuses by itself."""

    OPEN = frozenset(
        {"mfa_activate_totp", "account_reauthenticate", "account_logout", "language", "use_link"}
    )

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponseBase | None:
        found = request.resolver_match
        if found is None or found.app_names == ["api"] or found.url_name in self.OPEN:
            return None
        return redirect("mfa_activate_totp") if lacks_second_step(request) else None


def lacks_second_step(request: HttpRequest) -> bool:
    """Is its user to set up a second step first? Asked once a request, and not where the session began with a code."""
    known: bool | None = getattr(request, "lacks_second_step", None)
    if known is None:
        user = request.user
        known = isinstance(user, User) and not _by_two_steps(request, user) and must_set_up(user)
        request.lacks_second_step = known  # type: ignore[attr-defined]
    return known


def _by_two_steps(request: HttpRequest, user: User) -> bool:
    return any(record["method"] == "mfa" for record in get_authentication_records(request, user))


class _MessagesCookie(CookieStorage):
    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.cookie_name = settings.MESSAGES_COOKIE_NAME


class Messages(FallbackStorage):
    """As Django keeps messages, under a name that is ours to choose."""

    storage_classes = (_MessagesCookie, SessionStorage)


def end_sessions(keys: list[str]) -> None:
    """These sessions open nothing any more."""
    for session in UserSession.objects.filter(session_key__in=keys):
        session.end()


def sessions_of(user: User) -> list[UserSession]:
    """Those that open something, the latest first. The others are cleared away."""
    return sorted(
        UserSession.objects.purge_and_list(user), key=lambda session: session.last_seen_at, reverse=True
    )
