"""What a machine lacks is installed where that is allowed, and named where it is not."""

import subprocess
from pathlib import Path

import pytest

from gridmap.local import packages
from gridmap.local.errors import SetupError
from gridmap.local.packages import Need
from gridmap.local.paths import CHECKOUT

GDAL = Need("GDAL", lambda: False, r"^libgdal[0-9]+(t64)?$")
HERE = Need("a shell", lambda: True, r"^dash$")
KNOWN = "libgdal-dev\nlibgdal31\nlibgdal32\ndash\npostgresql-14-postgis-3\npostgresql-15-postgis-3\npostgresql-17-postgis-3\n"


@pytest.fixture
def _apt_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = subprocess.CompletedProcess([], 0, stdout=KNOWN)
    monkeypatch.setattr(packages.subprocess, "run", lambda *_, **__: answer)
    monkeypatch.setattr(packages.shutil, "which", lambda name: f"/usr/bin/{name}")


def test_this_machine_lacks_nothing() -> None:
    packages.ensure(browser=True)


def test_only_what_is_missing_is_named() -> None:
    assert packages.absent([HERE, GDAL]) == [GDAL]


@pytest.mark.usefixtures("_apt_knows")
def test_where_apt_may_not_be_used_its_command_is_told() -> None:
    assert "sudo apt-get install libgdal32" in packages.explain([GDAL])


def test_without_apt_the_things_themselves_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages.shutil, "which", lambda name: None)
    advice = packages.explain([GDAL, packages.SERVER])
    assert "  - GDAL\n  - PostgreSQL 15 or newer with PostGIS" in advice
    assert "apt" not in advice


def test_without_apt_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "TOOLS", [GDAL])
    monkeypatch.setattr(packages.shutil, "which", lambda name: None)
    monkeypatch.setattr(packages, "_install", lambda *_: pytest.fail("installed something"))
    with pytest.raises(SetupError, match=r"package manager[^$]*GDAL"):
        packages.ensure()


@pytest.mark.usefixtures("_apt_knows")
def test_the_newest_package_of_this_release_is_taken() -> None:
    assert packages.package_of(GDAL) == "libgdal32"


@pytest.mark.usefixtures("_apt_knows")
@pytest.mark.parametrize(("majors", "package"), [([], "17"), ([15], "15"), ([14], "17")])
def test_postgis_comes_for_the_server_that_is_there(
    monkeypatch: pytest.MonkeyPatch, majors: list[int], package: str
) -> None:
    there = [packages.binaries.Binaries(Path("/nowhere"), major) for major in majors]
    monkeypatch.setattr(packages.binaries, "installed", lambda: there)
    assert packages.package_of(packages.SERVER) == f"postgresql-{package}-postgis-3"


def test_apt_is_asked_to_install_without_a_question_and_without_a_cluster(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(packages, "run", lambda *words, **_: calls.append(" ".join(words)))
    monkeypatch.setattr(packages, "package_of", lambda need: "libgdal32")
    packages._install(["sudo", "-n"], [GDAL])
    assert calls[0] == "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -q -y update"
    assert "create_main_cluster = false" in calls[1]
    assert calls[2].endswith("apt-get -q -y install --no-install-recommends libgdal32")
    assert calls[3].startswith("sudo -n rm -f ")


@pytest.mark.parametrize("there", ["chromium-headless-shell", "chromium"])
def test_tests_take_the_browser_without_windows_where_there_is_one(
    monkeypatch: pytest.MonkeyPatch, there: str
) -> None:
    known = {"chromium", there}
    monkeypatch.setattr(packages.shutil, "which", lambda name: name if name in known else None)
    assert packages.browser_of_tests() == there


@pytest.mark.parametrize("known", [packages.WINDOWLESS, None])
def test_a_browser_without_windows_that_cannot_be_had_is_done_without(
    monkeypatch: pytest.MonkeyPatch, known: str | None
) -> None:
    tried = []

    def refused(_prefix: list[str], needs: list[Need]) -> None:
        tried.extend(needs)
        raise SetupError("no network")

    monkeypatch.setattr(packages, "LIGHTER", Need("x", lambda: False, "x"))
    monkeypatch.setattr(packages, "apt_prefix", list)
    monkeypatch.setattr(packages, "package_of", lambda _need: known)
    monkeypatch.setattr(packages, "_install", refused)
    packages.ensure(browser=True)
    assert len(tried) == (1 if known else 0)


def test_without_python_3_11_the_start_says_what_to_install(tmp_path: Path) -> None:
    for name, does in {"python3": "exit 1", "id": "echo 1000", "sudo": "exit 1"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    script = CHECKOUT / "gridmap" / "local" / "python.sh"
    done = subprocess.run(
        ["/bin/sh", script], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Python 3.11 or newer is missing. Install it" in done.stderr
