"""The job worker of a checkout: its note, its life."""

import json
import os
import sys
from pathlib import Path

import pytest

from gridmap.local import worker
from tests.patience import until


@pytest.fixture(autouse=True)
def note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own, and a worker that does nothing but wait."""
    waits = [sys.executable, "-c", "import time; time.sleep(600)"]
    for name, value in {"NOTE": tmp_path / "worker.json", "LOG": tmp_path / "log", "COMMAND": waits}.items():
        monkeypatch.setattr(worker, name, value)
    yield tmp_path / "worker.json"
    worker.stop()


def test_it_starts_once_and_stops(note: Path) -> None:
    worker.launch()
    until(worker.running)
    first = worker.running()
    worker.launch()
    assert worker.running() == first
    worker.stop()
    assert worker.running() is None
    assert not note.exists()


def test_one_that_was_killed_is_started_again(capsys: pytest.CaptureFixture[str]) -> None:
    worker.launch()
    until(worker.running)
    first = worker.running()
    os.kill(first, 9)
    until(lambda: not worker.running())
    worker.revive()
    until(worker.running)
    assert worker.running() != first
    assert "started again" in capsys.readouterr().err


def test_one_that_does_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(600)"
    monkeypatch.setattr(worker, "COMMAND", [sys.executable, "-c", deaf])
    monkeypatch.setattr(worker, "GRACE", 0.3)
    worker.launch()
    until(lambda: worker.LOG.read_text() == "1\n")
    worker.stop()
    until(lambda: worker.running() is None)


@pytest.mark.parametrize(
    "left",
    ["", "{", "[]", "{}", json.dumps({"pid": os.getpid()})],
    ids=["empty", "broken", "a list", "nothing", "a stranger"],
)
def test_a_broken_note_or_a_strangers_process_counts_as_none(note: Path, left: str) -> None:
    note.write_text(left)
    assert worker.running() is None
