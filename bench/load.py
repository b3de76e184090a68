"""Requests a second of the real server at 1, 8 and 32 connections, beside a view that does next to nothing on the same server.

`python -m bench.load` on the database of DATABASE_URL. Each connection comes by the token of an officer of its own, as no caller
may hold more than half of the threads. The bare view (bare.py) asks for a 1, behind the same middleware and under the same
scope; who asks is a process of its own on the same machine, so rates are those of what is left.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

from bench.databases import begin
from bench.timing import Line, show

SECONDS = 6
CONNECTIONS = (1, 8, 32)
LEAST = 0.3
"""Of the requests a second of the bare view, at the most connections."""
SPREAD = 5.0
"""The slowest of a hundred beside the middle."""
BARE = "bare/"


@dataclass
class Told:
    """Milliseconds of all answers, and how many came a second."""

    spent: list[float]
    a_second: float

    @property
    def middle(self) -> float:
        return statistics.median(self.spent)

    @property
    def slowest(self) -> float:
        return sorted(self.spent)[int(len(self.spent) * 0.99)]


def main() -> int:
    from bench.serving import server

    code, tokens = tokens_of_officers(max(CONNECTIONS))
    asked = {
        "/me/": "me/",
        "coverage by township": f"coverage/?area={code}",
        "coverage by grid": f"coverage/?area={code}&by=grid",
        "209 grids with their borders": f"areas/?within={code}&level=grid",
        "100 households": f"households/?area={code}&limit=100",
    }
    rates, spreads = [], []
    os.environ |= {"GRIDMAP_API_RATE": "10000000/minute", "DJANGO_SETTINGS_MODULE": "bench.bare_settings"}
    with server() as port:
        for many in CONNECTIONS:
            for what, path in asked.items():
                bare, ours = (run(port, tokens[:many], one) for one in (BARE, path))
                # Of a rate more is better: told is how much longer ours takes a request.
                each = Line(
                    f"{what}, {many} connections",
                    1000 / ours.a_second,
                    1000 / bare.a_second,
                    1 / LEAST,
                    "the bare view",
                )
                rates.append(each)
                spreads.append(
                    Line(f"{what}, {many} connections", ours.slowest, ours.middle, SPREAD, "the middle")
                )
                print(
                    f"{what:32} {many:3} connections {ours.a_second:8.1f} a second, bare {bare.a_second:8.1f}"
                )
    held = show("A request, all cores together", rates)
    return 0 if show("The slowest of a hundred", spreads) and held else 1


def tokens_of_officers(many: int) -> tuple[str, list[str]]:
    """The code of the county, and tokens of so many of its officers; who is not there yet is appointed."""
    from django.utils import timezone

    from geodata.accounts.models import ApiToken, User
    from geodata.base import periods
    from geodata.posts.models import Post

    county = Post.objects.filter(kind="county_officer").order_by("area__code")[0].area
    tokens = []
    for number in range(many):
        # Invented accounts are asked for no second step.
        told = {"name": f"例员{number}", "synthetic": True}
        officer, new = User.objects.update_or_create(username=f"bench{number}", defaults=told)
        if new:
            period = periods.since(periods.today())
            Post.objects.create(user=officer, kind="county_officer", area=county, period=period)
        tokens.append(ApiToken.issue(user=officer, at=timezone.now()))
    return county.code, tokens


def run(port: int, tokens: list[str], path: str) -> Told:
    """By a process of its own, so that asking does not hold up what is asked."""
    command = [sys.executable, "-m", "bench.load", "ask"]
    told = json.dumps({"port": port, "tokens": tokens, "path": path})
    said = subprocess.run(command, input=told, stdout=subprocess.PIPE, text=True, check=True, timeout=120)
    spent = json.loads(said.stdout)
    return Told(spent, len(spent) / SECONDS)


def ask(port: int, tokens: list[str], path: str) -> list[float]:
    until, spent = time.monotonic() + SECONDS, list[float]()

    def one(token: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while time.monotonic() < until:
            begun = time.perf_counter()
            connection.request("GET", f"/api/v1/{path}", None, {"Authorization": f"Bearer {token}"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            spent.append((time.perf_counter() - begun) * 1000)

    threads = [threading.Thread(target=one, args=[token]) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return spent


if __name__ == "__main__":
    begin()
    if len(sys.argv) == 1:
        raise SystemExit(main())
    print(json.dumps(ask(**json.load(sys.stdin))))
