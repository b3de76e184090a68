"""Errors as pages: the same sentences as the API's problem documents, and the request's id to name when asking for help."""

import logging
import math
from collections.abc import Mapping

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from api.web.addresses import for_programs
from api.web.errors import NOTHING_THERE, STATUSES, problem
from api.web.lockout import lock_minutes, wait_of
from geodata.base import wording
from geodata.base.errors import DomainError
from gridmap.availability import failed, in_the_callers_language
from gridmap.error_texts import error_context
from gridmap.kept import keep
from gridmap.middleware import Answer

log = logging.getLogger("gridmap.pages")


def status_of_page(error: DomainError) -> int:
    """Of a page that shows its form again with what went wrong: 422, or what the reader may not do and see at all."""
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    return status if status in (403, 404) else 422


class DomainErrors:
    """Turns a DomainError that a page lets out into a page of its status, and Django's blank refusal of a method into one.
    The API answers for itself.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return page_of(request, 405, headers={"Allow": response["Allow"]})
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
        if status == 404:
            return not_found(request, error)
        if status == 403:
            return forbidden(request, error)
        return page_of(request, status, message=error.message, remedy=error.remedy)


def page_of(
    request: HttpRequest,
    status: int,
    *,
    signs_in: bool = False,
    headers: Mapping[str, str] | None = None,
    **words: str,
) -> HttpResponse:
    """The page of an error. What it says goes along, for whoever reads no page (gridmap/tokens.py)."""
    page = render(
        request, "error.html", error_context(status, **words) | {"signs_in": signs_in}, status=status
    )
    for name, value in (headers or {}).items():
        page[name] = value
    page.told = " ".join(filter(None, (words.get("message"), words.get("remedy"))))  # type: ignore[attr-defined]
    return page


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page_of(request, 400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    message = exception.message if isinstance(exception, DomainError) else ""
    return page_of(request, 403, message=message)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old, was sent twice, or comes from elsewhere. One from a page of ours is offered to be sent again."""
    log.warning("form refused: %s", reason.partition(" - ")[0])
    if request.user.is_authenticated and _from_us(request) and keep(request, str(request.user.pk)):
        return redirect("kept")
    return page_of(
        request,
        403,
        title=_("This form has expired"),
        message=_(
            "It was open for long, was sent twice, or you have signed in again since. Nothing was saved."
        ),
        remedy=_("Go back, load the page again and send it once more."),
    )


def _from_us(request: HttpRequest) -> bool:
    """Does the browser say that the form stood on a page of ours? Another site cannot make it say so."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if for_programs(request.path):
        return problem(request, 404, str(NOTHING_THERE))
    return page_of(request, 404, title=_("There is no such page"))


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Without anything that might fail again: no user, no database. A problem document for the API."""
    if answer := failed(request):
        return answer
    if for_programs(request.path):
        return problem(request, 500, _("Try again later. If the problem persists, report the request id."))
    with in_the_callers_language(request):
        return HttpResponse(render_to_string("bare.html", error_context(500)), status=500)


def too_often(request: HttpRequest, wait: float) -> HttpResponse:
    """More than the settings allow; `wait` is in seconds."""
    minutes = max(1, math.ceil(wait / 60))
    message = _("Too many requests. Try again in %(n)s minutes.") % {"n": wording.figure(minutes)}
    answer = page_of(request, 429, message=message)
    answer["Retry-After"] = str(math.ceil(wait))
    return answer


@login_not_required
def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, told: object = None
) -> HttpResponse:
    """After too many wrong passwords or codes: a page, or for the API a problem document."""
    seconds, message = _locked_for(request)
    if for_programs(request.path):
        answer = problem(request, 429, message)
    else:
        remedy = _(
            "Wait, then try again. If you have forgotten your password, ask the office that opened your account for a new link."
        )
        answer = page_of(request, 429, message=message, remedy=remedy, signs_in=True)
    answer["Retry-After"] = str(seconds)
    return answer


def _locked_for(request: HttpRequest) -> tuple[int, str]:
    """Seconds, and the sentence: of the lock on name and address, or of the account's own delay."""
    wait = wait_of(request)
    if wait is None:
        minutes = lock_minutes()
        words = _("Too many wrong passwords or codes. Signing in with this name is locked for %(n)s minutes.")
        return 60 * minutes, words % {"n": wording.figure(minutes)}
    words = _(
        "Too many wrong passwords or codes for this account. The next attempt is accepted in %(n)s"
        " seconds, or at once where you have signed in before."
    )
    return math.ceil(wait), words % {"n": wording.figure(math.ceil(wait))}
