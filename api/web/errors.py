"""From what went wrong to a problem document (RFC 9457): one table, one shape, in the user's language."""

import logging
import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions as drf
from rest_framework.request import Request
from rest_framework.views import set_rollback

from api.web.unavailable import breaker, sentence
from geodata.base import errors as domain
from geodata.base.unavailable import Unavailable, unavailable

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger("gridmap.api")


TOO_MUCH_AT_ONCE = _("That is too much at once. Wait for a response, then try again.")


class TooMuchAtOnce(drf.Throttled):
    """A caller holds its share of the threads already."""


class VersionMissing(drf.APIException):
    """A change has to say which version it was made on."""

    def __init__(self) -> None:
        super().__init__(
            gettext("State in If-Match which version you changed: the ETag of the response you received.")
        )


STATUSES: dict[type[Exception], int] = {
    domain.BadInput: 400,
    domain.NotAllowed: 403,
    domain.NotFound: 404,
    domain.Conflict: 409,
    domain.Stale: 412,
    drf.ValidationError: 400,
    drf.ParseError: 400,
    drf.NotAuthenticated: 401,
    drf.AuthenticationFailed: 401,
    drf.PermissionDenied: 403,
    PermissionDenied: 403,
    drf.NotFound: 404,
    Http404: 404,
    drf.MethodNotAllowed: 405,
    drf.NotAcceptable: 406,
    RequestDataTooBig: 413,
    drf.UnsupportedMediaType: 415,
    VersionMissing: 428,
    drf.Throttled: 429,
    SuspiciousOperation: 400,
}
"""The status of each expected exception: of its own class, or else of the nearest one above."""

TITLES: dict[int, tuple[str, Promise | str]] = {
    400: ("bad-input", _("Something in the request is wrong")),
    401: ("not-signed-in", _("Sign in first")),
    403: ("not-allowed", _("You do not have permission for this")),
    404: ("not-found", _("Not found")),
    405: ("method-not-allowed", _("This method is not allowed here")),
    406: ("not-acceptable", _("This format is not offered here")),
    408: ("too-slow", _("The request did not arrive in time")),
    409: ("conflict", _("It conflicts with what is on record")),
    412: ("stale", _("Someone else has changed it in the meantime")),
    413: ("too-large", _("The request is too large")),
    415: ("unsupported-media-type", _("This content type is not accepted here")),
    428: ("version-missing", _("The version being changed is not given")),
    429: ("too-many-requests", _("Too many requests")),
    500: ("internal-error", _("Something went wrong on our side")),
    503: ("unavailable", _("The service is not available at the moment")),
}
"""The name (last part of the type) and title of each status."""

NOTHING_THERE = _("There is nothing here, or nothing that you may see.")
"""The same words for what does not exist and for what lies outside the scope."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not right: where, what was given, why, and how to mend it."""

    field: str
    value: Any
    message: str
    remedy: str = ""


class Refused(domain.BadInput):
    """Several faults at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__(domain.join([fault.message for fault in self.faults]))


def answer(error: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """The exception handler of all views. What nobody expected is logged, and told without its insides."""
    set_rollback()
    if why := unavailable(error):
        return answer_unavailable(context["request"], error, why)
    status = status_of(error)
    if status == 500:
        log.error("unexpected error", exc_info=error)
    if isinstance(error, drf.UnsupportedMediaType):
        error = type_refused(context["request"])
    response = problem(context["request"], status, detail(error, status), faults(error, status))
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="gridmap"'
    if wait := getattr(error, "wait", None):
        response["Retry-After"] = str(math.ceil(wait))
    return response


def type_refused(request: Request) -> Refused:
    """Which type of body came, and which are taken there: the parsers say it."""
    media_type = request.content_type[:100]
    taken = {"taken": ", ".join(parser.media_type for parser in request.parsers or ())}
    if media_type:
        message = gettext("The body was sent as “%(given)s”; only %(taken)s is accepted here.") % {
            **taken,
            "given": media_type,
        }
    else:
        message = gettext("The body was sent without a type; only %(taken)s is accepted here.") % taken
    remedy = gettext("Send the body as %(taken)s and say so in Content-Type.") % taken
    return Refused([Fault("Content-Type", media_type, message, remedy)])


def answer_unavailable(request: Request, error: Exception, why: Unavailable) -> HttpResponse:
    """The database could not serve it: nobody's fault, and it passes."""
    log.warning("the database is unavailable (%s): %s", why.name, error)
    if why is Unavailable.AWAY:
        breaker.opened()
    response = problem(request, 503, sentence(why))
    response["Retry-After"] = str(why.retry_after)
    return response


def status_of(error: Exception) -> int:
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)


def problem(
    request: Request | HttpRequest, status: int, text: str, faults: Iterable[Fault] = ()
) -> HttpResponse:
    """The document itself. `instance` is the path without its query, which may hold names."""
    name, title = TITLES[status]
    body = {
        "type": f"urn:gridmap:problem:{name}",
        "title": str(title),
        "status": status,
        "detail": text,
        "instance": request.path,
        "request_id": request.META.get("REQUEST_ID", ""),
        "errors": [asdict(fault) for fault in faults],
    }
    response = HttpResponse(orjson.dumps(body), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def detail(error: Exception, status: int) -> str:
    """The sentence for the user; never the text of an exception that was not written for one."""
    match error:
        case domain.NotFound() | Http404() | drf.NotFound():
            return str(NOTHING_THERE)
        case domain.DomainError():
            return error.message
        case TooMuchAtOnce():
            return str(TOO_MUCH_AT_ONCE)
        case drf.Throttled():
            return gettext("Wait a minute, then try again.")
        case drf.APIException() if isinstance(error.detail, str):
            return str(error.detail)
        case _ if status == 500:
            return gettext("Try again later. If the problem persists, report the request id.")
        case _:
            return str(TITLES[status][1])


def faults(error: Exception, status: int) -> list[Fault]:
    match error:
        case Refused():
            return error.faults
        case domain.NotFound() if error.field:
            return [Fault(error.field, shown(error.value), str(NOTHING_THERE), error.remedy)]
        case domain.DomainError() if error.field or error.remedy:
            return [Fault(error.field, shown(error.value), error.message, error.remedy)]
        case _:
            return []


def shown(value: Any) -> Any:
    """A value as it may be echoed: short, and writable as JSON."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else shown(f"{value:#x}")
    text = str(value)
    return text if len(text) <= 100 else f"{text[:100]}…"
