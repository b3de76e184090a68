"""A form that was sent when its session had ended: kept until its sender has signed in again, and then offered to be sent.

It is never sent by itself: the page shows what would be sent and asks. It lies in the session of the same browser, for
an hour, and goes when somebody else signs in there. Passwords and files are never kept, nor is a form of which the service
does not know whose it is: anybody could store such forms without end, and anybody would be shown them.
"""

import re
import time
from dataclasses import asdict, dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

KEY = "kept form"
SECONDS = 3600
MOST = 200_000
"""Characters of names and values: a paper sheet of some hundred rows."""
SECRET = re.compile(r"password|secret|code\Z", re.IGNORECASE)
CSRF = "csrfmiddlewaretoken"


@dataclass(frozen=True)
class Kept:
    """Where it was sent to, what was in it (files by name only), who had signed in there, and when."""

    path: str
    back: str
    fields: list[tuple[str, str]]
    files: list[str]
    user: str
    at: float


def keep(request: HttpRequest, user: str) -> bool:
    """Whether the form could be kept."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values if name != CSRF]
    if any(SECRET.search(name) for name, _value in fields):
        return False
    if sum(len(name) + len(str(value)) for name, value in fields) > MOST:
        return False
    files = [str(getattr(file, "name", "")) for file in request.FILES.values()]
    kept = Kept(request.get_full_path(), _page_of(request), fields, files, user, time.time())
    request.session[KEY] = asdict(kept)
    return True


def kept_for(request: HttpRequest) -> Kept | None:
    """What waits for whoever is signed in now; what was somebody else's, or has waited too long, goes."""
    stored: dict[str, Any] | None = request.session.get(KEY)
    if stored is None:
        return None
    kept = Kept(**stored)
    if time.time() - kept.at > SECONDS or kept.user != str(request.user.pk):
        forget(request)
        return None
    return kept


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


class LoginRequired(LoginRequiredMiddleware):
    """Pages need a login unless they say otherwise; a form is kept over it."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        sent_again = request.method == "POST" and request.user.is_authenticated
        if sent_again and request.session.get(KEY, {}).get("path") == request.get_full_path():
            forget(request)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        is_over = _is_over(request)
        if request.method == "POST":
            # Never back to an address that only takes forms: after signing in it would answer 405.
            user = _whose(request)
            kept = user is not None and keep(request, user)
            _tell(request, is_over, kept)
            return redirect_to_login(reverse("kept") if kept else _page_of(request))
        _tell(request, is_over, kept=False)
        return super().handle_no_permission(request, view_func)


def _is_over(request: HttpRequest) -> bool:
    """Does the browser still name a session that has ended, here or on the server?"""
    named = settings.SESSION_COOKIE_NAME in request.COOKIES
    return hasattr(request, "session_of") or (named and request.session.session_key is None)


def _tell(request: HttpRequest, is_over: bool, kept: bool) -> None:
    """On the sign-in page, why it comes; a first visit needs no reason."""
    if kept:
        reason = _(
            "Your session has ended. What you sent is kept: after signing in you decide whether to send it."
        )
    else:
        reason = _("Your session has ended. Sign in, and you are back where you were.")
    if is_over or kept:
        messages.info(request, reason)


def _whose(request: HttpRequest) -> str | None:
    """Whose session it was. One that is over tells it once: its row goes with that."""
    ended: str | None = getattr(request, "session_of", None)
    if ended:
        return ended
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    row = Session.objects.filter(session_key=key).first() if key else None
    user: str | None = row.get_decoded().get(SESSION_KEY) if row else None
    if row and user:
        row.delete()
    return user


def _page_of(request: HttpRequest) -> str:
    """The page that the form stood on, if it is ours."""
    here = f"{request.scheme}://{request.get_host()}/"
    before = request.headers.get("Referer", "")
    page = before[len(here) - 1 :] if before.startswith(here) else reverse("home")
    # "//elsewhere" after our own host is a path to us and an address to a redirect.
    return page if url_has_allowed_host_and_scheme(page, None) else reverse("home")
