"""Scripts of the pages: one shape, and their pure parts do what they say, by Node alone."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from gridmap.local import commands, dependencies
from gridmap.local.paths import CHECKOUT

SCRIPTS = sorted(str(path) for path in (CHECKOUT / "tests" / "scripts").glob("*.test.js"))
# Loaded as they are: the map's is called by what folium writes into the page, the service worker's has words of the page put
# before it, and the others run before a page of theirs is read to its end.
NO_MODULES = {
    "base.js",
    "columns.js",
    "filters.js",
    "grounds.js",
    "history.js",
    "job.js",
    "map.js",
    "page.js",
    "pick.js",
    "today/worker.js",
}


def test_pure_parts_of_scripts_do_what_they_say() -> None:
    assert len(SCRIPTS) >= 3
    done = subprocess.run(["node", "--test", *SCRIPTS], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_scripts_have_their_one_shape() -> None:
    done = subprocess.run(
        [dependencies.BIOME, "check", "--error-on-warnings"],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_another_shape_is_found(tmp_path: Path) -> None:
    (tmp_path / "biome.json").write_text(json.dumps({"linter": {"rules": {"preset": "recommended"}}}))
    (tmp_path / "page.js").write_text("var x = 1\nif (x == 2) debugger")
    done = subprocess.run([dependencies.BIOME, "check"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 1


def test_the_checks_look_at_scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    for name in ("ensure_environment", "ensure_assets"):
        monkeypatch.setattr(dependencies, name, lambda **_told: None)
    monkeypatch.setattr(commands.packages, "ensure", lambda **_told: None)
    monkeypatch.setattr(commands, "_tool", lambda *_words, **_told: 0)
    monkeypatch.setattr(commands.description, "report", lambda: 0)
    monkeypatch.setattr(commands.leftovers, "report", lambda: 0)
    monkeypatch.setattr(commands, "_biome", lambda *words: asked.append(words) or 3)
    assert (commands.check([]), asked) == (3, [("--error-on-warnings",)])


def test_scripts_that_are_no_modules_are_named() -> None:
    root = CHECKOUT / "gridmap" / "static" / "gridmap"
    modules = {
        path for path in root.rglob("*.js") if re.search(r"^(import|export) ", path.read_text(), re.MULTILINE)
    }
    templates = "".join(path.read_text() for path in (CHECKOUT / "templates").rglob("*.html"))
    loaded = set(re.findall(r"<script type=\"module\" src=\"{% static 'gridmap/([\w/.]+)'", templates))
    names = {path.relative_to(root).as_posix() for path in root.rglob("*.js") if path not in modules}
    assert names - loaded == NO_MODULES
