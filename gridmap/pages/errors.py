"""Errors as pages: the same sentences as the API's problem documents, and the request's id to name when asking for help."""

import logging
import math

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from api.errors import STATUSES, problem
from api.lockout import lock_minutes, wait_of
from geodata.errors import DomainError
from gridmap.availability import failed
from gridmap.kept import keep
from gridmap.logs import request_id
from gridmap.middleware import Answer

log = logging.getLogger("gridmap.pages")


class DomainErrors:
    """Turns a DomainError that a page lets out into a page of its status. The API answers for itself."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
        if status == 404:
            return not_found(request, error)
        if status == 403:
            return forbidden(request, error)
        return page_of(request, "400.html", status, message=error.message, remedy=error.remedy)


def page_of(request: HttpRequest, template: str, status: int, **told: str) -> HttpResponse:
    """One of the pages of errors."""
    return render(request, template, {"request_id": request_id.get(), **told}, status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page_of(request, "400.html", 400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    told = exception.message if isinstance(exception, DomainError) else ""
    return page_of(request, "403.html", 403, message=told)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old, was sent twice, or comes from elsewhere. One from a page of ours is offered to be sent again."""
    log.warning("form refused: %s", reason.partition(" - ")[0])
    if request.user.is_authenticated and _from_us(request) and keep(request, str(request.user.pk)):
        return redirect("kept")
    return page_of(
        request,
        "403.html",
        403,
        message=_("This form is too old. Go back, load the page again and send it once more."),
    )


def _from_us(request: HttpRequest) -> bool:
    """Does the browser say that the form stood on a page of ours? Another site cannot make it say so."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page_of(request, "404.html", 404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Without anything that might fail again: no user, no database. A problem document for the API."""
    if answer := failed(request):
        return answer
    if request.path.startswith("/api/"):
        return problem(request, 500, _("Try again later. If it stays so, report the request id."))
    return HttpResponse(render_to_string("500.html", {"request_id": request_id.get()}), status=500)


def too_often(request: HttpRequest, wait: float) -> HttpResponse:
    """More than the settings allow; `wait` is in seconds."""
    minutes = max(1, math.ceil(wait / 60))
    message = _("This was asked too often. Try again in %(n)s minutes.") % {"n": minutes}
    answer = page_of(request, "429.html", 429, message=message, too_often="yes")
    answer["Retry-After"] = str(math.ceil(wait))
    return answer


@login_not_required
def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, told: object = None
) -> HttpResponse:
    """After too many wrong passwords or codes: a page, or for the API a problem document."""
    seconds, message = _locked_for(request)
    if request.path.startswith("/api/"):
        answer = problem(request, 429, message)
    else:
        answer = page_of(request, "429.html", 429, message=message)
    answer["Retry-After"] = str(seconds)
    return answer


def _locked_for(request: HttpRequest) -> tuple[int, str]:
    """Seconds, and the sentence: of the lock on name and address, or of the account's own delay."""
    wait = wait_of(request)
    if wait is None:
        minutes = lock_minutes()
        words = _("Too many wrong passwords or codes. Signing in with this name is locked for %(n)s minutes.")
        return 60 * minutes, words % {"n": minutes}
    words = _(
        "Too many wrong passwords or codes for this account. The next one is looked at in %(n)s seconds, or at once where you have signed in before."
    )
    return math.ceil(wait), words % {"n": math.ceil(wait)}
