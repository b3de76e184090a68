"""Fifty cadres sending their visits at once for a minute, beside the raw transaction under the same crowd.

`python -m bench.crowd` on the database of DATABASE_URL; its visits and tokens are taken away again. Ours is the real
server, two workers under the web login, to which 50 senders in a process of their own each keep one connection open
and send one visit after the other to their own households, every tenth of them twice. The peer does without a server:
as many processes as it has workers, each with half of the senders in line, record one visit after the other by SQL: role,
scope, rows and triggers. Both figures are from asking to the answer, with the same queue in them.
"""

import http.client
import json
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from bench.databases import begin
from bench.timing import Line, show

SENDERS, SECONDS = 50, 60
TWICE = 10
"""Every so many-th visit is sent again, as a phone does that has not heard the answer."""


@dataclass
class Told:
    """What the senders saw: milliseconds of each request, the ids that were sent, and what went wrong."""

    milliseconds: list[float] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)

    def at(self, share: float) -> float:
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def main() -> int:
    from bench.visits import cadres, undone

    with undone() as recorded:
        crowd = cadres(SENDERS)
        assert len(crowd) == SENDERS, "too few contact members with households"
        ours = through_the_server([(token, [home[0] for home in homes]) for _user, token, homes in crowd])
        kept = recorded(ours.ids)
        peer = raw_transactions(crowd)
    good = show(
        f"{SENDERS} cadres for {SECONDS} s",
        [
            Line("recording a visit, 99 %", ours.at(0.99), peer.at(0.99), 3.0, "the raw transaction"),
            Line("recording a visit, middle", ours.at(0.5), peer.at(0.5)),
        ],
    )
    print(f"{len(ours.milliseconds)} requests by the server, {len(peer.milliseconds)} raw transactions")
    print(f"{ours.errors.total()} errors {dict(ours.errors) or ''}")
    verdict = kept == len(set(ours.ids)) and not ours.errors and kept > 0
    print(
        f"visits on record {kept} of {len(set(ours.ids))} sent, without an error: {'ok' if verdict else 'MISSED'}"
    )
    return 0 if good and verdict else 1


def through_the_server(crowd: list[tuple[str, list[str]]]) -> Told:
    """The senders' process beside a server of its own."""
    from bench.serving import server

    with server() as port:
        asked = json.dumps({"port": port, "crowd": crowd})
        command = [sys.executable, "-m", "bench.crowd", "send"]
        said = subprocess.run(
            command, input=asked, stdout=subprocess.PIPE, text=True, check=True, timeout=SECONDS + 120
        )
    told = json.loads(said.stdout)
    return Told(told["milliseconds"], told["ids"], Counter(told["errors"]))


def send(asked: dict[str, Any]) -> Told:
    """All senders at once; each has loaded something before, and takes its households in turn."""

    def sender(token: str, homes: list[str]) -> Callable[[Told, int], None]:
        connection = http.client.HTTPConnection("127.0.0.1", asked["port"], timeout=30)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

        connection.request("GET", "/api/v1/me/", None, headers)
        connection.getresponse().read()

        def once(told: Told, number: int) -> None:
            address, text, name = f"/api/v1/households/{homes[number % len(homes)]}/visits/", *body()
            told.ids.append(name)
            for wanted in (201, 200) if number % TWICE == 0 else (201,):
                begun = time.perf_counter()
                connection.request("POST", address, text, headers)
                answer = connection.getresponse()
                answer.read()
                told.milliseconds.append((time.perf_counter() - begun) * 1000)
                if answer.status != wanted:
                    told.errors[f"status {answer.status} for {wanted}"] += 1

        return once

    return all_at_once([sender(token, homes) for token, homes in asked["crowd"]])


def raw_transactions(crowd: list[tuple[Any, str, list[tuple[str, int, int]]]]) -> Told:
    """The same visits by SQL alone, by as many processes as the server has workers."""
    from django.conf import settings

    count = settings.WEB_WORKERS
    lines = [[(user.pk, homes) for user, _token, homes in crowd[worker::count]] for worker in range(count)]
    command = [sys.executable, "-m", "bench.crowd", "raw"]
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in lines
    ]
    for worker, line in zip(workers, lines, strict=True):
        assert worker.stdin
        worker.stdin.write(json.dumps(line))
        worker.stdin.close()
    told = Told()
    for worker in workers:
        assert worker.stdout
        told.milliseconds += json.load(worker.stdout)["milliseconds"]
        worker.wait(timeout=20)
    return told


def raw(line: list[tuple[int, list[tuple[str, int, int]]]]) -> Told:
    """One worker, and its senders who stand in line: each waits from its last visit on record to the next."""
    from bench.visits import raw_visit
    from geodata.accounts.models import User

    users = User.objects.in_bulk([pk for pk, _homes in line])
    told, number = Told(), 0
    for pk, homes in line:
        raw_visit(users[pk], homes[0])
    began = time.perf_counter()
    last = [began] * len(line)
    while last[0] - began < SECONDS:
        for place, (pk, homes) in enumerate(line):
            raw_visit(users[pk], homes[number % len(homes)])
            now = time.perf_counter()
            told.milliseconds.append((now - last[place]) * 1000)
            last[place] = now
        number += 1
    return told


def all_at_once(senders: list[Callable[[Told, int], None]]) -> Told:
    """Each in a thread of its own, one after the other until the time is over."""
    until = time.monotonic() + SECONDS
    each = [Told() for _sender in senders]

    def run(sender: Callable[[Told, int], None], told: Told) -> None:
        number = 1
        while time.monotonic() < until:
            try:
                sender(told, number)
            except Exception as error:
                told.errors[type(error).__name__] += 1
            number += 1

    threads = [threading.Thread(target=run, args=pair) for pair in zip(senders, each, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Told(
        [number for told in each for number in told.milliseconds],
        [name for told in each for name in told.ids],
        sum((told.errors for told in each), Counter()),
    )


def body() -> tuple[str, str]:
    """A met visit of today, and its id."""
    import datetime as dt
    import uuid

    name = str(uuid.uuid4())
    return json.dumps({"client_id": name, "day": dt.datetime.now(dt.UTC).date().isoformat()}), name


if __name__ == "__main__":
    begin()
    if len(sys.argv) == 1:
        raise SystemExit(main())
    print(json.dumps(asdict({"send": send, "raw": raw}[sys.argv[1]](json.load(sys.stdin)))))
