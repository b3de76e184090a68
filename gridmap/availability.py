"""What is answered whatever happens: probes, requests that were not taken in whole, and pages while the database is away."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from api.web.addresses import for_programs
from api.web.errors import problem
from api.web.unavailable import breaker, sentence
from geodata.base.unavailable import Unavailable, unavailable
from gridmap.error_texts import error_context
from gridmap.probes import PROBES
from gridmap.serving.bridge import REFUSED

Answer = Callable[[HttpRequest], HttpResponseBase]


class Probes:
    """Answers /livez, /readyz, /healthz and /metrics, whatever host was asked for and whether or not there is a database."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path)
        return probe(request) if probe else self.get_response(request)


class Refusals:
    """Answers for the server where it did not take a body in, and at once while the database is known to be away."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if status := request.META.get(REFUSED):
            with in_the_callers_language(request):
                answer = answer_in_words(request, status, _refusal(status))
            # What else comes on this connection is the rest of the body.
            answer["Connection"] = "close"
            return answer
        if breaker.open:
            return answer_unavailable(request, Unavailable.AWAY)
        return self.get_response(request)


def failed(request: HttpRequest) -> HttpResponse | None:
    """The answer to a request that failed with the exception at hand, where the database could not serve it."""
    why = unavailable(sys.exc_info()[1])
    if why is Unavailable.AWAY:
        breaker.opened()
    return answer_unavailable(request, why) if why else None


def answer_unavailable(request: HttpRequest, why: Unavailable) -> HttpResponse:
    with in_the_callers_language(request):
        answer = answer_in_words(request, 503, sentence(why))
    answer["Retry-After"] = str(why.retry_after)
    return answer


def answer_in_words(request: HttpRequest, status: int, message: str) -> HttpResponse:
    """A problem document for the API, else a page that needs neither a user nor a database."""
    if for_programs(request.path):
        return problem(request, status, message)
    page = render_to_string("bare.html", error_context(status, message=message))
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})


def in_the_callers_language(request: HttpRequest) -> AbstractContextManager[None]:
    return translation.override(translation.get_language_from_request(request))


def _refusal(status: int) -> str:
    match status:
        case 408:
            return _("The request came in too slowly and was dropped.")
        case 413:
            return _("Files may be up to 20 MB.")
        case _:
            return _("Too much is being sent at the moment. Try again in a moment.")
