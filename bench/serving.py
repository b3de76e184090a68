"""The web server as `make run` starts it, under the web login, on the database that is measured."""

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from django.conf import settings

from bench.databases import url_of
from gridmap.local import web
from gridmap.local.cluster import WEB
from gridmap.management.commands.prepare import collect_static_files

PATIENCE = 60
"""Seconds until the server must answer."""


@contextmanager
def server() -> Iterator[int]:
    """Its port, while it runs, with the static files of this moment."""
    collect_static_files()
    port = _free_port()
    name = str(settings.DATABASES["default"]["NAME"])
    environment = os.environ | {
        "WEB_DATABASE_URL": os.environ.get("WEB_DATABASE_URL") or url_of(name, login=WEB)
    }
    environment.pop("GRIDMAP_LOGIN", None)
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(web.command(web.HERE, port), env=environment, stdout=quiet, stderr=quiet)
    try:
        _wait_for(running, port)
        yield port
    finally:
        running.terminate()
        running.wait(timeout=130)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(running: "subprocess.Popen[bytes]", port: int) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and running.poll() is None:
        if _answers(port):
            return
        time.sleep(0.1)
    raise SystemExit(
        f"The server did not answer in {PATIENCE} seconds. Of a database that lacks migrations it answers nothing: `python -m bench NAME` brings it up to date."
    )


def _answers(port: int) -> bool:
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with closing(asking) as connection, suppress(OSError):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    return False
