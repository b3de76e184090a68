"""A web server of one's own, as `make run` starts it, with little patience."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from gridmap.local.paths import CHECKOUT

QUICK = {
    "DJANGO_SETTINGS_MODULE": "tests.serving.settings",
    "WEB_WORKERS": "2",
    "WEB_THREADS": "2",
    "WEB_HEAD_SECONDS": "1",
    "WEB_BODY_SECONDS": "1",
    "GRIDMAP_STATEMENT_SECONDS": "1",
}


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float


@dataclass
class Running:
    process: "subprocess.Popen[bytes]"
    port: int

    def ask(
        self, path: str, method: str = "GET", body: bytes | Iterator[bytes] | None = None, **headers: str
    ) -> Answer:
        begun = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as asking:
            asking.request(method, path, body, headers)
            answer = asking.getresponse()
            return Answer(answer.status, answer.headers, answer.read(), time.monotonic() - begun)

    def raw(self, text: bytes) -> socket.socket:
        """A connection on which so much was sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=15)
        connection.sendall(text)
        return connection

    @property
    def workers(self) -> list[int]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in found]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def serving(address: str, log: Path, *, port: int = 0, **told: str) -> Iterator[Running]:
    """A server on the database of that address."""
    port = port or free_port()
    environment = os.environ | QUICK | {"DATABASE_URL": address, "WEB_DATABASE_URL": address} | told
    with log.open("a") as lines:
        process = subprocess.Popen(
            [sys.executable, "-m", "gridmap.serving", f"--port={port}"],
            cwd=CHECKOUT,
            env=environment,
            stdout=lines,
            stderr=lines,
        )
    running = Running(process, port)
    try:
        wait_for(running)
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=60)


def wait_for(running: Running) -> None:
    until(lambda: running.process.poll() is not None or answers(running), seconds=60)


def answers(running: Running) -> bool:
    try:
        return running.ask("/livez").status == 200
    except OSError:
        return False


def until(holds: "object", *, seconds: float = 15) -> None:
    assert callable(holds)
    give_up = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.02)
