"""PostgreSQL is killed under light load, whole or one connection's process, again and again. `python -m bench.drills database`"""

import os
import random
import signal
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bench.drills import kept
from bench.drills.finding import Finding, at_most
from bench.drills.own_server import OwnServer, supervised
from bench.drills.place import Serving, serving
from bench.drills.senders import sending
from bench.drills.web import cookie_of, until_served
from gridmap.local.cluster import WEB

KILLS, PHONES, SEED = 100, 8, 1
PATIENCE = 120


@dataclass(frozen=True)
class Recovery:
    """Seconds from a kill to the first page, and those of them that PostgreSQL itself needed."""

    whole: float
    own: float

    @property
    def beyond(self) -> float:
        return self.whole - self.own


def run(place: OwnServer, kills: int = KILLS) -> Iterator[Finding]:
    from bench.visits import cadres

    crowd, before = cadres(PHONES), kept.opened()
    cookie = cookie_of(crowd[0][0])
    phones = [(token, [home[0] for home in homes]) for _user, token, homes in crowd]
    chance, recoveries = random.Random(SEED), []
    with supervised(place.cluster), serving(place) as server:
        with sending(server.port, phones) as sent:
            for number in range(kills):
                time.sleep(chance.uniform(0.2, 1.0))
                recoveries.append(killed(place, server, cookie, VICTIMS[number % len(VICTIMS)]))
        yield from kept.findings(sent, before)
    yield from told(recoveries)


def killed(place: OwnServer, server: Serving, cookie: str, victim: Callable[[OwnServer], int]) -> Recovery:
    restarts, pid = len(place.restarts()), victim(place)
    at = time.time()
    os.kill(pid, signal.SIGKILL)
    give_up = time.monotonic() + PATIENCE
    while len(found := place.restarts()) == restarts:
        if time.monotonic() > give_up:
            return Recovery(float("inf"), 0)
        time.sleep(0.02)
    until_served(server, cookie)
    return recovery(at, *found[-1], served=time.time())


def recovery(killed: float, begun: float, ready: float, *, served: float) -> Recovery:
    """From the times of a kill; `begun` is 0 where a server that went on living recovered."""
    return Recovery(served - killed, ready - (begun or killed))


def postmaster(place: OwnServer) -> int:
    return int((place.cluster.data / "postmaster.pid").read_text().split()[0])


def backend(place: OwnServer) -> int:
    """The process of a connection of the web server's, one at work if there is any."""
    found = place.ask(
        "SELECT pid FROM pg_stat_activity WHERE usename = %s ORDER BY state = 'idle', random() LIMIT 1", WEB
    )
    return int(found[0][0]) if found else postmaster(place)


VICTIMS = (postmaster, backend)
"""In turns. Either ends all connections: the memory that they share may be torn."""


def told(recoveries: list[Recovery]) -> Iterator[Finding]:
    for victim, found in zip(VICTIMS, (recoveries[::2], recoveries[1::2]), strict=True):
        if found:
            name, beyond = victim.__name__, [each.beyond for each in found]
            yield Finding(f"{name} killed", str(len(found)), True)
            middle = statistics.median(each.own for each in found)
            yield Finding(f"{name}: PostgreSQL's own recovery, middle", f"{middle:.2f} s", True)
            yield Finding(
                f"{name}: first /today/ after that, middle", f"{statistics.median(beyond):.2f} s", True
            )
            yield at_most(f"{name}: first /today/ after that, slowest", max(beyond), 3, "s")
