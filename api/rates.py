"""How often somebody may ask, whichever web worker answers. It guards the service's time, not a secret."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from api.callers import client_network
from geodata.accounts import rates
from geodata.accounts.models import User

if TYPE_CHECKING:
    # The settings name this module, and the views' module reads the settings.
    from rest_framework.views import APIView

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}


def wait(kind: str, rate: str, key: str) -> float | None:
    """Count one request of so many a second, minute, hour or day; seconds to wait if it is one too many, else None."""
    number, _slash, unit = rate.partition("/")
    at, every = timezone.now(), SECONDS[unit]
    if rates.count(f"{kind}-{key}", every=every, at=at) <= int(number):
        return None
    return rates.left(every=every, at=at)


class _Limited(BaseThrottle, ABC):
    """Asked by the framework before a view."""

    seconds: float | None = None

    @abstractmethod
    def key(self, request: Request) -> tuple[str, str, str]:
        """Of what kind, how often, and whose."""

    def allow_request(self, request: Request, view: "APIView") -> bool:
        self.seconds = wait(*self.key(request))
        return self.seconds is None

    def wait(self) -> float | None:
        return self.seconds


class PerUser(_Limited):
    """Requests of one user, or of one network where nobody has signed in."""

    def key(self, request: Request) -> tuple[str, str, str]:
        user = request.user
        who = str(user.pk) if isinstance(user, User) else client_network(request)
        return "api", settings.API_RATE, who


class PerAddress(_Limited):
    """Guessing passwords is slow from one network."""

    def key(self, request: Request) -> tuple[str, str, str]:
        return "token", settings.TOKEN_RATE, client_network(request)
