"""How often pages may be asked for, whichever worker answers: of one user, and of one network where nobody has signed in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, resolve

from api.callers import client_network
from api.rates import wait
from api.views.base import View
from geodata.accounts.models import User
from geodata.territory.scope import Scope
from gridmap.middleware import Answer
from gridmap.pages.errors import too_often

SAFE = ("GET", "HEAD", "OPTIONS")


class Rates:
    """Every address is under a rate; the API's views count by themselves, for they alone know whose a token is."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _counts_itself(request):
            return self.get_response(request)
        if seconds := _wait(request):
            # The page that says so asks for no menu.
            request.scope = Scope()  # type: ignore[attr-defined]
            return too_often(request, seconds)
        return self.get_response(request)


def _wait(request: HttpRequest) -> float | None:
    if isinstance(request.user, User):
        return wait("page", settings.PAGE_RATE, str(request.user.pk))
    network = client_network(request)
    if request.method not in SAFE and (seconds := wait("sign-in", settings.SIGN_IN_RATE, network)):
        return seconds
    return wait("address", settings.ADDRESS_RATE, network)


def _counts_itself(request: HttpRequest) -> bool:
    if not request.path_info.startswith("/api/"):
        return False
    try:
        view = getattr(resolve(request.path_info).func, "cls", None)
    except Resolver404:
        return False
    return isinstance(view, type) and issubclass(view, View)
