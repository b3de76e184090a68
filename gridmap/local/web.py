"""The web server of a checkout, in the foreground: found again by the note in .local/web.json, started again if it ends."""

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
from gridmap.local.steps import say

HERE = "127.0.0.1"
MODULE = "gridmap.serving"
NOTE = LOCAL / "web.json"
LOG = LOGS / "web.log"
PULSE = 1.0
"""Seconds between two looks at what serving needs: a database that was killed is away for no longer than that by our fault."""
FIRST, LONGEST = 1.0, 30.0
"""Seconds until a server that ended by itself is started again, doubled from time to time while it does not last."""
GRACE = 120
ENDED_IN_ORDER = (0, -signal.SIGTERM)
LASTING = 60.0
"""Seconds after which its end is a new misfortune, and not the same one again."""

Server = subprocess.Popen[bytes]


@dataclass(frozen=True)
class Web:
    pid: int
    port: int
    host: str = HERE

    @property
    def address(self) -> str:
        return address(self.host, self.port)


def running() -> Web | None:
    """The web server that this checkout started and that still lives."""
    try:
        web = Web(**json.loads(NOTE.read_text()))
    except (OSError, ValueError, TypeError):
        return None
    arguments = arguments_of(web.pid)
    return web if str(PYTHON) in arguments and MODULE in arguments else None


def host() -> str:
    """HOST from the environment: the address of this machine on which it listens; 0.0.0.0 for all of them."""
    wanted = os.environ.get("HOST", "").strip() or HERE
    try:
        socket.getaddrinfo(wanted, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise SetupError(
            f"HOST is {wanted!r}. Set it to an address of this machine, or to 0.0.0.0 for all of them."
        ) from error
    return wanted


def address(host: str, port: int) -> str:
    """By which this machine itself reaches it."""
    near = {"0.0.0.0": HERE, "::": "::1"}.get(host, host)  # noqa: S104 (a comparison)
    return f"http://[{near}]:{port}/" if ":" in near else f"http://{near}:{port}/"


def port(host: str = HERE) -> int:
    """PORT from the environment, refused when it is no port or somebody else's."""
    text = os.environ.get("PORT", "").strip() or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise SetupError(f"PORT is {text!r}. Set it to a number from 1 to 65535.")
    wanted = int(text)
    if not _is_free(host, wanted):
        other = next(
            (each for each in range(wanted + 1, min(wanted + 200, 65536)) if _is_free(host, each)), 0
        )
        raise SetupError(f"Port {wanted} is taken by another program. Try: make run PORT={other}")
    return wanted


def launch(host: str, port: int) -> Server:
    """Start the server and leave the note."""
    with log_file(LOG) as log:
        # In a session of its own: Ctrl-C reaches this process alone, which then ends the server in order.
        server = subprocess.Popen(
            command(host, port),
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    # Written whole or not at all: `make stop` may read it at any moment.
    fresh = NOTE.with_suffix(".new")
    fresh.write_text(json.dumps({"pid": server.pid, "port": port, "host": host}))
    fresh.replace(NOTE)
    return server


def command(host: str, port: int) -> list[str]:
    return [str(PYTHON), "-m", MODULE, f"--host={host}", f"--port={port}"]


def attend(
    server: Server, start: Callable[[], Server], home: str, greeting: str, revive: Callable[[], None]
) -> int:
    """Greet when it answers, and stay until it is told to end, calling `revive` every PULSE seconds.

    One that cannot begin is an error. One that has answered and ends by itself is started again by `start`, after
    pauses that grow while it does not last.
    """
    attended = _Attended(server)
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda *_: attended.end())
    try:
        if _becomes_healthy(home, server):
            print(greeting, flush=True)
        elif not attended.ended and server.returncode not in ENDED_IN_ORDER:
            raise SetupError(f"The web server ended by itself. The end of {LOG}:\n{_last_lines()}")
        while not attended.told_to_end(revive):
            attended.start_again(start, revive)
        return 0
    finally:
        attended.finish()
        NOTE.unlink(missing_ok=True)


class _Attended:
    """The server that runs, and how often it had to be started again."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.ended = False
        self.born = time.monotonic()
        self.young_deaths = 0

    def end(self) -> None:
        self.ended = True
        self.server.terminate()

    def told_to_end(self, revive: Callable[[], None]) -> bool:
        """Wait until it ends; was that in order?"""
        while True:
            try:
                return self.server.wait(timeout=PULSE) in ENDED_IN_ORDER or self.ended
            except subprocess.TimeoutExpired:
                revive()

    def start_again(self, start: Callable[[], Server], revive: Callable[[], None]) -> None:
        """After a pause, in which `make stop` may take the note away or Ctrl-C may come."""
        lasted = time.monotonic() - self.born >= LASTING
        self.young_deaths = 1 if lasted else self.young_deaths + 1
        pause = min(FIRST * 2.0 ** min(self.young_deaths - 1, 30), LONGEST)
        say(f"the web server ended by itself; it is started again in {pause:.0f} s. See {LOG}")
        until = time.monotonic() + pause
        while time.monotonic() < until and NOTE.exists() and not self.ended:
            time.sleep(min(0.1, pause))
        if not NOTE.exists():
            self.ended = True
        if not self.ended:
            revive()
            self.server, self.born = start(), time.monotonic()

    def finish(self) -> None:
        if self.server.poll() is None:
            self.server.terminate()
            self.server.wait()


def stop() -> None:
    """End it in order: requests under way are finished first, as long as WEB_GRACE_SECONDS allows."""
    web = running()
    if web is None:
        # It may be about to be started again: without its note it is not.
        NOTE.unlink(missing_ok=True)
        return
    os.kill(web.pid, signal.SIGTERM)
    give_up = time.monotonic() + _grace() + 10
    while running() and time.monotonic() < give_up:
        time.sleep(0.1)
    if running():
        os.killpg(web.pid, signal.SIGKILL)


def _grace() -> float:
    """As gridmap/settings.py reads it, which may not be there yet."""
    text = os.environ.get("WEB_GRACE_SECONDS", "").strip()
    return float(text) if text.isascii() and text.isdigit() else GRACE


def _becomes_healthy(home: str, server: Server) -> bool:
    """True when /healthz says so, False when the server ended before that."""
    give_up = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < give_up:
        try:
            with urllib.request.urlopen(f"{home}healthz", timeout=5):  # noqa: S310 (our own)
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


def _is_free(host: str, number: int) -> bool:
    family, kind, protocol, _name, address = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError:
            return False
    return True
