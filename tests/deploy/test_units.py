"""Web and worker, started by the commands of their units."""

import contextlib
import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gridmap.local.paths import CHECKOUT
from tests.deploy.files import DEPLOY, command
from tests.jobs.workers import url
from tests.patience import PATIENCE, until
from tests.serving.servers import free_port


@contextmanager
def started(name: str, log: Path, **told: str) -> Iterator[None]:
    words = command(DEPLOY / "systemd" / name, sys.executable)
    with log.open("ab") as lines:
        process = subprocess.Popen(words, cwd=CHECKOUT, env=os.environ | told, stdout=lines, stderr=lines)
    try:
        yield
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=PATIENCE)
        process.kill()
        process.wait()


def has_worker(port: int) -> bool:
    """Does the web server answer, and see a worker's heart beat?"""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE) as answer:
            return bool(json.loads(answer.read())["checks"]["worker"]["ok"])
    except OSError:
        return False


@pytest.mark.django_db(transaction=True)
def test_web_and_worker_start_by_their_units(tmp_path: Path) -> None:
    port = free_port()
    told = {
        "DJANGO_SETTINGS_MODULE": "tests.jobs.settings",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WEB_WORKERS": "1",
        "WEB_DATABASE_URL": url(),
        # Nobody is there: a worker that took it would never live.
        "DATABASE_URL": f"postgres://gridmap@/gridmap?host={tmp_path}",
        "WORKER_DATABASE_URL": url(),
    }
    log = tmp_path / "log"
    with started("gridmap-web.service", log, **told), started("gridmap-worker@.service", log, **told):
        assert until(lambda: has_worker(port)), log.read_text()
