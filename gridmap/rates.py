"""How often pages may be asked for, whichever worker answers: of one user, and of one network where nobody has signed in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from api.web.callers import client_network
from api.web.throttling import wait, wait_of
from geodata.accounts.models import User
from geodata.base.scope import Scope
from gridmap.arriving import counts_itself
from gridmap.error_pages import too_often
from gridmap.middleware import Answer

SAFE = ("GET", "HEAD", "OPTIONS")


class Rates:
    """Every address is under a rate; the API's views count by themselves, for they alone know whose a token is."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if counts_itself(request):
            return self.get_response(request)
        if seconds := _wait(request):
            # The page that says so asks for no menu.
            request.scope = Scope()  # type: ignore[attr-defined]
            return too_often(request, seconds)
        return self.get_response(request)


def _wait(request: HttpRequest) -> float | None:
    if isinstance(request.user, User):
        return wait_of(request, request.user, "page", settings.PAGE_RATE)
    network = client_network(request)
    if request.method not in SAFE and (seconds := wait("sign-in", settings.SIGN_IN_RATE, network)):
        return seconds
    return wait("address", settings.ADDRESS_RATE, network)
