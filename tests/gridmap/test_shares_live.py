"""What others ask is answered while one caller's dear things still run: the whole application on four threads."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from api import shares
from gridmap.pages import rosters
from tests import village as v

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 4
SOON = 20
"""Seconds after which an answer does not come at all."""


@pytest.fixture
def threads(settings, monkeypatch) -> None:
    settings.WEB_THREADS = THREADS
    monkeypatch.setattr(shares, "PATIENCE", 0.1)


@pytest.fixture
def places(transactional_db, defaults) -> v.County:
    """Its own, as the threads of a server look at it."""
    return v.county()


@pytest.fixture
def gate(monkeypatch) -> Iterator[threading.Event]:
    """As long as it is closed, rosters are being made."""
    opened, make = threading.Event(), rosters.place_of

    def slowly(*args: object, **how: object) -> object:
        assert opened.wait(SOON)
        return make(*args, **how)

    monkeypatch.setattr(rosters, "place_of", slowly)
    yield opened
    opened.set()


@pytest.fixture
def server(threads) -> Iterator[ThreadPoolExecutor]:
    """The whole application with so many threads: requests are taken in the order in which they come."""
    with ThreadPoolExecutor(THREADS) as pool:
        yield pool


Asking = Callable[[str], "Future[HttpResponse]"]


def caller(server: ThreadPoolExecutor, user: object, **headers: str) -> Asking:
    def ask(path: str) -> HttpResponse:
        client = Client(headers={"Accept-Language": "en", **headers})
        try:
            if user:
                client.force_login(user)
            return client.get(path)
        finally:
            connections.close_all()

    return lambda path: server.submit(ask, path)


def asked_meanwhile(server, gate, places) -> tuple[list[int], list[HttpResponse]]:
    """What others are answered while eight rosters are asked for, and what those are answered in the end."""
    greedy = caller(server, v.officer("village_officer", places.west))
    modest = caller(server, v.officer("village_officer", places.east))
    dear = [greedy("/rosters/?area=430382100201") for _ in range(8)]
    told = [modest("/today/"), caller(server, None)("/healthz")]
    try:
        answered = [one.result(timeout=SOON / 4).status_code for one in told]
    except TimeoutError:
        answered = []
    gate.set()
    return answered, [one.result(timeout=SOON) for one in dear]


@pytest.mark.owner("several connections look at what the builders have made")
def test_one_users_dear_requests_stop_nobody_else(server, gate, places):
    answered, dear = asked_meanwhile(server, gate, places)
    assert answered == [200, 200]
    assert sorted(answer.status_code for answer in dear) == [200] * 2 + [429] * 6
    refused = next(answer for answer in dear if answer.status_code == 429)
    assert refused["Retry-After"] == "2"
    assert "You ask for too much at once." in refused.content.decode()


@pytest.mark.owner("several connections look at what the builders have made")
def test_without_a_share_they_would(server, gate, places, monkeypatch):
    monkeypatch.setattr(shares, "share", lambda: 100)
    answered, dear = asked_meanwhile(server, gate, places)
    assert answered == []
    assert {answer.status_code for answer in dear} == {200}
