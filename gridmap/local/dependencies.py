"""Makes .venv from the hashed lock and .local/vendor from the npm lock; a second time only where a lock changed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from gridmap.local.paths import CHECKOUT, LOCAL, VENV
from gridmap.local.steps import fingerprint, is_stamped, run, say

PYTHON = VENV / "bin" / "python"
MODULES = CHECKOUT / "node_modules"
BIOME = MODULES / ".bin" / "biome"
VENDOR = LOCAL / "vendor"

# Of each package only what pages load: package → files, served as vendor/<package>/….
SERVED = {
    "htmx.org": ["dist/htmx.min.js"],
    "leaflet": ["dist/leaflet.css", "dist/leaflet.js", "dist/leaflet.js.map", "dist/images"],
    "ol": ["ol.css", "dist/ol.js", "dist/ol.js.map"],
}

# The icons of pages, by Lucide's names: <c-icon name="map"/>. One file of them is made, vendor/lucide/icons.svg.
ICONS = (
    "a-large-small", "arrow-down", "arrow-up", "bell", "blend", "briefcase", "calendar-check", "check",
    "chevron-down", "chevron-right", "circle-alert", "circle-check", "circle-help", "clock", "download",
    "ellipsis", "eye", "file-text", "funnel", "hash", "history", "house", "image", "info", "inbox", "key",
    "languages", "layers", "link", "list", "locate-fixed", "lock", "log-out", "map", "map-pin", "maximize",
    "menu", "moon", "pencil", "phone", "plus", "printer", "ruler", "scan-line", "search", "send", "settings",
    "shield", "shuffle", "sun", "sun-moon", "table-2", "trash-2", "triangle-alert", "undo-2", "upload",
    "user", "users", "x",
)  # fmt: skip
DRAWN = re.compile(r"<svg.*?>(.*)</svg>", re.DOTALL)


def ensure_environment(*, development: bool) -> None:
    """The development lock holds all of the other one, so an environment made for tests also runs the service."""
    run_mark = fingerprint([CHECKOUT / "requirements.lock"], sys.version)
    test_mark = fingerprint([CHECKOUT / "requirements-dev.lock"], sys.version)
    stamps = {VENV / ".run-lock": run_mark} | ({VENV / ".test-lock": test_mark} if development else {})
    if all(is_stamped(stamp, mark) for stamp, mark in stamps.items()):
        return
    say("installing Python packages into .venv …")
    if not _works():
        shutil.rmtree(VENV, ignore_errors=True)
        run(sys.executable, "-m", "venv", VENV, remedy="Is Python's venv module complete?")
    lock = "requirements-dev.lock" if development else "requirements.lock"
    remedy = "Is the package index reachable? Set PIP_INDEX_URL for a mirror, then try again."
    run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", CHECKOUT / lock, remedy=remedy)
    for stamp, mark in ({VENV / ".run-lock": run_mark} | stamps).items():
        stamp.write_text(mark)


def _works() -> bool:
    """Whether .venv runs, with the Python that set-up runs with."""
    question = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    return PYTHON.exists() and subprocess.run([PYTHON, "-c", question], check=False).returncode == 0


def ensure_assets() -> None:
    """Fetch the browser assets and lay out those that are served."""
    mark = fingerprint([CHECKOUT / "package-lock.json"], repr((SERVED, ICONS)))
    if is_stamped(VENDOR / ".lock", mark):
        return
    say("fetching browser assets …")
    home_is_writable = os.access(Path.home(), os.W_OK)
    extra = {} if home_is_writable else {"npm_config_cache": str(LOCAL / "npm")}
    remedy = "Is the npm registry reachable? Set npm_config_registry for a mirror, then try again."
    run("npm", "ci", "--no-progress", remedy=remedy, extra=extra)
    _lay_out()
    (VENDOR / ".lock").write_text(mark)


def _lay_out() -> None:
    shutil.rmtree(VENDOR, ignore_errors=True)
    for package, files in SERVED.items():
        target = VENDOR / package
        target.mkdir(parents=True)
        for name in files:
            source = MODULES / package / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, target / source.name)
    (VENDOR / "lucide").mkdir()
    (VENDOR / "lucide" / "icons.svg").write_text(_sprite(), encoding="utf-8")


def _sprite() -> str:
    """The icons as symbols of one file: a page fetches it once, and a browser keeps it."""
    symbols = [f'<symbol id="{name}" viewBox="0 0 24 24">{_drawing(name)}</symbol>' for name in ICONS]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>\n"])


def _drawing(name: str) -> str:
    """What stands within the icon's own <svg>, in one line."""
    found = DRAWN.search((MODULES / "lucide-static" / "icons" / f"{name}.svg").read_text(encoding="utf-8"))
    assert found, name
    return " ".join(found[1].split())
