"""What others ask is answered while one caller's dear things still run: the whole application on four threads."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from api.web import shares
from gridmap.pages.exports import rosters
from tests import village as v
from tests.patience import PATIENCE, until

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 4


class Gate(threading.Event):
    standing = 0


@pytest.fixture
def threads(settings, monkeypatch) -> None:
    settings.WEB_THREADS = THREADS
    monkeypatch.setattr(shares, "PATIENCE", 0.1)


@pytest.fixture
def places(transactional_db, defaults) -> v.County:
    """Its own, as the threads of a server look at it."""
    return v.county()


@pytest.fixture
def gate(monkeypatch) -> Iterator[Gate]:
    """As long as it is closed, rosters are being made: so many as stand there."""
    opened, make = Gate(), rosters.place_of

    def slowly(*args: object, **how: object) -> object:
        opened.standing += 1
        assert opened.wait(PATIENCE)
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


def asked_meanwhile(server, places) -> tuple[list[Future[HttpResponse]], list[Future[HttpResponse]]]:
    """What others ask while eight rosters are asked for, and those."""
    greedy = caller(server, v.officer("village_officer", places.west))
    modest = caller(server, v.officer("village_officer", places.east))
    dear = [greedy("/rosters/?area=430382100201") for _ in range(8)]
    return [modest("/today/"), caller(server, None)("/healthz")], dear


def answers(asked: list[Future[HttpResponse]]) -> list[int]:
    return [one.result(timeout=PATIENCE).status_code for one in asked]


@pytest.mark.owner("several connections look at what the builders have made")
def test_one_users_dear_requests_stop_nobody_else(server, gate, places):
    others, dear = asked_meanwhile(server, places)
    assert answers(others) == [200, 200]
    until(lambda: sum(one.done() for one in dear) == 6)
    gate.set()
    assert sorted(answers(dear)) == [200] * 2 + [429] * 6
    refused = next(one.result() for one in dear if one.result().status_code == 429)
    assert refused["Retry-After"] == "2"
    assert "That is too much at once." in refused.content.decode()


@pytest.mark.owner("several connections look at what the builders have made")
def test_without_a_share_they_would(server, gate, places, monkeypatch):
    monkeypatch.setattr(shares, "share", lambda: 100)
    others, dear = asked_meanwhile(server, places)
    until(lambda: gate.standing == THREADS)
    assert not any(one.running() or one.done() for one in others)
    gate.set()
    assert set(answers(dear)) == {200}
