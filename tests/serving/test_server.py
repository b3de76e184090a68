"""The web server under people who send slowly, too much or half, and whose workers are killed."""

import json
import os
import select
import signal
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.patience import PATIENCE, until
from tests.serving.servers import Gate, Running, serving

pytestmark = pytest.mark.django_db
THREADS = 4
"""Two of each of the two workers."""


@pytest.fixture(scope="module")
def address(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> str:
    return "postgres://{USER}:{PASSWORD}@:{PORT}/{NAME}?host={HOST}".format(**connection.settings_dict)


@pytest.fixture(scope="module")
def server(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with serving(address, tmp_path_factory.mktemp("server") / "log") as running:
        yield running


def rest_of(connection: socket.socket) -> bytes:
    """All that still comes until the other side closes."""
    parts = []
    with suppress(ConnectionError):
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts)


def lets_in(server: Running) -> bool:
    with suppress(ConnectionRefusedError), server.raw(b""):
        return True
    return False


def head(path: str, *lines: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


@pytest.mark.parametrize("announced", ["Content-Length: 100000", "Transfer-Encoding: chunked"])
def test_bodies_that_do_not_end_hold_no_thread(server: Running, announced: str) -> None:
    slow = [server.raw(head("/api/v1/token/", announced)) for _number in range(3 * THREADS)]
    assert server.ask("/login/").status == 200
    assert server.ask("/healthz").status == 200
    if announced.startswith("Content"):
        until(lambda: not [send(each, b"x") for each in slow if not answered(each)])
    told = [rest_of(each) for each in slow]
    assert {each.split(b"\r\n")[0] for each in told} == {b"HTTP/1.1 408 Request Timeout"}
    assert json.loads(told[0].partition(b"\r\n\r\n")[2])["type"] == "urn:gridmap:problem:too-slow"


def answered(connection: socket.socket) -> bool:
    return bool(select.select([connection], [], [], 0)[0])


def send(connection: socket.socket, text: bytes) -> None:
    """Also a byte now and then, which is no reason to wait longer."""
    with suppress(ConnectionError):
        connection.sendall(text)


def test_heads_that_do_not_end_are_given_up(server: Running) -> None:
    slow = [server.raw(b"GET /login/ HTTP/1.1\r\nHost: localhost\r\n") for _number in range(3 * THREADS)]
    idle = [server.raw(b"") for _number in range(200)]
    assert server.ask("/login/").status == 200
    for each in (*slow, *idle):
        rest_of(each)
        each.close()


def test_a_body_beyond_the_limit_is_refused_before_it_comes(server: Running) -> None:
    with server.raw(head("/api/v1/token/", f"Content-Length: {2**30}")) as sender:
        rest = rest_of(sender)
    assert rest.startswith(b"HTTP/1.1 413")
    assert b"urn:gridmap:problem:too-large" in rest


def test_a_body_without_a_length_is_refused_when_it_is_too_large(server: Running) -> None:
    with server.raw(head("/imports/new/", "Transfer-Encoding: chunked", "Accept-Language: en")) as sender:
        for _piece in range(23):
            send(sender, b"100000\r\n" + b"x" * 2**20 + b"\r\n")
        rest = rest_of(sender)
    assert not rest or rest.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("size", [0, 1, 100_000, 900_000])
def test_a_body_arrives_whole(server: Running, size: int) -> None:
    document = json.loads(server.ask("/trial/echo/", "POST", b"x" * size).body)
    assert document["size"] == size
    pieces = (b"x" * min(1000, size - start) for start in range(0, size, 1000))
    document = json.loads(server.ask("/trial/echo/", "POST", pieces).body)
    assert document["size"] == size


def test_the_head_arrives_as_it_was_sent(server: Running) -> None:
    asked = (
        "GET /trial/echo/?q=%20a&q=b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\nX_Forwarded_For: 9.9.9.9\r\n"
        "Cookie: a=1\r\nCookie: b=2\r\n\r\n"
    )
    with server.raw(asked.encode()) as asking:
        meta = json.loads(rest_of(asking).partition(b"\r\n\r\n")[2])["meta"]
    assert meta["HTTP_X_FORWARDED_FOR"] == "1.1.1.1,2.2.2.2"
    assert meta["HTTP_COOKIE"] == "a=1; b=2"
    assert meta["QUERY_STRING"] == "q=%20a&q=b"
    assert (meta["REMOTE_ADDR"], meta["SERVER_PROTOCOL"]) == ("127.0.0.1", "HTTP/1.1")


@pytest.mark.parametrize("path", ["/%E7%BD%91%E6%A0%BC/", "/%ff%00/", "/a%2Fb/"])
def test_odd_paths_are_unknown_addresses(server: Running, path: str) -> None:
    assert server.ask(path).status == 404


def test_a_large_answer_arrives_whole_and_its_head_alone(server: Running) -> None:
    assert len(server.ask("/trial/much/50/").body) == 50 * 65_536
    answer = server.ask("/trial/much/50/", "HEAD")
    assert (answer.status, answer.body) == (200, b"")


def test_who_does_not_read_the_answer_holds_no_thread(server: Running) -> None:
    asked = b"GET /trial/much/200/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    deaf = [server.raw(asked) for _number in range(3 * THREADS)]
    assert server.ask("/login/").status == 200
    for each in deaf:
        each.close()


def test_a_question_that_takes_too_long_is_given_up(server: Running) -> None:
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(server.ask, ["/trial/ask/3600/", "/api/trial/ask/3600/"]))
    assert [(each.status, each.headers["Retry-After"]) for each in answers] == [(503, "2")] * 2
    kinds = [each.headers["Content-Type"].partition(";")[0] for each in answers]
    assert kinds == ["text/html", "application/problem+json"]


def test_workers_that_are_killed_again_and_again_are_replaced(server: Running) -> None:
    for _round in range(4):
        until(lambda: len(server.workers) == 2)
        for pid in server.workers:
            os.kill(pid, signal.SIGKILL)
        assert server.ask("/login/").status == 200
    assert server.process.poll() is None


def test_who_asks_while_all_workers_are_dead_waits_and_is_answered(server: Running) -> None:
    until(lambda: len(server.workers) == 2)
    for pid in server.workers:
        os.kill(pid, signal.SIGKILL)
    assert server.ask("/livez").status == 200


def test_workers_of_a_killed_supervisor_leave_the_address_to_the_next(address: str, tmp_path: Path) -> None:
    with serving(address, tmp_path / "log") as first:
        # Two are not yet so far that they could see their supervisor go.
        orphans = first.workers
        for pid in orphans:
            os.kill(pid, signal.SIGKILL)
        until(lambda: len(set(first.workers) - set(orphans)) == 2)
        orphans = first.workers
        first.process.kill()
        with serving(address, tmp_path / "log", port=first.port) as second:
            # While they live, the system hands some callers to them, and resets those when they end.
            until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in orphans))
            assert second.ask("/login/").status == 200


def test_probes_stand_in_no_line_and_an_end_waits_for_what_is_under_way(address: str, tmp_path: Path) -> None:
    with serving(address, tmp_path / "log", WEB_WORKERS="1", WEB_BODY_SECONDS="600") as server:
        pages = Gate(server, "pages")
        pages.fill(THREADS // 2)
        assert [server.ask(path).status for path in ("/livez", "/readyz", "/healthz")] == [200] * 3
        assert pages.open() == [b"done"] * (THREADS // 2)
        last = Gate(server, "last")
        last.fill(1)
        unsent = server.raw(head("/api/v1/token/", "Content-Length: 100"))
        server.process.terminate()
        # What has not come whole is sent away as soon as the end is near, and nobody is let in to wait for nothing.
        rest_of(unsent)
        until(lambda: not lets_in(server))
        assert last.open() == [b"done"]
        assert server.process.wait(timeout=PATIENCE) == 0


def test_without_a_database_everybody_is_told_at_once(tmp_path: Path) -> None:
    with serving(f"postgres://gridmap@/gridmap?host={tmp_path}", tmp_path / "log") as server:
        first = server.ask("/today/", **{"Accept-Language": "en"})
        assert (first.status, first.headers["Retry-After"]) == (503, "3")
        assert "The database is not responding" in first.body.decode()
        # One of the other worker may have to find it out too.
        later = [server.ask("/api/v1/me/") for _number in range(12)]
        assert {each.status for each in later} == {503}
        assert json.loads(later[0].body)["type"] == "urn:gridmap:problem:unavailable"
        assert server.ask("/livez").status == 200
        assert server.ask("/healthz").status == 503
