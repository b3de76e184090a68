"""Web workers are killed under light load; slow, idle and greedy clients by the dozen. `python -m bench.drills web`"""

import os
import signal
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

from bench.drills.finding import Finding, at_most, same
from bench.drills.place import Place, Serving, serving
from bench.drills.senders import sending

ROUNDS = 25
"""In each of them all workers are killed: two."""
PHONES = 8
SLOW, IDLE, TIMES = 50, 500, 40


def run(place: Place) -> Iterator[Finding]:
    from bench.visits import cadres

    crowd = cadres(PHONES)
    cookie = cookie_of(crowd[0][0])
    phones = [(token, [home[0] for home in homes]) for _user, token, homes in crowd]
    with serving(place) as server:
        yield from killed(server, phones, cookie)
        yield from slowed(server, cookie)


def cookie_of(user: object) -> str:
    """Of a session in which that user has signed in."""
    from django.test import Client

    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return "; ".join(f"{name}={kept.value}" for name, kept in browser.cookies.items())


def killed(server: Serving, phones: list[tuple[str, list[str]]], cookie: str) -> list[Finding]:
    """All workers at once, again and again: the first page afterwards comes from a new one."""
    kills, recoveries = 0, []
    with sending(server.port, phones) as sent:
        for _round in range(ROUNDS):
            time.sleep(0.5)
            for pid in server.workers:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    kills += 1
            recoveries.append(until_served(server, cookie))
    stored, rows = on_record(sent.acknowledged), on_record(sent.begun)
    return [
        Finding("web workers killed", str(kills), kills >= 2 * ROUNDS),
        same("acknowledged visits are stored", stored[0], len(sent.acknowledged)),
        same("visits sent again are stored once", rows[1], rows[0]),
        same("visits sent are acknowledged in the end", len(sent.acknowledged), len(sent.begun)),
        Finding("tries that failed on the way", str(sent.failures), True),
        at_most("first /today/ of a new worker, middle", statistics.median(recoveries), 3, "s"),
        at_most("first /today/ of a new worker, slowest", max(recoveries), 3, "s"),
    ]


def until_served(server: Serving, cookie: str) -> float:
    begun = time.monotonic()
    while server.status("/today/", cookie) != 200:
        if time.monotonic() - begun > 60:
            return float("inf")
        time.sleep(0.01)
    return time.monotonic() - begun


def on_record(ids: list[str]) -> tuple[int, int]:
    """How many of the visits there are, and in how many rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT client_id), count(*) FROM geodata_visit WHERE client_id = ANY(%s::uuid[])",
            [ids],
        )
        found = cursor.fetchone()
        return int(found[0]), int(found[1])


def slowed(server: Serving, cookie: str) -> Iterator[Finding]:
    """The same pages without and with clients who behave badly, of each kind by itself."""
    pages = {"/healthz": "", "/today/": cookie}
    for kind, clients in KINDS.items():
        before = {path: middle(server, path, told) for path, told in pages.items()}
        with clients(server.port):
            time.sleep(1)
            during = {path: middle(server, path, told) for path, told in pages.items()}
        for path in pages:
            yield at_most(f"{kind}: {path}", during[path] / before[path], 2, "×")


def middle(server: Serving, path: str, cookie: str) -> float:
    """Seconds of an answer, the median; one that fails counts as ten."""
    taken = []
    for _time in range(TIMES):
        begun = time.perf_counter()
        well = server.status(path, cookie) == 200
        taken.append(time.perf_counter() - begun if well else 10.0)
    return statistics.median(taken)


@contextmanager
def dripping(port: int, first: bytes, drop: bytes, count: int) -> Iterator[None]:
    """Connections on which `first` was sent, and then `drop` twice a second; one that is closed is opened anew."""
    ended = threading.Event()

    def fresh() -> socket.socket:
        made = socket.create_connection(("127.0.0.1", port), timeout=5)
        made.sendall(first)
        return made

    def drip() -> None:
        opened = [fresh() for _number in range(count)]
        while not ended.wait(0.5):
            for place, each in enumerate(opened):
                try:
                    if drop:
                        each.sendall(drop)
                except OSError:
                    each.close()
                    with suppress(OSError):
                        opened[place] = fresh()
        for each in opened:
            each.close()

    dripper = threading.Thread(target=drip)
    dripper.start()
    try:
        yield
    finally:
        ended.set()
        dripper.join()


HEAD = b"POST /api/v1/token/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
KINDS: dict[str, Callable[[int], AbstractContextManager[None]]] = {
    f"{SLOW} heads, a line at a time": lambda port: dripping(port, HEAD, b"X-A: b\r\n", SLOW),
    f"{SLOW} bodies, a byte at a time": lambda port: dripping(
        port, HEAD + b"Content-Length: 1000\r\n\r\n", b"x", SLOW
    ),
    f"{SLOW} bodies that stop": lambda port: dripping(
        port, HEAD + b"Content-Length: 1000\r\n\r\nx", b"", SLOW
    ),
    f"{IDLE} connections that say nothing": lambda port: dripping(port, b"", b"", IDLE),
    f"{SLOW} bodies beyond the limit": lambda port: dripping(
        port, HEAD + b"Content-Length: 99999999\r\n\r\n", b"x", SLOW
    ),
}
