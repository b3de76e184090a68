"""What every request carries: an id that its log lines and its answer share, and what its user may see."""

import datetime as dt
import logging
import re
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.functional import SimpleLazyObject

from geodata import periods
from geodata.accounts.models import User
from geodata.second_line import as_web_role, in_force, scope_in_force
from geodata.territory.scope import Scope
from gridmap.logs import current, request_id

Answer = Callable[[HttpRequest], HttpResponseBase]

# A proxy's id is taken over only in this form: it goes into logs and a header.
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")

access = logging.getLogger("gridmap.access")


class RequestId:
    """Takes X-Request-ID from a proxy of ours or makes one, sends it back, and logs one line per request.

    Without a proxy of ours (GRIDMAP_PROXIES) it would be a stranger who names the request in our records.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        offered = request.headers.get("X-Request-ID", "") if settings.PROXIES else ""
        name = offered if SANE.fullmatch(offered) else secrets.token_hex(8)
        # Not taken back: Django logs an error after we have answered, and a stream is sent later still.
        request_id.set(name)
        request.META["REQUEST_ID"] = name
        current.set(request)
        begun = time.perf_counter()
        response = self.get_response(request)
        spent = round(1000 * (time.perf_counter() - begun), 1)
        answered = {"method": request.method, "status": response.status_code, "milliseconds": spent}
        access.info("answered", extra=answered)
        response["X-Request-ID"] = name
        return response


class Permissions:
    """What of a device a page may use: nothing, unless the page itself says more. And nobody else's page may load
    our answers.
    """

    NONE = ", ".join(
        f"{name}=()"
        for name in (
            "accelerometer", "bluetooth", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
            "hid", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "serial", "usb",
        )
    )  # fmt: skip

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", self.NONE)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


class KeptNowhere:
    """Answers stay in no cache unless they say otherwise: nearly all hold what only their reader may see.

    Static files have answered before.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.setdefault("Cache-Control", "no-store")
        return response


class ScopedRequest(HttpRequest):
    """A request behind the login: its user, and the scope that follows from the user's duties today."""

    user: User
    scope: Scope


class ScopeOfUser:
    """Sets `request.scope`, worked out at the first look. Nobody's scope is empty."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.scope = SimpleLazyObject(lambda: _scope(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _scope(request: HttpRequest) -> Scope:
    user = request.user
    return scope_in_force(user, on=periods.today()) if isinstance(user, User) else Scope()


class SecondLine:
    """Every request is one transaction under the role that sees only the scope in force: see geodata/second_line.py.

    What failed with 500 is rolled back whole. What is streamed afterwards runs under the same scope again.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with as_web_role(request=request_id.get()):
            response = self.get_response(request)
            shown = in_force.get()
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = _streamed(response.streaming_content, shown)
        return response


def _streamed(content: Any, shown: tuple[User, dt.date] | None) -> Iterator[bytes]:
    with as_web_role(request=request_id.get()):
        if shown:
            scope_in_force(shown[0], on=shown[1])
        yield from content
