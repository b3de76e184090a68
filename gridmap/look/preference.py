"""What a reader prefers: light or dark, type of usual size or large (长者模式). Kept in a cookie that says nothing else."""

from dataclasses import astuple, dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEMES = ("auto", "light", "dark")
SIZES = ("normal", "large")
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Look:
    """`auto` is as the reader's system is set."""

    theme: str = "auto"
    size: str = "normal"


def look_of(request: HttpRequest) -> Look:
    """What the browser remembers; what it does not say, or says wrongly, is the usual."""
    return look_named(request.COOKIES.get(settings.LOOK_COOKIE_NAME, ""))


def look_named(text: str) -> Look:
    """ "dark.large" as a look; what it does not say, or says wrongly, is the usual."""
    return _chosen(Look(), *text.split(".")[:2])


def context(request: HttpRequest) -> dict[str, Any]:
    """For <html> and the form that changes it."""
    return {"look": look_of(request)}


@login_not_required
@require_POST
def look_page(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen, "dark" or "large", beside what was kept before, and go back."""
    look = _chosen(look_of(request), request.POST.get("theme", ""), request.POST.get("size", ""))
    answer = HttpResponseRedirect(_back(request))
    answer.set_cookie(
        settings.LOOK_COOKIE_NAME,
        ".".join(astuple(look)),
        max_age=YEAR,
        secure=settings.LOOK_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _chosen(look: Look, theme: str = "", size: str = "") -> Look:
    return Look(theme if theme in THEMES else look.theme, size if size in SIZES else look.size)


def _back(request: HttpRequest) -> str:
    """The page it was chosen on, if it is one of ours."""
    asked = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if ours else "/"
