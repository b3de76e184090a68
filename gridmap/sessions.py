"""Sessions of pages: how long they last, and what an account must have before they open anything."""

import secrets
import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.contrib.sessions.backends.base import SessionBase
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from api.web import arrived
from api.web.lockout import browser_of
from geodata.accounts.guesses import KNOWN_FOR
from geodata.accounts.models import User
from geodata.base.unavailable import Unavailable, unavailable
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
                _note_use(session, now)
        response = self.get_response(request)
        if name := getattr(request, "remembered", ""):
            response.set_cookie(
                settings.BROWSER_COOKIE_NAME,
                name,
                max_age=KNOWN_FOR,
                secure=settings.BROWSER_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def _note_use(session: SessionBase, now: int) -> None:
    """At once, and not with the answer: that nothing can be noted on a full disk must not cost the page."""
    session[SEEN] = now
    try:
        with transaction.atomic():
            session.save()
            UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())
    except DatabaseError as error:
        if unavailable(error) is not Unavailable.FULL:
            raise
        session.modified = False


def remember_browser(request: HttpRequest) -> None:
    """Somebody signs in: the browser gets a name, or keeps the one it has. It is of the browser, and tells of nobody."""
    if not browser_of(request):
        request.COOKIES[settings.BROWSER_COOKIE_NAME] = secrets.token_urlsafe(18)
    request.remembered = request.COOKIES[settings.BROWSER_COOKIE_NAME]  # type: ignore[attr-defined]


class SecondStepFirst:
    """Who must have a second step and has none is led to its set-up, and sees nothing else. The API refuses by itself."""

    OPEN = frozenset(
        {
            "mfa_activate_totp",
            "account_reauthenticate",
            "account_logout",
            "language",
            "look",
            "use_link",
            "help_about",
        }
    )

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or match.app_names == ["api"] or match.url_name in self.OPEN:
            return None
        return redirect("mfa_activate_totp") if lacks_second_step(request) else None


def lacks_second_step(request: HttpRequest) -> bool:
    """Is its user to set up a second step first? Asked once a request, and not where the session began with a code."""
    known: bool | None = getattr(request, "lacks_second_step", None)
    if known is None:
        user = request.user
        known = (
            isinstance(user, User)
            and not _by_two_steps(request, user)
            and arrived.lacks_second_step(request, user)
        )
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
