"""One world for all attacks: built once, in a transaction that is taken back."""

import socket
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.core.cache import cache as kept
from django.db import connection
from pytest_django import DjangoDbBlocker

from geodata import second_line
from geodata.contacts.models import Duty, Member
from geodata.contacts.staged import Pairing
from geodata.contacts.steps import LinkStep
from geodata.imports.models import ImportRun
from geodata.redrawing.models import BoundaryPlan
from tests.attack.world import World, build, one_transaction


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), one_transaction():
        # A module whose tests are not marked with django_db has no test database.
        assert connection.settings_dict["NAME"].startswith("test_")
        kept.clear()
        count_from_one()
        made = build()
        with pytest.MonkeyPatch.context() as patch:
            # What a caller may see is worked out once: whatever a request changes is taken back.
            patch.setattr(second_line, "scope_of", cache(second_line.scope_of))
            yield made
    kept.clear()


def count_from_one() -> None:
    """The numbers in addresses are the same whatever ran before; taken back with the world."""
    with connection.cursor() as cursor:
        for table in BoundaryPlan, Pairing, LinkStep, ImportRun, Duty, Member:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table._meta.db_table])
            cursor.execute(f"ALTER SEQUENCE {cursor.fetchone()[0]} RESTART")


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
