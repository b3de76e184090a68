"""Files by a token of the API, for programs that fetch them: a map program, a spreadsheet, a nightly copy."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from api.callers import address_prefix
from api.rates import wait
from api.shares import Hold
from geodata.accounts.models import ApiToken
from geodata.territory.scope import Scope
from gridmap.middleware import Answer
from gridmap.pages.errors import too_often
from gridmap.shares import too_much_at_once

View = Callable[..., HttpResponseBase]
BEARER = "bearer "


def takes_token(view: View) -> View:
    """Mark a page that answers with a file: it may be fetched with a token instead of a login."""
    view.takes_token = True  # type: ignore[attr-defined]
    return view


class TokenForFiles:
    """Signs the holder of a token in for this one request, where the view takes tokens and nothing is changed.

    Before the login is asked for; a token that opens nothing is refused, never passed over. From here on the request
    counts as its holder's, in threads and in rates, as one of the API does.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *_args: Any) -> HttpResponseBase | None:
        told = request.headers.get("Authorization", "")
        if not getattr(view, "takes_token", False) or not told.lower().startswith(BEARER):
            return None
        token = told[len(BEARER) :].strip()
        holder = ApiToken.holder(token, at=timezone.now())
        if holder is None or request.method not in ("GET", "HEAD"):
            refused = HttpResponse(
                _("The token is not valid or has ended. Ask for a new one."),
                status=401,
                content_type="text/plain",
            )
            refused["WWW-Authenticate"] = 'Bearer realm="gridmap"'
            return refused
        hold: Hold | None = getattr(request, "share", None)
        if hold and not hold.move_to(f"user {holder.pk}"):
            return too_much_at_once(request)
        if seconds := wait("page", settings.PAGE_RATE, str(holder.pk)):
            # The page that says so asks for no menu.
            request.scope = Scope()  # type: ignore[attr-defined]
            return too_often(request, seconds)
        device = request.headers.get("User-Agent", "")
        ApiToken.used(token, at=timezone.now(), device=device, network=address_prefix(request))
        request.user = holder
        return None
