"""One world for all attacks: built once, in a transaction that is taken back."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.attack.world import World, build, one_transaction


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), one_transaction():
        # A module whose tests are not marked with django_db has no test database.
        assert connection.settings_dict["NAME"].startswith("test_")
        cache.clear()
        yield build()
    cache.clear()


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Python's sockets lead nowhere; the database's are libpq's own. Afterwards: nobody tried."""
    tried: list[object] = []

    def refuse(_self: socket.socket, address: Any) -> None:
        tried.append(address)
        raise OSError("No network in these tests.")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **_more: refuse(None, asked))  # type: ignore[arg-type]
    return tried
