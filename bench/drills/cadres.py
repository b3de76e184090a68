"""300 cadres at 50 requests a second for a minute, each from a connection of their own. `python -m bench.drills cadres`

Each asks every six seconds, whatever the answer before took; a request counts from when it was due. The senders are a process of
their own, whose work is on the same cores; what other programs took of them is told.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.drills import kept
from bench.drills.cadres_asking import SHARES, Asked
from bench.drills.database import postmaster
from bench.drills.finding import Finding, at_most
from bench.drills.own_server import OwnServer
from bench.drills.place import serving
from bench.drills.senders import Sent
from bench.drills.web import cookie_of

CADRES, SECONDS = 300, 60
SLOWEST, RATE = 2.0, 50


def run(place: OwnServer, seconds: int = SECONDS) -> Iterator[Finding]:
    from bench.visits import cadres

    people = [
        {"cookie": cookie_of(user), "token": token, "homes": [home[0] for home in homes]}
        for user, token, homes in cadres(CADRES)
    ]
    before = kept.opened()
    with serving(place) as server:
        ours = server.pid, postmaster(place)
        begun = Cores.now(*ours)
        asked = sent_by(server.port, people, seconds)
        others = begun.others(Cores.now(*ours))
    yield from told(asked, len(people), seconds)
    yield Finding("of the cores, other programs took", f"{100 * others:.0f} %", True)
    recorded = [each for each in asked if each.visit]
    sent = Sent([each.visit for each in recorded], [each.visit for each in recorded if each.well])
    yield from kept.findings(sent, before)


def sent_by(port: int, people: list[dict[str, Any]], seconds: int) -> list[Asked]:
    told = json.dumps({"port": port, "people": people, "seconds": seconds})
    command = [sys.executable, "-m", "bench.drills.cadres_asking"]
    done = subprocess.run(
        command, input=told, stdout=subprocess.PIPE, text=True, check=True, timeout=seconds + 180
    )
    return [Asked(**each) for each in json.loads(done.stdout)]


def told(asked: list[Asked], people: int, seconds: float) -> Iterator[Finding]:
    errors = Counter(f"{each.kind} {each.status}" for each in asked if not each.well)
    yield Finding("cadres", str(people), people >= CADRES)
    yield Finding("requests a second", f"{len(asked) / seconds:.1f}", len(asked) / seconds >= RATE * 0.99)
    yield Finding("errors", str(dict(errors)) if errors else "0", not errors)
    for kind in SHARES:
        if found := [each.seconds for each in asked if each.kind == kind]:
            yield Finding(
                f"{kind}: {len(found)} requests, middle and 95 %",
                f"{at(found, 0.5):.2f} s {at(found, 0.95):.2f} s",
                True,
            )
    yield at_most("all: 95 %", at([each.seconds for each in asked], 0.95), SLOWEST, "s")


def at(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("inf")


@dataclass(frozen=True)
class Cores:
    """Ticks that the machine has had, that were used, and that these processes and the senders used."""

    whole: float
    busy: float
    ours: float

    @classmethod
    def now(cls, *pids: int) -> "Cores":
        told = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
        ended = os.times()
        own = (ended.children_user + ended.children_system) * os.sysconf("SC_CLK_TCK")
        # The fourth and fifth are rest.
        return cls(sum(told), sum(told) - told[3] - told[4], own + sum(used(pid) for pid in pids))

    def others(self, later: "Cores") -> float:
        """The share of the machine that other programs took from now to then."""
        return max(0.0, (later.busy - self.busy - later.ours + self.ours) / (later.whole - self.whole))


def used(pid: int) -> int:
    """Ticks of a process and of all its children, those that ended too."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    return sum(int(word) for word in words[11:15]) + sum(used(int(child)) for child in children)
