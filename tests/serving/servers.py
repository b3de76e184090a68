"""A web server of one's own, as `make run` starts it, with little patience."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from gridmap.local.paths import CHECKOUT
from tests.patience import PATIENCE, until

QUICK = {
    "DJANGO_SETTINGS_MODULE": "tests.serving.settings",
    "WEB_WORKERS": "2",
    "WEB_THREADS": "2",
    "WEB_HEAD_SECONDS": "4",
    "WEB_BODY_SECONDS": "4",
    "GRIDMAP_STATEMENT_SECONDS": "4",
}
"""Short for who waits until they are over, and long enough for what comes in time on a busy machine."""


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Running:
    process: "subprocess.Popen[bytes]"
    port: int
    gates: Path

    def ask(
        self, path: str, method: str = "GET", body: bytes | Iterator[bytes] | None = None, **headers: str
    ) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as asking:
            asking.request(method, path, body, headers)
            answer = asking.getresponse()
            return Answer(answer.status, answer.headers, answer.read())

    def raw(self, text: bytes) -> socket.socket:
        """A connection on which so much was sent."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        connection.sendall(text)
        return connection

    @property
    def workers(self) -> list[int]:
        parts = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in parts]


class Gate:
    """Before which requests stand, each in a thread of the server, until it is opened."""

    def __init__(self, server: Running, name: str) -> None:
        self.server, self.name = server, name
        self.pool = ThreadPoolExecutor(8)
        self.told: list[Future[Answer]] = []

    def fill(self, number: int) -> None:
        """So many stand before it."""
        self.told += [
            self.pool.submit(self.server.ask, f"/trial/gate/{self.name}/") for _each in range(number)
        ]
        until(lambda: len(list(self.server.gates.glob(f"{self.name}.*"))) == number)

    def open(self) -> list[bytes]:
        """What they were answered."""
        (self.server.gates / self.name).touch()
        with self.pool:
            return [each.result(timeout=PATIENCE).body for each in self.told]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def serving(address: str, log: Path, *, port: int = 0, **told: str) -> Iterator[Running]:
    """A server on the database of that address."""
    port = port or free_port()
    gates = log.with_suffix(".gates")
    gates.mkdir(exist_ok=True)
    where = {"DATABASE_URL": address, "WEB_DATABASE_URL": address, "TRIAL_GATES": str(gates)}
    environment = os.environ | QUICK | where | told
    with log.open("a") as lines:
        process = subprocess.Popen(
            [sys.executable, "-m", "gridmap.serving", f"--port={port}"],
            cwd=CHECKOUT,
            env=environment,
            stdout=lines,
            stderr=lines,
        )
    running = Running(process, port, gates)
    try:
        wait_for(running)
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
        ended(process)


def ended(process: "subprocess.Popen[bytes]") -> None:
    """What does not end by itself fails its own test, and nobody else's: it would still hold connections."""
    try:
        process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


def wait_for(running: Running) -> None:
    until(lambda: running.process.poll() is not None or answers(running))


def answers(running: Running) -> bool:
    try:
        return running.ask("/livez").status == 200
    except OSError:
        return False
