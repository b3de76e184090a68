"""Files by a token of the API, for programs that fetch them: a map program, a spreadsheet, a nightly copy."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from api.web.callers import address_prefix
from api.web.errors import TITLES, problem
from api.web.shares import Hold
from api.web.throttling import wait
from geodata.accounts.models import ApiToken
from geodata.base.scope import Scope
from gridmap.error_pages import too_often
from gridmap.middleware import Answer
from gridmap.shares import too_much_at_once

View = Callable[..., HttpResponseBase]
BEARER = "bearer "


def takes_token(view: View) -> View:
    """Mark a page that answers with a file: it may be fetched with a token instead of a login."""
    view.takes_token = True  # type: ignore[attr-defined]
    return view


def by_token(request: HttpRequest) -> bool:
    """Does a program ask, which reads no page?"""
    return bool(getattr(request, "by_token", False))


class TokenForFiles:
    """Signs the holder of a token in for this one request, where the view takes tokens and nothing is changed.

    Before the login is asked for; a token that opens nothing is refused, never passed over. From here on the request
    counts as its holder's, in threads and in rates, as one of the API does. What is no file is answered as the API
    answers: with a problem document, never with a page that would be kept as if it were the file.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        return _document(request, response) if by_token(request) else response

    def process_view(self, request: HttpRequest, view: View, *_args: Any) -> HttpResponseBase | None:
        header = request.headers.get("Authorization", "")
        if not getattr(view, "takes_token", False) or not header.lower().startswith(BEARER):
            return None
        request.by_token = True  # type: ignore[attr-defined]
        token = header[len(BEARER) :].strip()
        holder = ApiToken.holder(token, at=timezone.now())
        if holder is None or request.method not in ("GET", "HEAD"):
            refused = problem(request, 401, _("The token is not valid or has ended. Ask for a new one."))
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


def _document(request: HttpRequest, page: HttpResponseBase) -> HttpResponseBase:
    """The problem document of the same status, in place of a page."""
    if page.status_code not in TITLES or not page.headers.get("Content-Type", "").startswith("text/html"):
        return page
    document = problem(
        request, page.status_code, getattr(page, "told", "") or str(TITLES[page.status_code][1])
    )
    for name in ("Retry-After", "WWW-Authenticate", "Allow"):
        if name in page.headers:
            document[name] = page.headers[name]
    return document
