"""Packages and assets are fetched when a lock changes, and only then."""

import json
import re
from pathlib import Path

import pytest

from gridmap.local import dependencies, steps
from gridmap.local.errors import SetupError
from gridmap.local.paths import CHECKOUT


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with locks of its own, whose programs are only noted down."""
    for name in ("requirements.lock", "requirements-dev.lock", "package-lock.json"):
        (tmp_path / name).write_text("one")
    monkeypatch.setattr(dependencies, "CHECKOUT", tmp_path)
    monkeypatch.setattr(dependencies, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dependencies, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(dependencies, "VENDOR", tmp_path / "vendor")
    monkeypatch.setattr(dependencies, "MODULES", tmp_path / "node_modules")
    return tmp_path


@pytest.fixture
def calls(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    noted: list[str] = []

    def note(*command: object, **_: object) -> None:
        noted.append(" ".join(map(str, command[1:3])) if "pip" in command else str(command[-1]))
        (checkout / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
        for package, files in dependencies.SERVED.items():
            for name in files:
                file = checkout / "node_modules" / package / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.mkdir(exist_ok=True) if file.name == "images" else file.write_text(name)
        for icon in dependencies.ICONS:
            file = checkout / "node_modules" / "lucide-static" / "icons" / f"{icon}.svg"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f'<!-- x -->\n<svg\n  width="24"\n>\n  <path d="{icon}" />\n</svg>\n')

    monkeypatch.setattr(dependencies, "run", note)
    return noted


def test_packages_are_installed_once(calls: list[str], checkout: Path) -> None:
    dependencies.ensure_environment(development=False)
    assert calls == [str(checkout / ".venv"), "-m pip"]
    dependencies.ensure_environment(development=False)
    assert len(calls) == 2


def test_a_changed_lock_is_installed(calls: list[str], checkout: Path) -> None:
    dependencies.ensure_environment(development=False)
    calls.clear()
    (checkout / "requirements.lock").write_text("two")
    dependencies.ensure_environment(development=False)
    assert "-m pip" in calls


def test_an_environment_for_tests_also_runs_the_service(calls: list[str]) -> None:
    dependencies.ensure_environment(development=True)
    calls.clear()
    dependencies.ensure_environment(development=False)
    assert calls == []


def test_an_environment_for_the_service_is_completed_for_tests(calls: list[str]) -> None:
    dependencies.ensure_environment(development=False)
    calls.clear()
    dependencies.ensure_environment(development=True)
    assert "-m pip" in calls


def test_assets_are_fetched_once_and_only_those_that_are_served(calls: list[str], checkout: Path) -> None:
    dependencies.ensure_assets()
    dependencies.ensure_assets()
    assert len(calls) == 1
    assert sorted(file.name for file in (checkout / "vendor" / "leaflet").iterdir()) == sorted(
        Path(name).name for name in dependencies.SERVED["leaflet"]
    )


def test_a_step_that_fails_shows_the_end_of_its_output_and_a_remedy() -> None:
    with pytest.raises(SetupError, match=r"Do this\.\nthe reason"):
        steps.run("sh", "-c", "echo the reason; exit 3", remedy="Do this.")


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-dev.lock", "package-lock.json", ".npmrc"]
)
def test_no_lock_names_a_registry(lock: str) -> None:
    assert re.findall(r"https?://(?!opencollective|github)\S+", (CHECKOUT / lock).read_text()) == []


def test_every_python_package_is_pinned_with_a_hash() -> None:
    lines = (CHECKOUT / "requirements-dev.lock").read_text().replace("\\\n", " ").splitlines()
    packages = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert len(packages) > 40
    assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []


def test_the_development_lock_holds_the_other_one() -> None:
    pins = {
        name: set(re.findall(r"^(\S+==\S+)", (CHECKOUT / name).read_text(), re.MULTILINE)) for name in LOCKS
    }
    assert pins["requirements.lock"] <= pins["requirements-dev.lock"]


LOCKS = ("requirements.lock", "requirements-dev.lock")


def test_every_browser_asset_is_pinned_with_a_hash() -> None:
    locked = json.loads((CHECKOUT / "package-lock.json").read_text())["packages"]
    assert all("integrity" in package for name, package in locked.items() if name)
    assert locked["node_modules/leaflet"]["version"] == "1.9.4"


def test_the_icons_are_symbols_of_one_file(calls: list[str], checkout: Path) -> None:
    dependencies.ensure_assets()
    drawn = (checkout / "vendor" / "lucide" / "icons.svg").read_text(encoding="utf-8")
    assert '<symbol id="map" viewBox="0 0 24 24"><path d="map" /></symbol>' in drawn
    assert drawn.count("<symbol ") == len(dependencies.ICONS)
