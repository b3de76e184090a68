"""`make clean`, and one set-up at a time."""

import threading
from contextlib import nullcontext
from pathlib import Path

import pytest

from gridmap.local import commands, steps
from gridmap.local.cluster import Cluster
from gridmap.local.errors import SetupError
from tests.local.checkouts import checkout
from tests.patience import PATIENCE, until


def test_clean_removes_what_set_up_made_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with checkout() as cluster:
        root = cluster.checkout
        made = [root / name for name in (".venv", ".local", "node_modules", "staticfiles")]
        kept = [root / "mine.txt", root / "gridmap" / "locale" / "zh_Hans" / "django.po"]
        for file in [
            *(directory / "file" for directory in made),
            *kept,
            root / "gridmap" / "__pycache__" / "a.pyc",
        ]:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        monkeypatch.setattr(commands, "CHECKOUT", root)
        monkeypatch.setattr(commands, "MADE", tuple(made))
        monkeypatch.setattr(commands, "Cluster", lambda: cluster)
        monkeypatch.setattr(commands, "trial", lambda: Cluster(root / ".local" / "trial"))
        monkeypatch.setattr(commands.web, "stop", lambda: None)
        monkeypatch.setattr(commands.worker, "stop", lambda: None)
        assert commands.clean([]) == 0
        assert sorted(file for file in root.rglob("*") if file.is_file()) == sorted(kept)


def test_two_set_ups_follow_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "LOCAL", tmp_path)
    said: list[str] = []
    monkeypatch.setattr(steps, "say", said.append)
    inside = threading.Event()

    def second() -> None:
        with steps.alone():
            inside.set()

    with steps.alone():
        threading.Thread(target=second).start()
        until(lambda: said)
        assert not inside.is_set()
    assert inside.wait(PATIENCE)


@pytest.mark.parametrize("problem", [SetupError("例"), OSError(28, "No space left on device")], ids=str)
def test_what_cannot_be_started_again_is_told_and_tried_at_the_next_pulse(
    problem: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a full disk neither the database nor a note can be written, and `make run` outlives that."""

    def fails() -> None:
        raise problem

    monkeypatch.setattr(commands, "revive_database", fails)
    monkeypatch.setattr(commands.worker, "revive", fails)
    commands.revive()
    assert capsys.readouterr().err.count(str(problem)) == 2


def test_processes_that_tests_start_find_compiled_what_others_have_compiled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: dict[str, str] = {}
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(commands, "_tool", lambda *_words, **environment: told.update(environment) or 0)
    assert commands._tests([], DATABASE_URL="x") == 0
    assert told == {"DATABASE_URL": "x", "PYTHONDONTWRITEBYTECODE": ""}


@pytest.mark.parametrize(("arguments", "checked"), [([], True), (["-k", "words"], False)])
def test_checks_are_part_of_all_tests_and_not_of_some(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], checked: bool
) -> None:
    run: list[str] = []
    monkeypatch.setattr(commands, "alone", nullcontext)
    monkeypatch.setattr(commands, "set_up", lambda **_wishes: run.append("set up"))
    monkeypatch.setattr(commands, "_migrating", lambda **_told: nullcontext())
    monkeypatch.setattr(commands, "check", lambda _arguments: run.append("checks") or 0)
    monkeypatch.setattr(commands, "_tool", lambda module, *_words, **_told: run.append(module) or 0)
    assert commands.test(arguments) == 0
    assert run == ["set up", *(["checks"] if checked else []), "pytest"]


def test_what_the_checks_find_is_told_before_any_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "alone", nullcontext)
    monkeypatch.setattr(commands, "set_up", lambda **_wishes: None)
    monkeypatch.setattr(commands, "_migrating", lambda **_told: nullcontext())
    monkeypatch.setattr(commands, "check", lambda _arguments: 3)
    monkeypatch.setattr(commands, "_tool", lambda *_words, **_told: pytest.fail("a test began"))
    assert commands.test([]) == 3


@pytest.mark.parametrize("words", [[], ["dance"]])
def test_an_unknown_command_tells_the_known_ones(words: list[str]) -> None:
    with pytest.raises(SetupError, match=r"run \| stop \| start \| status \| test"):
        commands.main(words)
