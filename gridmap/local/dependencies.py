"""Makes .venv from the hashed lock and .local/vendor from the npm lock; a second time only where a lock changed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from gridmap.local.paths import CHECKOUT, LOCAL, VENV
from gridmap.local.steps import fingerprint, is_stamped, run, say

PYTHON = VENV / "bin" / "python"
MODULES = CHECKOUT / "node_modules"
VENDOR = LOCAL / "vendor"

# Of each package only what pages load: package → files, served as vendor/<package>/….
SERVED = {
    "leaflet": ["dist/leaflet.css", "dist/leaflet.js", "dist/leaflet.js.map", "dist/images"],
    "ol": ["ol.css", "dist/ol.js", "dist/ol.js.map"],
}


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
    mark = fingerprint([CHECKOUT / "package-lock.json"], repr(SERVED))
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
