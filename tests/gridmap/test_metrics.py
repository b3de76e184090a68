"""/metrics: who may read it, that workers add up, and what alerts and board ask for."""

import os
import re
from collections.abc import Iterator
from functools import cache

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from pytest_django.fixtures import Settings

from geodata.jobs.daily import begin_day
from geodata.jobs.models import BegunDay
from gridmap.local.paths import CHECKOUT
from gridmap.metrics import counting, page
from gridmap.metrics.board import BOUNDS, BUSY, SLOW, Board

pytestmark = pytest.mark.django_db
SAMPLE = re.compile(r'[a-z_]+(\{([a-z]+="[^"]*",?)+\})? -?[0-9.e+-]+')


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Board:
    """Nothing counted yet."""
    laid_out = Board(list(counting.routes()), 2)
    for module in (counting, page):
        monkeypatch.setattr(module, "board", cache(lambda: laid_out))
    counting.board()
    return laid_out


def told(client: Client, **headers: str) -> dict[str, float]:
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    assert [line for line in lines if not SAMPLE.fullmatch(line)] == []
    return {name: float(value) for name, _space, value in (line.rpartition(" ") for line in lines)}


def test_it_is_told_on_this_machine(client: Client, fresh: Board) -> None:
    found = told(client)
    assert found["gridmap_database_up"] == found["gridmap_database_primary"] == 1


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("10.0.0.9", {}),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}),
        ("::ffff:10.0.0.9", {}),
        ("", {}),
    ],
)
def test_elsewhere_there_is_no_such_address(client: Client, address: str, headers: dict[str, str]) -> None:
    answer = client.get("/metrics", headers=headers, REMOTE_ADDR=address)
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize(
    ("offered", "status"), [("Bearer right", 200), ("Bearer wrong", 404), ("right", 404), ("", 404)]
)
def test_with_a_token_it_is_told_by_it_alone(
    client: Client, settings: Settings, offered: str, status: int
) -> None:
    settings.METRICS_TOKEN = "right"
    headers = {"Authorization": offered, "X-Forwarded-For": "203.0.113.7"}
    assert client.get("/metrics", headers=headers).status_code == status


def test_without_a_database_the_server_itself_is_told(
    client: Client, fresh: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError

    monkeypatch.setattr(page, "shared", refuse)
    found = told(client)
    assert found["gridmap_database_up"] == 0
    assert found["gridmap_threads"] > 0


def test_answers_are_counted_by_route_and_never_by_path(client: Client, fresh: Board) -> None:
    token = "h" * 22
    client.get(f"/households/{token}/")
    client.get("/no/such/address/13800000000/")
    client.get("/login/")
    text = client.get("/metrics").content.decode()
    assert token not in text
    assert "13800000000" not in text
    assert 'gridmap_requests_total{route="login/",status="2xx"} 1' in text
    assert 'gridmap_requests_total{route="",status="3xx"} 1' in text or 'route="",status="4xx"} 1' in text
    assert 'gridmap_request_seconds_count{route="login/"} 1' in text


@pytest.mark.parametrize(
    "path", ["/api/v1/areas/430382/", "/api/v1/households/{token}/", "/api/v1/coverage/"]
)
def test_answers_to_programs_are_counted_by_route_too(client: Client, fresh: Board, path: str) -> None:
    route = resolve(path.format(token="h" * 22)).route
    client.get(path.format(token="h" * 22))
    assert fresh.of_route(route)[:5] == [0, 0, 0, 1, 0]


def test_workers_add_up_and_one_that_is_replaced_takes_nothing_back() -> None:
    shared = Board(["a/", "b/"], 2)
    readers, writers = [], []
    for number in range(2):
        child = os.fork()
        if not child:
            shared.take_row(number)
            shared.answered("a/", 200, 0.2)
            shared.answered("strange", 503, 99)
            shared.add(BUSY, 1)
            shared.add(SLOW, 2)
            os._exit(0)
        writers.append(child)
    readers = [os.waitpid(child, 0)[1] for child in writers]
    assert readers == [0, 0]
    assert (shared.total(BUSY), shared.total(SLOW)) == (2, 4)
    assert shared.of_route("a/")[:5] == [0, 2, 0, 0, 0]
    assert shared.of_route("")[4] == shared.of_route("")[-1] == 2
    shared.take_row(1)
    assert (shared.total(BUSY), shared.total(SLOW)) == (1, 4)


def test_a_slow_statement_counts_where_a_board_is(fresh: Board) -> None:
    counting.slow_statement()
    assert fresh.total(SLOW) == 1


def test_a_slow_statement_of_a_command_lays_out_no_board(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "board", cache(lambda: pytest.fail("a board is laid out")))
    counting.slow_statement()


def test_what_took_just_so_long_counts_in_its_class() -> None:
    shared = Board([], 1)
    shared.answered("", 200, BOUNDS[0])
    shared.answered("", 200, BOUNDS[0] + 0.001)
    lines = list(page.histogram("x", {}, shared.of_route("")[5:]))
    assert lines[0] == f'x_bucket{{le="{BOUNDS[0]}"}} 1\n'
    assert lines[-3] == 'x_bucket{le="+Inf"} 2\n'
    assert lines[-1] == "x_count 2\n"


def test_facts_that_differ_are_told_until_they_do_not(client: Client, fresh: Board) -> None:
    BegunDay.objects.create(day=timezone.localdate(), at=timezone.now(), facts_differing=3)
    assert told(client)["gridmap_facts_differing"] == 3
    assert begin_day(timezone.localdate())
    assert told(client)["gridmap_facts_differing"] == 0


def named(text: str) -> set[str]:
    return set(re.findall(r"\bgridmap_[a-z_]+\b", text))


def families() -> Iterator[str]:
    text = (CHECKOUT / "gridmap" / "metrics" / "page.py").read_text()
    for name in re.findall(r'"(gridmap_[a-z_]+)"', text):
        yield from (name, f"{name}_bucket", f"{name}_sum", f"{name}_count")


@pytest.mark.parametrize("place", ["prometheus/alerts.yml", "grafana/gridmap.json"])
def test_alerts_and_board_ask_for_what_is_told(place: str) -> None:
    asked = named((CHECKOUT / "deploy" / place).read_text())
    assert asked
    assert asked <= set(families())
