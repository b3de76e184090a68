"""One request, as somebody, and everything that it answers: status, headers, body, and the cells of a workbook."""

import io
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import RequestFactory
from django.test.client import ClientHandler

from tests.attack.addresses import Address
from tests.attack.world import PLACES, Caller, World, one_transaction

EXPECTED = range(200, 500)


class Handler(ClientHandler):
    """Notes whether a request came as far as its view."""

    came = False

    def make_view_atomic(self, view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        """Asked for the view by Django when no middleware has answered instead."""
        self.came = True
        return super().make_view_atomic(view)  # type: ignore[no-any-return]


HANDLER = Handler(enforce_csrf_checks=False)
"""One for all: to put the middleware together anew costs as much as a small answer."""


class Sender(RequestFactory):
    """Sends to the handler, without noting templates and contexts as Django's client does."""

    def request(self, **request: Any) -> Any:
        HANDLER.came = False
        return HANDLER(self._base_environ(**request))


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    before_the_view: bool = False
    """Given before any view was called: what the address names has not been looked at."""
    without_the_query: bool = False
    """Given by something that never looked at the query."""


def call(caller: Caller, method: str, path: str, *, bearer: bool = False, **more: Any) -> Answer:
    """The answer; what the request changed is taken back."""
    sender = Sender()
    headers = {"Accept-Language": "en", **more.pop("headers", {})}
    if bearer and caller.token:
        headers["Authorization"] = f"Bearer {caller.token}"
    elif caller.session:
        sender.cookies[settings.SESSION_COOKIE_NAME] = caller.session
    with one_transaction():
        response = sender.generic(method, path, headers=headers, **more)
        return Answer(
            response.status_code,
            _everything(response),
            before_the_view=not HANDLER.came,
            # Django reads the query into the request when somebody looks at it.
            without_the_query="GET" not in vars(response.wsgi_request),
        )


def _everything(response: HttpResponse | StreamingHttpResponse) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return f"{head}\n{body.decode('utf-8', 'replace')}"


def same_everywhere(address: Address, answer: Answer) -> bool:
    """Was it said before anything of that place was looked at, and so of every place?"""
    if answer.status == HTTPStatus.METHOD_NOT_ALLOWED or answer.before_the_view:
        return True
    # Without arguments only the query names a place.
    return not address.arguments and answer.without_the_query


def leaks(world: World, caller: Caller, answer: Answer, sent: str, *, scope_only: bool = False) -> list[str]:
    """Marks that this caller must not get and that were not in the question. `scope_only`: of hidden households."""
    return [
        f"{place}: {mark}"
        for place in PLACES
        for mark in forbidden(world, caller, place, scope_only=scope_only)
        if mark not in sent and mark in answer.text
    ]


def forbidden(world: World, caller: Caller, place: str, *, scope_only: bool) -> tuple[str, ...]:
    home, sees = world.homes[place], caller.sees(place)
    if sees == "D":
        return ()
    if sees == "M":
        return () if scope_only else home.secret
    # The record of access names what was opened: that is what an auditor is for.
    known = home.known[1:] if caller.role == "auditor" else home.known
    return (*home.secret, *known)


def tell(capsys: pytest.CaptureFixture[str], sentence: str) -> None:
    """A figure of the suite, on the terminal even when the tests pass."""
    with capsys.disabled():
        sys.stdout.write(f"\n{sentence}\n")
