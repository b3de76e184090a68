"""How often somebody may ask. Counted in each process's memory: it guards the service's time, not a secret."""

from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from api.lockout import client_address
from geodata.accounts.models import User

if TYPE_CHECKING:
    # The settings name this module, and the views' module reads the settings.
    from rest_framework.views import APIView


class _Counted(SimpleRateThrottle):
    """Times of the last requests by a key of ours."""

    def __init__(self, kind: str, rate: str, key: str) -> None:
        self.rate, self.own_key = rate, f"rate-{kind}-{key}"
        self.num_requests, self.duration = self.parse_rate(rate)

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        return self.own_key


def wait(kind: str, rate: str, key: str) -> float | None:
    """Count one request; seconds to wait if it is one too many, else None."""
    counted = _Counted(kind, rate, key)
    if counted.allow_request(None, None):  # type: ignore[arg-type]
        return None
    return counted.wait() or 1.0


class PerUser(SimpleRateThrottle):
    """Requests of one user, or of one network address where nobody has signed in."""

    def __init__(self) -> None:
        self.rate = settings.API_RATE
        self.num_requests, self.duration = self.parse_rate(settings.API_RATE)

    def get_cache_key(self, request: Request, view: "APIView") -> str:
        user = request.user
        return f"rate-api-{user.pk if isinstance(user, User) else client_address(request)}"
