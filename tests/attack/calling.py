"""One request, as somebody, and everything that it answers: status, headers, body, and the cells of a workbook."""

import io
import sys
import zipfile
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client
from django.test.client import ClientHandler

from tests.attack.world import PLACES, Caller, World, one_transaction

EXPECTED = range(200, 500)
HANDLER = ClientHandler(enforce_csrf_checks=False)
"""One for all: to put the middleware together anew costs as much as a small answer."""


@dataclass(frozen=True)
class Answer:
    status: int
    text: str


def call(caller: Caller, method: str, path: str, *, bearer: bool = False, **more: Any) -> Answer:
    """The answer; what the request changed is taken back."""
    client = Client(raise_request_exception=False)
    client.handler = HANDLER
    headers = {"Accept-Language": "en", **more.pop("headers", {})}
    if bearer and caller.token:
        headers["Authorization"] = f"Bearer {caller.token}"
    elif caller.session:
        client.cookies[settings.SESSION_COOKIE_NAME] = caller.session
    with one_transaction():
        response = client.generic(method, path, headers=headers, **more)
        return Answer(response.status_code, _everything(response))


def _everything(response: HttpResponse | StreamingHttpResponse) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return f"{head}\n{body.decode('utf-8', 'replace')}"


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
