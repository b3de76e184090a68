"""What was released stays as it is: whoever has run a migration will never run it again."""

from pathlib import Path

import pytest

from gridmap import __version__
from tests import published
from tests.docs.test_version import releases


def test_a_released_migration_is_what_it_was() -> None:
    assert published.changed(published.releases(), published.there()) == []


def test_each_release_since_the_file_began_is_in_it() -> None:
    told = list(published.releases())
    known = [version for version, _day in reversed(releases())]
    assert told == known[known.index(told[0]) :]
    assert told[-1] == __version__


def test_a_change_and_a_loss_are_found() -> None:
    before = {"1.0.0": {"0001_a": "x", "0002_b": "y"}}
    assert published.changed(before, {"0001_a": "z"}) == ["0001_a", "0002_b"]
    assert published.brought(before, {"0001_a": "x", "0003_c": "w"}) == {"0003_c": "w"}


def test_a_release_is_written_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "published.json"
    file.write_text("{}")
    monkeypatch.setattr(published, "FILE", file)
    assert published.main() == ""
    assert published.releases()[__version__] == published.there()
    assert "Raise the version" in published.main()
