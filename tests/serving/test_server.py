"""The web server under people who send slowly, too much or half, and whose workers are killed."""

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.serving.servers import Running, serving, until

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


def head(path: str, *lines: str) -> bytes:
    return "\r\n".join([f"POST {path} HTTP/1.1", "Host: localhost", *lines, "", ""]).encode()


@pytest.mark.parametrize("announced", ["Content-Length: 100", "Transfer-Encoding: chunked"])
def test_bodies_that_do_not_end_hold_no_thread(server: Running, announced: str) -> None:
    begun = time.monotonic()
    slow = [server.raw(head("/api/v1/token/", announced)) for _number in range(3 * THREADS)]
    assert server.ask("/login/").status == 200
    assert server.ask("/healthz").status == 200
    if announced.startswith("Content"):
        # A byte now and then is no reason to wait longer.
        while time.monotonic() - begun < 1.5:
            for each in slow:
                send(each, b"x")
            time.sleep(0.2)
    told = [rest_of(each) for each in slow]
    assert time.monotonic() - begun < 10
    assert {each.split(b"\r\n")[0] for each in told} == {b"HTTP/1.1 408 Request Timeout"}
    assert json.loads(told[0].partition(b"\r\n\r\n")[2])["type"] == "urn:gridmap:problem:too-slow"


def send(connection: socket.socket, text: bytes) -> None:
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
        told = rest_of(sender)
    assert told.startswith(b"HTTP/1.1 413")
    assert b"urn:gridmap:problem:too-large" in told


def test_a_body_without_a_length_is_refused_when_it_is_too_large(server: Running) -> None:
    with server.raw(head("/imports/new/", "Transfer-Encoding: chunked", "Accept-Language: en")) as sender:
        for _piece in range(23):
            send(sender, b"100000\r\n" + b"x" * 2**20 + b"\r\n")
        told = rest_of(sender)
    assert not told or told.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("size", [0, 1, 100_000, 900_000])
def test_a_body_arrives_whole(server: Running, size: int) -> None:
    told = json.loads(server.ask("/trial/echo/", "POST", b"x" * size).body)
    assert told["size"] == size
    pieces = (b"x" * min(1000, size - start) for start in range(0, size, 1000))
    told = json.loads(server.ask("/trial/echo/", "POST", pieces).body)
    assert told["size"] == size


def test_the_head_arrives_as_it_was_sent(server: Running) -> None:
    asked = (
        "GET /trial/echo/?q=%20a&q=b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\nX_Forwarded_For: 9.9.9.9\r\n"
        "Cookie: a=1\r\nCookie: b=2\r\n\r\n"
    )
    with server.raw(asked.encode()) as asking:
        told = json.loads(rest_of(asking).partition(b"\r\n\r\n")[2])["meta"]
    assert told["HTTP_X_FORWARDED_FOR"] == "1.1.1.1,2.2.2.2"
    assert told["HTTP_COOKIE"] == "a=1; b=2"
    assert told["QUERY_STRING"] == "q=%20a&q=b"
    assert (told["REMOTE_ADDR"], told["SERVER_PROTOCOL"]) == ("127.0.0.1", "HTTP/1.1")


@pytest.mark.parametrize("path", ["/%E7%BD%91%E6%A0%BC/", "/%ff%00/", "/a%2Fb/"])
def test_odd_paths_are_unknown_addresses(server: Running, path: str) -> None:
    assert server.ask(path).status == 404


def test_a_large_answer_arrives_whole_and_its_head_alone(server: Running) -> None:
    assert len(server.ask("/trial/much/50/").body) == 50 * 65_536
    told = server.ask("/trial/much/50/", "HEAD")
    assert (told.status, told.body) == (200, b"")


def test_who_does_not_read_the_answer_holds_no_thread(server: Running) -> None:
    asked = b"GET /trial/much/200/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
    deaf = [server.raw(asked) for _number in range(3 * THREADS)]
    assert server.ask("/login/").status == 200
    for each in deaf:
        each.close()


def test_probes_do_not_stand_in_line_behind_pages(server: Running) -> None:
    busy = [threading.Thread(target=server.ask, args=["/trial/slow/15/"]) for _number in range(2 * THREADS)]
    for each in busy:
        each.start()
    time.sleep(0.3)
    told = [server.ask(path) for path in ("/livez", "/readyz", "/healthz")]
    for each in busy:
        each.join()
    assert [each.status for each in told] == [200, 200, 200]
    assert max(each.seconds for each in told) < 1.5


@pytest.mark.parametrize(
    ("path", "kind"), [("/trial/ask/5/", "text/html"), ("/api/trial/ask/5/", "application/problem")]
)
def test_a_question_that_takes_too_long_is_given_up(server: Running, path: str, kind: str) -> None:
    told = server.ask(path)
    assert (told.status, told.headers["Retry-After"]) == (503, "2")
    assert told.headers["Content-Type"].startswith(kind)
    assert told.seconds < 4


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
    told = server.ask("/livez")
    assert (told.status, told.seconds < 6) == (200, True)


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
            assert second.ask("/login/").status == 200
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in orphans))


def test_told_to_end_it_finishes_what_is_under_way(address: str, tmp_path: Path) -> None:
    with serving(address, tmp_path / "log", WEB_BODY_SECONDS="60") as server:
        told: list[bytes] = []
        asking = threading.Thread(target=lambda: told.append(server.ask("/trial/slow/20/").body))
        unsent = server.raw(head("/api/v1/token/", "Content-Length: 100"))
        asking.start()
        time.sleep(0.5)
        server.process.terminate()
        asking.join()
        assert told == [b"done"]
        assert server.process.wait(timeout=10) == 0
        unsent.close()


def test_without_a_database_everybody_is_told_at_once(tmp_path: Path) -> None:
    with serving(f"postgres://gridmap@/gridmap?host={tmp_path}", tmp_path / "log") as server:
        first = server.ask("/today/", **{"Accept-Language": "en"})
        assert (first.status, first.headers["Retry-After"]) == (503, "3")
        assert first.seconds < 3
        assert "The database does not answer" in first.body.decode()
        # One of the other worker may have to find it out too.
        later = [server.ask("/api/v1/me/") for _number in range(12)]
        assert {each.status for each in later} == {503}
        assert json.loads(later[0].body)["type"] == "urn:gridmap:problem:unavailable"
        assert sorted(each.seconds for each in later)[-2] < 0.5
        assert server.ask("/livez").status == 200
        assert server.ask("/healthz").status == 503
