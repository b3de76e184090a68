"""The job worker of a checkout: one process beside the web server, found again by the note in .local/worker.json."""

import json
import os
import signal
import subprocess
import time

from gridmap.local.dependencies import PYTHON
from gridmap.local.paths import CHECKOUT, LOCAL, LOGS, log_file
from gridmap.local.processes import arguments_of
from gridmap.local.steps import say

NOTE = LOCAL / "worker.json"
LOG = LOGS / "worker.log"
COMMAND = [str(PYTHON), "manage.py", "work"]
GRACE = 5.0
"""Seconds that a job gets to stop in order. One that is killed begins anew with the next worker."""


def running() -> int | None:
    """The process that this checkout started and that still lives."""
    try:
        pid = int(json.loads(NOTE.read_text())["pid"])
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return pid if arguments_of(pid)[: len(COMMAND)] == COMMAND else None


def launch() -> None:
    """Start it and leave the note; nothing where it runs."""
    if running():
        return
    with log_file(LOG) as log:
        # In a session of its own: Ctrl-C reaches `make run` alone, which then ends it in order.
        worker = subprocess.Popen(
            COMMAND, cwd=CHECKOUT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    fresh = NOTE.with_suffix(".new")
    fresh.write_text(json.dumps({"pid": worker.pid}))
    fresh.replace(NOTE)


def revive() -> None:
    """Start it again if it ended by itself or was killed."""
    if not running():
        say(f"the job worker had ended and was started again; see {LOG}")
        launch()


def stop() -> None:
    if pid := running():
        os.kill(pid, signal.SIGTERM)
        give_up = time.monotonic() + GRACE
        while running() and time.monotonic() < give_up:
            time.sleep(0.1)
        if running():
            os.kill(pid, signal.SIGKILL)
    NOTE.unlink(missing_ok=True)
