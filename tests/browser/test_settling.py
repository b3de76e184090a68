"""What a test leaves behind at the server of its browser ends before the next one begins."""

import socket
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import settle
from tests.patience import until


def test_a_connection_that_a_browser_keeps_holds_nobody_up(transactional_db: None, live_server: Any) -> None:
    address, server = urlsplit(live_server.url), live_server.thread.httpd
    with socket.create_connection((address.hostname, address.port)) as kept:
        until(lambda: server.connected)
        settle(server)
        assert kept.recv(1) == b"", "the server has ended what the browser kept"


def test_whatever_drives_a_browser_is_tried_twice_and_then_named(request: pytest.FixtureRequest) -> None:
    twice = request.node.get_closest_marker("flaky")
    assert twice is not None
    assert twice.kwargs == {"reruns": 1}
    assert "R" in request.config.getoption("reportchars")
