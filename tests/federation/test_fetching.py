"""The way to a child, over real HTTP: the whole of it once, and where a server is slow, large or not there."""

import datetime as dt
import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest

from geodata.federation.checking import Refused
from geodata.federation.children import Child
from geodata.federation.fetching import fetch
from geodata.federation.words import Outcome

DAY = dt.date(2026, 6, 1)


class Server(BaseHTTPRequestHandler):
    """Answers by the county that is asked for."""

    def do_GET(self) -> None:
        if self.headers["Authorization"] != "Bearer token":
            self.send_error(401)
        elif "area=430389" in self.path:
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
        else:
            body = json.dumps({"path": self.path}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Nothing."""


@contextmanager
def serving() -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def child(address: str, token: str = "token") -> Child:
    return Child("例县", address, "", ("430382",), token)


def outcome(to: Child, area: str = "430382", **limits: int) -> Outcome:
    with pytest.raises(Refused) as refused:
        fetch(to, area, DAY, **limits)
    return refused.value.outcome


def test_it_asks_with_its_token_for_one_county_since_a_day():
    with serving() as address:
        body = json.loads(fetch(child(f"{address}/below/"), "430382", DAY))
        assert body["path"] == "/below/api/v1/publish/coverage/?area=430382&since=2026-06-01"
        assert outcome(child(address, token="guessed")) == Outcome.NOT_LET_IN
        assert outcome(child(address), "430389") == Outcome.UNREACHABLE
        assert outcome(child(address), largest=10) == Outcome.TOO_LARGE
        assert outcome(child(address), seconds=0) == Outcome.UNREACHABLE
    assert outcome(child(address)) == Outcome.UNREACHABLE
