"""What every request carries: an id that its log lines and its answer share, and what its user may see."""

import datetime as dt
import logging
import re
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.db import Error, transaction
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django_htmx.middleware import HtmxDetails

from api.web.addresses import for_programs
from geodata.accounts.models import User
from geodata.audit.notices import how_many
from geodata.audit.record import append_all, put_off
from geodata.base import periods, rls
from geodata.base.rls import as_web_role
from geodata.base.scope import Scope
from geodata.contacts.arrival import Arrival, Coming, not_taken
from geodata.contacts.rights import scope_and_more, scope_in_force
from gridmap import replicas
from gridmap.arriving import coming
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
    our answers. Named is what browsers know: a word that they do not know is a warning on every page.
    """

    NONE = ", ".join(
        f"{name}=()"
        for name in (
            "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
            "hid", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "serial", "usb",
        )
    )  # fmt: skip
    WITH_POSITION = NONE.replace("geolocation=()", "geolocation=(self)")
    """Where households are looked for, and their points proposed; asked for only after a tap."""

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


def in_part(request: HttpRequest) -> bool:
    """Does htmx ask, for the main part of a page alone? A request that was refused early was not looked at so."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return htmx is not None and bool(htmx) and not htmx.history_restore_request


class InPart:
    """A page and its main part alone share an address and are never taken for each other; and whoever is led elsewhere, to
    sign in for example, is led there with the whole page.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["HX-Request"])
        if in_part(request) and response.status_code in (301, 302, 303):
            response.status_code = 200
            response["HX-Redirect"] = response["Location"]
            del response["Location"]
        return response


class ScopedRequest(HttpRequest):
    """A request behind the login: its user, and the scope that follows from the user's duties today."""

    user: User
    scope: Scope
    notices: int
    """How many are unread and stand, known once the scope is."""
    htmx: HtmxDetails


class ScopeOfUser:
    """Sets `request.scope`, worked out at the first look. Nobody's scope is empty."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.scope = SimpleLazyObject(lambda: _scope(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def in_force(request: ScopedRequest) -> Scope:
    """The scope, put in force by now: the database shows its user's own visits too, wherever their households are."""
    return Scope(request.scope.grants)


def _scope(request: HttpRequest) -> Scope:
    user = request.user
    if not isinstance(user, User):
        return Scope()
    # Every whole page shows how many notices are unread: asked here, it is waited for with the scope.
    along = None if in_part(request) or for_programs(request.path_info) else how_many
    scope, rows = scope_and_more(user, on=periods.today(), along=along)
    request.notices = rows[0][0] if rows else 0  # type: ignore[attr-defined]
    return scope


class SecondLine:
    """Every request is one transaction under the role that sees only the scope in force: see geodata/base/rls.py.

    Who comes is asked with its beginning (geodata/contacts/arrival.py), at one price with the role and its settings.
    What failed with 500 is rolled back whole. What is streamed afterwards runs under the same scope again. A request that only
    reads may be answered by a replica: see gridmap/replicas.py.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        who = coming(request)
        replica = replicas.replica_for(request) if who else None
        if who and replica:
            try:
                arrived = _arrived(who)
                response = self._read(request, who, arrived, replica) if arrived else None
            finally:
                replica.give_back()
            response = response or self._answered(request, arrived=arrived)
        else:
            response = self._answered(request, who)
        if who or request.method not in replicas.SAFE:
            replicas.mark(request, response)
        return response

    def _read(
        self, request: HttpRequest, who: Coming, arrived: Arrival, replica: replicas.Replica
    ) -> HttpResponseBase | None:
        """By a replica; what it puts on record goes to the primary before anybody is answered. None: it could not."""
        try:
            with put_off() as entries, replica.instead():
                response = self._answered(request, arrived=arrived, versions=who)
        except Error:
            replica.leave_alone()
            return None
        if response.status_code >= 500:
            replicas.cannot_be_read(request)
            return None
        replicas.was_read()
        if entries:
            with as_web_role(request=request_id.get()):
                append_all(entries)
        return response

    def _answered(
        self,
        request: HttpRequest,
        who: Coming | None = None,
        *,
        arrived: Arrival | None = None,
        versions: Coming | None = None,
    ) -> HttpResponseBase:
        """`who` is asked with the beginning, unless it has `arrived`; then what the data is here is (`versions`)."""
        ask = who.question if who else versions.version_of(arrived) if versions and arrived else None
        with as_web_role(request=request_id.get(), ask=ask) as rows:
            if who:
                arrived = who.read(rows)
            elif arrived and ask:
                arrived = arrived.with_version(rows)
            request.arrived = arrived  # type: ignore[attr-defined]
            not_taken.set(arrived)
            try:
                response = self.get_response(request)
            finally:
                not_taken.set(None)
            shown = rls.in_force.get()
            if response.status_code >= 500:
                transaction.set_rollback(True)
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = _streamed(response.streaming_content, shown)
        return response


def _arrived(who: Coming) -> Arrival | None:
    """Asked of the primary, in a transaction of its own; what the data is there is not asked, for it is read elsewhere."""
    with as_web_role(request=request_id.get(), ask=replace(who, beginning=None).question) as rows:
        return who.read(rows)


def _streamed(content: Any, shown: tuple[User, dt.date] | None) -> Iterator[bytes]:
    with as_web_role(request=request_id.get()):
        if shown:
            scope_in_force(shown[0], on=shown[1])
        yield from content
