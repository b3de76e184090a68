"""The web server of a checkout: its port, its note, its life."""

import json
import os
import re
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from gridmap.local import web
from gridmap.local.errors import SetupError


@pytest.fixture(autouse=True)
def note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The note and the log in a place of their own: the checkout's server, if there is one, is left alone."""
    monkeypatch.setattr(web, "NOTE", tmp_path / "web.json")
    monkeypatch.setattr(web, "LOG", tmp_path / "web.log")
    return tmp_path / "web.json"


@pytest.fixture(autouse=True)
def _signals_as_before() -> Iterator[None]:
    kept = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for name, handler in kept.items():
        signal.signal(name, handler)


def unwanted() -> web.Server:
    raise AssertionError("started again")


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server((web.HERE, 0)) as other:
        yield other.getsockname()[1]


@pytest.fixture
def free() -> int:
    with socket.create_server((web.HERE, 0)) as probe:
        return probe.getsockname()[1]


def test_a_taken_port_is_named_with_a_free_one(monkeypatch: pytest.MonkeyPatch, taken: int) -> None:
    monkeypatch.setenv("PORT", str(taken))
    with pytest.raises(SetupError, match=f"Port {taken} is taken") as refusal:
        web.port()
    proposed = re.search(r"make run PORT=(\d+)", str(refusal.value))
    monkeypatch.setenv("PORT", proposed[1])
    assert web.port() == int(proposed[1])


@pytest.mark.parametrize("wrong", ["eighty", "0", "65536", "-1", "８０００"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("PORT", wrong)
    with pytest.raises(SetupError, match=r"PORT is .* from 1 to 65535"):
        web.port()


@pytest.mark.parametrize("left", ["", "{", "[]", '{"pid": 1}'])
def test_a_broken_note_counts_as_no_server(note: Path, left: str) -> None:
    note.write_text(left)
    assert web.running() is None


def test_a_note_whose_process_is_a_strangers_counts_as_no_server(note: Path) -> None:
    note.write_text(json.dumps({"pid": os.getpid(), "port": 8000}))
    assert web.running() is None
    web.stop()


def test_it_listens_on_this_machine_alone_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOST", raising=False)
    assert "--host=127.0.0.1" in web.command(web.host(), 8000)
    monkeypatch.setenv("HOST", "0.0.0.0")
    assert "--host=0.0.0.0" in web.command(web.host(), 8000)


def test_a_host_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "no such host")
    with pytest.raises(SetupError, match=r"HOST is 'no such host'"):
        web.host()


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("127.0.0.1", "http://127.0.0.1:80/"),
        ("0.0.0.0", "http://127.0.0.1:80/"),
        ("::", "http://[::1]:80/"),
        ("192.0.2.7", "http://192.0.2.7:80/"),
    ],
)
def test_it_is_reached_by_an_address_of_this_machine(host: str, near: str) -> None:
    assert web.address(host, 80) == near


@pytest.mark.django_db
def test_it_starts_answers_and_stops(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], note: Path, free: int
) -> None:
    address = "postgres://{USER}:{PASSWORD}@:{PORT}/{NAME}?host={HOST}".format(**connection.settings_dict)
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setattr(web, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(web, "PULSE", 0.1)
    # Not by 127.0.0.1, by which `make run` itself asks.
    monkeypatch.setenv("ALLOWED_HOSTS", "grids.example")
    server, home = web.launch(web.HERE, free), web.address(web.HERE, free)
    assert web.attend(server, unwanted, home, "ready", revive=web.stop) == 0
    assert capsys.readouterr().out == "ready\n"
    assert not note.exists()
    assert web.running() is None


def test_a_server_that_cannot_start_shows_the_end_of_its_log(
    monkeypatch: pytest.MonkeyPatch, free: int
) -> None:
    monkeypatch.setattr(
        web, "command", lambda host, port: [sys.executable, "-c", "raise SystemExit('no such module')"]
    )
    with pytest.raises(SetupError, match=r"ended by itself[^$]*no such module"):
        web.attend(web.launch(web.HERE, free), unwanted, web.address(web.HERE, free), "ready", lambda: None)


HEALTHY = """
import http.server, sys
class Well(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Well).serve_forever()
"""


@pytest.fixture
def healthy(monkeypatch: pytest.MonkeyPatch, free: int) -> Callable[[], web.Server]:
    """What starts a server that is always well, and never for long."""
    monkeypatch.setattr(web, "PULSE", 0.05)
    monkeypatch.setattr(web, "FIRST", 0.05)
    monkeypatch.setattr(web, "LONGEST", 0.1)
    monkeypatch.setattr(web, "command", lambda host, port: [sys.executable, "-c", HEALTHY, str(port)])
    return lambda: web.launch(web.HERE, free)


def test_a_server_that_is_killed_is_started_again(
    capsys: pytest.CaptureFixture[str], free: int, healthy: Callable[[], web.Server]
) -> None:
    started = [healthy()]

    def again() -> web.Server:
        started.append(healthy())
        return started[-1]

    def kill() -> None:
        started[-1].send_signal(signal.SIGKILL if len(started) < 4 else signal.SIGTERM)

    assert web.attend(started[0], again, web.address(web.HERE, free), "ready", revive=kill) == 0
    assert len(started) == 4
    assert capsys.readouterr().err.count("started again") == 3


def test_one_that_was_stopped_in_the_pause_is_not_started_again(
    free: int, healthy: Callable[[], web.Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "FIRST", 30.0)
    monkeypatch.setattr(web, "LONGEST", 30.0)
    server = healthy()

    def kill_and_stop() -> None:
        server.kill()
        server.wait()
        web.stop()

    assert web.attend(server, unwanted, web.address(web.HERE, free), "ready", revive=kill_and_stop) == 0
