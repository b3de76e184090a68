"""The web server of a checkout: its port, its note, its life."""

import json
import os
import re
import signal
import socket
import sys
from collections.abc import Iterator
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


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server((web.HOST, 0)) as other:
        yield other.getsockname()[1]


@pytest.fixture
def free() -> int:
    with socket.create_server((web.HOST, 0)) as probe:
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


def test_it_listens_on_this_machine_alone() -> None:
    assert "--host=127.0.0.1" in web.command(8000)


@pytest.mark.django_db
def test_it_starts_answers_and_stops(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], note: Path, free: int
) -> None:
    address = "postgres://{USER}:{PASSWORD}@:{PORT}/{NAME}?host={HOST}".format(**connection.settings_dict)
    monkeypatch.setenv("DATABASE_URL", address)
    monkeypatch.setattr(web, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(web, "PULSE", 0.1)
    server = web.launch(free)
    assert web.attend(server, free, "ready", revive=web.stop) == 0
    assert capsys.readouterr().out == "ready\n"
    assert not note.exists()
    assert web.running() is None


def test_a_server_that_cannot_start_shows_the_end_of_its_log(
    monkeypatch: pytest.MonkeyPatch, free: int
) -> None:
    monkeypatch.setattr(
        web, "command", lambda port: [sys.executable, "-c", "raise SystemExit('no such module')"]
    )
    with pytest.raises(SetupError, match=r"ended by itself[^$]*no such module"):
        web.attend(web.launch(free), free, "ready", lambda: None)
