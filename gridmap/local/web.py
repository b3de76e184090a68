"""The web server of a checkout: one granian in the foreground, found again by the note that it leaves in .local/web.json."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass

from gridmap.local.dependencies import PYTHON
from gridmap.local.errors import SetupError
from gridmap.local.paths import CHECKOUT, LOCAL, LOGS, log_file
from gridmap.local.processes import arguments_of

HOST = "127.0.0.1"
NOTE = LOCAL / "web.json"
LOG = LOGS / "web.log"
WORKERS = 2
PULSE = 3.0

Server = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Web:
    pid: int
    port: int

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/"


def running() -> Web | None:
    """The web server that this checkout started and that still lives."""
    try:
        web = Web(**json.loads(NOTE.read_text()))
    except (OSError, ValueError, TypeError):
        return None
    arguments = arguments_of(web.pid)
    return web if str(PYTHON) in arguments and "granian" in arguments else None


def port() -> int:
    """PORT from the environment, refused when it is no port or somebody else's."""
    text = os.environ.get("PORT", "").strip() or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise SetupError(f"PORT is {text!r}. Set it to a number from 1 to 65535.")
    wanted = int(text)
    if not _is_free(wanted):
        other = next((each for each in range(wanted + 1, min(wanted + 200, 65536)) if _is_free(each)), 0)
        raise SetupError(f"Port {wanted} is taken by another program. Try: make run PORT={other}")
    return wanted


def launch(port: int) -> Server:
    """Start the server and leave the note."""
    with log_file(LOG) as log:
        # In a session of its own: Ctrl-C reaches this process alone, which then ends the server in order.
        server = subprocess.Popen(
            command(port),
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    # Written whole or not at all: `make stop` may read it at any moment.
    fresh = NOTE.with_suffix(".new")
    fresh.write_text(json.dumps({"pid": server.pid, "port": port}))
    fresh.replace(NOTE)
    return server


def attend(server: Server, port: int, greeting: str, revive: Callable[[], None]) -> int:
    """Greet when it answers, and stay until it ends or Ctrl-C ends it, calling `revive` every PULSE seconds."""
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: server.terminate())
    try:
        if _becomes_healthy(port, server):
            print(greeting, flush=True)
        while True:
            try:
                return _ending(server.wait(timeout=PULSE))
            except subprocess.TimeoutExpired:
                revive()
    finally:
        if server.poll() is None:
            server.terminate()
            server.wait()
        NOTE.unlink(missing_ok=True)


def command(port: int) -> list[str]:
    """One blocking thread per worker: Python's lock makes more of them slower, not faster."""
    options = {
        "interface": "wsgi",
        "host": HOST,
        "port": port,
        "workers": WORKERS,
        "blocking-threads": 1,
        "log-level": "warning",
        "workers-kill-timeout": 5,
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [str(PYTHON), "-m", "granian", *flags, "--respawn-failed-workers", "gridmap.wsgi:application"]


def stop() -> None:
    if web := running():
        os.kill(web.pid, signal.SIGTERM)
        give_up = time.monotonic() + 15
        while running() and time.monotonic() < give_up:
            time.sleep(0.1)
        if running():
            os.killpg(web.pid, signal.SIGKILL)


def _ending(code: int) -> int:
    if code in (0, -signal.SIGTERM):
        return 0
    raise SetupError(f"The web server ended by itself. The end of {LOG}:\n{_last_lines()}")


def _becomes_healthy(port: int, server: Server) -> bool:
    """True when /healthz says so, False when the server was ended before that."""
    give_up = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{port}/healthz", timeout=5):
                return True
        except urllib.error.HTTPError as answer:
            raise SetupError(f"The service is not healthy: {answer.read().decode()}") from answer
        except OSError:
            time.sleep(0.1)
    if server.poll() is None:
        raise SetupError(f"The web server does not answer. The end of {LOG}:\n{_last_lines()}")
    return False


def _last_lines() -> str:
    return "\n".join(LOG.read_text(errors="replace").splitlines()[-15:])


def _is_free(number: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, number))
        except OSError:
            return False
    return True
