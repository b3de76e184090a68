"""How often somebody may ask, whichever web worker answers. It guards the service's time, not a secret."""

import datetime as dt
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from api.web.arrived import counted
from api.web.callers import client_network
from geodata.accounts import rates
from geodata.accounts.models import User

if TYPE_CHECKING:
    # The settings name this module, and the views' module reads the settings.
    from rest_framework.views import APIView

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}


def wait(kind: str, rate: str, key: str) -> float | None:
    """Count one request of so many a second, minute, hour or day; seconds to wait if it is one too many, else None."""
    at = timezone.now()
    every, _stretch = stretch_of(rate, at=at)
    return wait_after(rates.count(f"{kind}-{key}", every=every, at=at), rate)


def wait_after(requests: int, rate: str) -> float | None:
    """The same of requests that are counted: see arrived.py."""
    at, number = timezone.now(), int(rate.partition("/")[0])
    return rates.left(every=stretch_of(rate, at=at)[0], at=at) if requests > number else None


def stretch_of(rate: str, *, at: dt.datetime) -> tuple[int, int]:
    """For how many seconds a rate holds, and which stretch of so many it is at that moment."""
    every = SECONDS[rate.partition("/")[2]]
    return every, rates.stretch(every=every, at=at)


def wait_of(request: Any, user: User, kind: str, rate: str) -> float | None:
    """Of a request whose user is known: it was counted when it came, or is now."""
    requests = counted(request, user, kind)
    return wait(kind, rate, str(user.pk)) if requests is None else wait_after(requests, rate)


def wait_to_export(user: User) -> float | None:
    """Before a list is taken away as a file, at once or as a job."""
    return wait("export", settings.EXPORT_RATE, str(user.pk))


def wait_to_import(user: User) -> float | None:
    """Before a file is brought in."""
    return wait("import", settings.IMPORT_RATE, str(user.pk))


class _Limited(BaseThrottle, ABC):
    """Asked by the framework before a view."""

    seconds: float | None = None

    @abstractmethod
    def key(self, request: Request) -> tuple[str, str, str]:
        """Of what kind, how often, and whose."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        self.seconds = self.asked(request)
        return self.seconds is None

    def asked(self, request: Request) -> float | None:
        """Seconds to wait, with this request counted."""
        return wait(*self.key(request))

    def wait(self) -> float | None:
        return self.seconds


class PerUser(_Limited):
    """Requests of one user, or of one network where nobody has signed in."""

    def key(self, request: Request) -> tuple[str, str, str]:
        user = request.user
        who = str(user.pk) if isinstance(user, User) else client_network(request)
        return "api", settings.API_RATE, who

    def asked(self, request: Request) -> float | None:
        kind, rate, _who = self.key(request)
        user = request.user
        return wait_of(request, user, kind, rate) if isinstance(user, User) else super().asked(request)


class PerAddress(_Limited):
    """Guessing passwords is slow from one network."""

    def key(self, request: Request) -> tuple[str, str, str]:
        return "token", settings.TOKEN_RATE, client_network(request)
