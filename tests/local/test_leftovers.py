"""Each rule finds what it is for, and nothing in this repository."""

from pathlib import Path

import pytest

from gridmap.local import leftovers


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("unfinished", "# TO" + "DO: later"),
        ("unfinished", "raise Not" + "ImplementedError"),
        ("a skipped test", "@pytest.mark." + "skip(reason='slow')"),
        ("a skipped test", "pytest." + "xfail('one day')"),
        ("a registry's address", "index-url = https://packages.example" + "/simple/"),
        ("a foreign host for assets", "https://cdn." + "jsdel" + "ivr.net/npm/leaflet"),
    ],
)
def test_a_leftover_is_found(tmp_path: Path, rule: str, line: str) -> None:
    (tmp_path / "page.py").write_text(f"fine = 1\n{line}\n")
    assert list(leftovers.findings(tmp_path, ["page.py"])) == [("page.py", 2, rule)]


def test_a_test_may_name_the_hosts_that_it_forbids(tmp_path: Path) -> None:
    (tmp_path / "test_page.py").write_text('FORBIDDEN = "unp' + 'kg.com"')
    assert list(leftovers.findings(tmp_path, ["test_page.py"])) == []


def test_bytes_of_a_picture_are_no_words(tmp_path: Path) -> None:
    (tmp_path / "map.png").write_bytes(b"\0\n " + b"X" * 3 + b" \n")
    assert list(leftovers.findings(tmp_path, ["map.png"])) == []


def test_the_repository_has_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert leftovers.report() == 0, capsys.readouterr().out
