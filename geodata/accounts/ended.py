"""What signing in leaves behind when it has ended: sessions, what was noted of them, tokens, failures, counts of requests."""

import datetime as dt

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from geodata.accounts.guesses import FORGOTTEN, KNOWN_FOR
from geodata.accounts.models import ApiToken, Guesses, KnownNetwork


def sessions(before: dt.datetime) -> list[QuerySet[Session] | QuerySet[UserSession]]:
    """Sessions that ended before then, and notes of sessions that are no more, in the order in which they go."""
    over = Session.objects.filter(expire_date__lt=before)
    standing = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gte=before)
    return [UserSession.objects.filter(~Exists(standing)), over]


def tokens(before: dt.datetime) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(expires_at__lt=before)


def failures(before: dt.datetime) -> QuerySet[AccessAttempt]:
    """Wrong passwords, with the names and addresses that were tried."""
    return AccessAttempt.objects.filter(attempt_time__lt=before)  # type: ignore[no-any-return]


def guesses(before: dt.datetime) -> list[QuerySet[Guesses] | QuerySet[KnownNetwork]]:
    """Counts of guesses that slow nobody down any more, and networks that are known no more."""
    return [
        Guesses.objects.filter(at__lt=before - FORGOTTEN),
        KnownNetwork.objects.filter(seen_at__lt=before - KNOWN_FOR),
    ]
