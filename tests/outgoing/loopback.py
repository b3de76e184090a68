"""An SMTP server on loopback that keeps what it is sent: as much of the protocol as Django's sender speaks."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 loopback")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self._say("354 go on")
                self._take()
            self._say("221 bye" if word == b"QUIT" else self.server.answer if word == b"MAIL" else "250 ok")  # type: ignore[attr-defined]
            if word == b"QUIT":
                return

    def _take(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        self.server.letters.append(b"".join(lines).decode())  # type: ignore[attr-defined]

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def smtp(answer: str = "250 ok") -> Iterator[Any]:
    """`letters` are what came; `answer` is what it says to a sender; `port` is its own."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Talk) as server:
        server.daemon_threads = True
        server.letters, server.answer, server.port = [], answer, server.server_address[1]  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
