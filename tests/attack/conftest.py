"""One world for all attacks: built once, in a transaction that is taken back."""

import copy
import datetime as dt
import logging
import socket
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache as kept
from django.db import connection
from django.template.loader import render_to_string
from pytest_django import DjangoDbBlocker

from geodata.accounts.models import User
from geodata.base.manifest import modules
from geodata.contacts import rights
from geodata.papers import call_sheets, leaflet, phone_lists
from geodata.papers import cards as cards_on_paper
from geodata.papers import needs as needs_on_paper
from geodata.papers import rosters as rosters_on_paper
from gridmap.pages.campaigns import paper as on_paper
from gridmap.pages.cards import cards
from gridmap.pages.exports import needs, rosters
from tests.attack.world import World, build, one_transaction


@pytest.fixture(scope="module", autouse=True)
def all_that_can_be_switched_on() -> Iterator[None]:
    """What is off by default is attacked, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "ATTACHMENTS", True)
        # Asked as from elsewhere: this machine itself is told how many answers there were, which is another number each time.
        patch.setattr(settings, "METRICS_TOKEN", "the operator's")
        yield


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), one_transaction():
        # A module whose tests are not marked with django_db has no test database.
        assert connection.settings_dict["NAME"].startswith("test_")
        kept.clear()
        count_from_one()
        made = build()
        with pytest.MonkeyPatch.context() as patch:
            remember(patch)
            yield made
    kept.clear()


def remember(patch: pytest.MonkeyPatch) -> None:
    """Who a caller is and what he or she may see is looked up once: whatever a request changes is taken back."""
    patch.setattr(rights, "scope_of", cache(rights.scope_of))
    sessions: dict[str, dict[str, Any]] = {}
    users: dict[int, dict[str, Any]] = {}
    load, get_user = SessionStore.load, ModelBackend.get_user

    def session_of(store: SessionStore) -> dict[str, Any]:
        key = store.session_key or ""
        if key not in sessions:
            found = load(store)
            if store.session_key is None:
                return found  # there is none
            sessions[key] = found
        return copy.deepcopy(sessions[key])

    def user_of(backend: ModelBackend, number: int) -> User | None:
        if number not in users:
            found = get_user(backend, number)
            if found is None:
                return None
            users[number] = {field.attname: getattr(found, field.attname) for field in User._meta.fields}
        values = users[number]
        return User.from_db("default", list(values), list(values.values()))

    patch.setattr(SessionStore, "load", session_of)
    patch.setattr(ModelBackend, "get_user", user_of)


@pytest.fixture(autouse=True)
def no_access_log() -> Iterator[None]:
    """A line for each of many thousand requests is written for nobody."""
    log = logging.getLogger("gridmap.access")
    before, log.disabled = log.disabled, True
    yield
    log.disabled = before


@pytest.fixture
def paper_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes on paper is answered as the text that it is printed from: in a PDF nobody finds a name by looking."""

    def text(template: str, told: dict[str, Any], *, by: str, at: dt.datetime) -> bytes:
        return render_to_string(template, {**told, "by": by, "at": at}).encode()

    for paper in (call_sheets, cards_on_paper, leaflet, needs_on_paper, phone_lists, rosters_on_paper):
        monkeypatch.setattr(paper, "paper", text)
    for page in (cards, needs, on_paper, rosters):
        monkeypatch.setattr(page, "bound", lambda parts, target: target.write(b"".join(parts)))


def count_from_one() -> None:
    """The numbers in addresses are the same whatever ran before; taken back with the world."""
    counted = [
        model for found in modules("tests.attack.examples.{}") for model in getattr(found, "COUNTED", ())
    ]
    with connection.cursor() as cursor:
        for model in counted:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
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
