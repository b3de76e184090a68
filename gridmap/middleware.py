"""What every request carries: an id that its log lines and its answer share."""

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]

# A proxy's id is taken over only in this form: it goes into logs and a header.
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")

request_id: ContextVar[str] = ContextVar("request_id", default="")
request_path: ContextVar[str] = ContextVar("request_path", default="")


class RequestId:
    """Takes X-Request-ID from the proxy or makes one, and sends it back."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        offered = request.headers.get("X-Request-ID", "")
        name = offered if SANE.fullmatch(offered) else secrets.token_hex(8)
        request_id.set(name)
        request_path.set(request.path)
        response = self.get_response(request)
        response["X-Request-ID"] = name
        return response
