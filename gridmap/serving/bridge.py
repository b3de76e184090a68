"""From granian's RSGI to Django's WSGI: no thread is taken before a body is whole, none is held while an answer goes out.

The head is read by granian, in a time of its own; the body here, on the event loop; then one of a few threads runs Django
and collects the answer, and the loop sends it. Probes (/livez and the like) have a thread to themselves, so that they
do not stand in line behind pages.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextvars import Context
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from gridmap.serving.bodies import Intake, Refused, kept_file

Environ = dict[str, Any]
Header = tuple[str, str]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

REFUSED = "gridmap.refused"
"""In the environ: the status with which the body was refused. The service says it in its own words."""
IN_MEMORY = 256 * 1024
PIECE = 64 * 1024

log = logging.getLogger("gridmap.serving")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: list[Header]
    body: bytes | IO[bytes]


class Bridge:
    """What granian calls for each request."""

    def __init__(
        self, application: Application, *, threads: int, seconds: float, probes: Iterable[str]
    ) -> None:
        self.application, self.probes = application, frozenset(probes)
        self.threads = ThreadPoolExecutor(threads, "request")
        self.probing = ThreadPoolExecutor(1, "probe")
        self.intake = Intake(seconds)

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        headers = scope.headers.items()
        body, size, refused = await self._taken_in(headers, protocol)
        try:
            environ = environ_of(scope, headers, body, size)
            if refused:
                environ[REFUSED] = refused
            answer = await self._run(scope.path, environ)
        finally:
            self.intake.gone(size)
            body.close()
        await send(protocol, scope.method, answer)

    async def _taken_in(self, headers: list[Header], protocol: Any) -> tuple[IO[bytes], int, int]:
        """The body, its size, and the status with which it was refused or 0."""
        if not announces_body(headers):
            return BytesIO(), 0, 0
        try:
            return *await self.intake.body(protocol, announced(headers)), 0
        except Refused as refusal:
            return BytesIO(), 0, refusal.status

    async def _run(self, path: str, environ: Environ) -> Answer:
        threads = self.probing if path in self.probes else self.threads
        # A context of its own: what a request sets there is not the next one's.
        run = Context().run
        return await asyncio.get_running_loop().run_in_executor(
            threads, run, collected, self.application, environ
        )


def announces_body(headers: list[Header]) -> bool:
    return any(name in ("content-length", "transfer-encoding") for name, _value in headers)


def announced(headers: list[Header]) -> int | None:
    """The size that the head gives. granian has seen to it that it is one number."""
    return next((int(value) for name, value in headers if name == "content-length"), None)


def environ_of(scope: Any, headers: list[Header], body: IO[bytes], size: int) -> Environ:
    """WSGI's view of a request (PEP 3333): text as Latin-1, headers in capitals."""
    server, _colon, port = scope.server.rpartition(":")
    client = scope.client.rpartition(":")[0].strip("[]")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": client,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in headers:
        # With an underscore it would pass for another header, which only a proxy may set.
        if "_" in name:
            continue
        key = f"HTTP_{name.upper().replace('-', '_')}"
        environ[key] = (
            f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}" if key in environ else value
        )
    environ.pop("HTTP_CONTENT_LENGTH", None)
    environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
    environ["CONTENT_LENGTH"] = str(size) if size else ""
    return environ


def collected(application: Application, environ: Environ) -> Answer:
    """Run the application to its end, in a thread: the whole answer, on disk where it is large."""
    head: list[Any] = []

    def start_response(status: str, headers: list[Header], _error: object = None) -> None:
        head[:] = [int(status.split(" ", 1)[0]), headers]

    try:
        parts = application(environ, start_response)
        try:
            body = gathered(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
    except Exception:
        # Django answers for its own: this is a stream that broke off.
        log.exception("an answer could not be finished")
        return Answer(500, [("Content-Type", "text/plain"), ("Connection", "close")], b"")
    return Answer(head[0], [(name.lower(), value) for name, value in head[1]], body)


def gathered(parts: Iterable[bytes]) -> bytes | IO[bytes]:
    kept: IO[bytes] | None = None
    first: list[bytes] = []
    held = 0
    for part in parts:
        held += len(part)
        if kept:
            kept.write(part)
            continue
        first.append(part)
        if held > IN_MEMORY:
            kept = kept_file(IN_MEMORY)
            kept.writelines(first)
            first.clear()
    if kept is None:
        return b"".join(first)
    kept.seek(0)
    return kept


async def send(protocol: Any, method: str, answer: Answer) -> None:
    if isinstance(answer.body, bytes):
        if answer.body and method != "HEAD":
            protocol.response_bytes(answer.status, answer.headers, answer.body)
        else:
            protocol.response_empty(answer.status, answer.headers)
        return
    with closing(answer.body) as body:
        stream = protocol.response_stream(answer.status, answer.headers)
        while method != "HEAD" and (piece := body.read(PIECE)):
            await stream.send_bytes(piece)
