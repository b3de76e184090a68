"""Requests that only read, and a second connection that only reads: who answers, and what is on record.

Whether a real replica has replayed a write is tried by `python -m bench.drills replica`.
"""

import ast
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from pytest_django.fixtures import Settings

from api.web.unavailable import breaker
from geodata.audit.models import AccessEntry
from geodata.base.periods import today
from geodata.people.defaults import load_missing_defaults
from geodata.posts.models import Post
from gridmap import replicas
from gridmap.local.paths import CHECKOUT
from gridmap.metrics.board import BEHIND, READ
from gridmap.metrics.counting import board
from tests import village as v
from tests.roles import owner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The tests' own database, by connections that only read."""
    address = {name: connection.settings_dict[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    address["OPTIONS"] = {"options": "-c default_transaction_read_only=on"}
    settings.DATABASE_READERS = [address]
    monkeypatch.setattr(replicas, "_all", [])
    monkeypatch.setattr(replicas, "_unfit", set())
    monkeypatch.setattr(replicas, "CAUGHT_UP", "SELECT %s::pg_lsn < 'F/0'::pg_lsn AND %s > 0")
    return address


def reads(client: Client, path: str, *, written: str = "0/1") -> tuple[int, float, float]:
    """The status, and how many requests a replica answered and did not."""
    before = [board().total(place) for place in (READ, BEHIND)]
    if written:
        client.cookies[configured.WRITTEN_COOKIE_NAME] = written
    status = client.get(path).status_code
    read, behind = (board().total(place) - one for place, one in zip((READ, BEHIND), before, strict=True))
    return status, read, behind


@pytest.fixture
def officer(reader: dict[str, Any]) -> Client:
    """Of the west village, signed in."""
    load_missing_defaults()
    made = v.lived_in_county()
    client = Client()
    client.force_login(v.officer("village_officer", made.west))
    return client


def of_home() -> str:
    return f"/households/{v.Household.objects.order_by('pk').values_list('token', flat=True)[0]}/"


@owner()
def entries() -> int:
    return AccessEntry.objects.filter(action="open_household").count()


def test_who_only_reads_is_answered_by_a_replica_and_on_record(officer: Client) -> None:
    before = entries()
    assert reads(officer, of_home()) == (200, 1, 0)
    assert entries() == before + 1


def test_a_program_is_too_and_its_version_is_that_of_the_replica(officer: Client) -> None:
    assert reads(officer, "/api/v1/coverage/?area=430382100201") == (200, 1, 0)


def test_whose_last_write_is_not_known_is_answered_by_the_primary_and_told(officer: Client) -> None:
    assert reads(officer, "/today/", written="") == (200, 0, 0)
    assert replicas.LSN.fullmatch(officer.cookies[configured.WRITTEN_COOKIE_NAME].value)
    assert reads(officer, "/today/", written="")[1] == 1


def test_what_writes_moves_the_place_on(officer: Client) -> None:
    officer.cookies[configured.WRITTEN_COOKIE_NAME] = "0/1"
    answer = officer.post("/look/", {"theme": "dark"})
    assert answer[replicas.HEADER] != "0/1"


@pytest.mark.parametrize("written", ["F/1", "nonsense", "0/1'; --"])
def test_a_replica_that_is_behind_is_not_asked(officer: Client, written: str) -> None:
    status, read, _behind = reads(officer, "/today/", written=written)
    assert (status, read) == (200, 0)


def test_one_that_is_away_is_left_alone(officer: Client, reader: dict[str, Any], settings: Settings) -> None:
    settings.DATABASE_READERS = [reader | {"HOST": "/nowhere"}]
    assert reads(officer, "/today/") == (200, 0, 1)
    assert replicas.replicas()[0].is_left_alone
    assert not breaker.open


def test_a_reading_that_writes_is_answered_by_the_primary_and_not_tried_again(officer: Client) -> None:
    officer.raise_request_exception = False
    written = "/exports/430382100201/households.csv"
    assert reads(officer, written)[:2] == (200, 0)
    assert reads(officer, written) == (200, 0, 0)


def test_who_may_no_more_is_refused_by_the_primary(officer: Client) -> None:
    path = of_home()
    with owner():
        Post.objects.update(period=DateRange(v.LONG_AGO, today()))
    assert reads(officer, path)[0] == 403


def test_no_query_is_sent_elsewhere_than_its_request() -> None:
    """A router by table reaches a connection without a scope: nothing is seen there, and nobody is told."""
    assert not configured.DATABASE_ROUTERS
    names = {"db_for_read", "db_for_write", "DATABASE_ROUTERS"}
    found = [
        str(path)
        for top in ("api", "geodata", "gridmap")
        for path in (CHECKOUT / top).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if getattr(node, "name", getattr(node, "id", getattr(node, "attr", ""))) in names
    ]
    assert found == []
