"""Reading by a real streaming replica: who answers, and whether everybody reads their own writes. `python -m bench.drills replica`

A replica is copied from the drill's own server. Phones write a visit and read it back at once, while its replay goes on, and
while it is paused again and again; then it is killed and comes back.
"""

import http.client
import json
import random
import statistics
import subprocess
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.drills.finding import Finding, NotHere, same
from bench.drills.own_server import OwnServer
from bench.drills.place import Serving, serving
from gridmap.local.cluster import DATABASE, SUPERUSER, WEB

TIMES, PHONES = 1000, 4
READINGS = 20
HEADER = "X-Gridmap-Written"
ROWS_OF = "/api/v1/coverage/?area=430382&by=grid&window=45"
"""A window of which nothing is kept: it is counted from facts."""


@dataclass
class Standby:
    place: OwnServer
    data: Path
    sockets: Path

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(
            host=str(self.sockets), user=SUPERUSER, dbname=DATABASE, autocommit=True
        ) as server:
            done = server.execute(question)  # type: ignore[arg-type]
            return done.fetchall() if done.description else []

    def control(self, *words: str) -> None:
        ours = self.place.cluster
        log = ("-l", self.data / "log", "-o", f"-k {self.sockets}")
        done = ours.account.run(ours.programs["pg_ctl"], "-D", self.data, "-w", *log, *words)
        if done.returncode != 0:
            raise NotHere(f"the replica: {done.stdout[-300:]}")


@contextmanager
def standby(place: OwnServer) -> Iterator[Standby]:
    ours = place.cluster
    made = Standby(place, ours.data.with_name("standby"), ours.sockets.with_name(f"{ours.sockets.name}-r"))
    for directory in (made.data, made.sockets):
        ours.account.own(directory)
    copy = (
        "-D",
        made.data,
        "-h",
        ours.sockets,
        "-U",
        SUPERUSER,
        "--write-recovery-conf",
        "--checkpoint=fast",
    )
    done = ours.account.run(ours.programs["pg_basebackup"], *copy)
    if done.returncode != 0:
        raise NotHere(f"pg_basebackup: {done.stdout[-300:]}")
    # The copy's own file names the primary's socket: the command line comes later, and wins.
    made.control("start")
    try:
        yield made
    finally:
        made.control("-m", "immediate", "stop")
        subprocess.run(["rm", "-rf", str(made.sockets)], check=True)


def run(place: OwnServer, times: int = TIMES) -> Iterator[Finding]:
    from bench.visits import cadres

    crowd = [(token, [home[0] for home in homes]) for _user, token, homes in cadres(PHONES)]
    with standby(place) as replica:
        url = f"postgres://{WEB}@/{DATABASE}?host={replica.sockets}"
        with serving(place, DATABASE_READ_URLS=url) as server:
            yield from own_reads(server, replica, crowd, times, paused=False)
            yield from own_reads(server, replica, crowd, times, paused=True)
            yield from rows_of_the_primary(server, place)
            yield from away(server, replica, crowd)


def own_reads(
    server: Serving, replica: Standby, crowd: "list[tuple[str, list[str]]]", times: int, *, paused: bool
) -> Iterator[Finding]:
    """A visit is written and looked for at once by who wrote it."""
    wrong, failed, ended = [], [], threading.Event()
    before = counted(server)

    def phone(token: str, homes: list[str]) -> None:
        written = ""
        for number in range(times // PHONES):
            name, home = str(uuid.uuid4()), homes[number % len(homes)]
            status, written, _body = asked(server, token, f"/api/v1/households/{home}/visits/", written, name)
            if status != 201:
                failed.append(status)
                continue
            status, _same, body = asked(server, token, f"/api/v1/visits/{name}/", written)
            if status != 200 or name not in body:
                wrong.append(status)

    pausing = threading.Thread(target=pause_again_and_again, args=(replica, ended))
    phones = [threading.Thread(target=phone, args=each) for each in crowd]
    if paused:
        pausing.start()
    for each in phones:
        each.start()
    for each in phones:
        each.join()
    ended.set()
    if paused:
        pausing.join()
    read, behind = (now - then for now, then in zip(counted(server), before, strict=True))
    how = "replay paused again and again" if paused else "replay goes on"
    yield Finding(f"{how}: own reads that were wrong", f"{len(wrong)} of {times - len(failed):,}", not wrong)
    yield Finding(f"{how}: writes that failed", str(len(failed)), not failed)
    yield Finding(
        f"{how}: read by the replica, by the primary", f"{read:,.0f}, {behind:,.0f}", read + behind > 0
    )


def pause_again_and_again(replica: Standby, ended: threading.Event) -> None:
    chance = random.Random(1)
    while not ended.is_set():
        replica.ask("SELECT pg_wal_replay_pause()")
        ended.wait(chance.uniform(0.05, 0.5))
        replica.ask("SELECT pg_wal_replay_resume()")
        ended.wait(chance.uniform(0.01, 0.1))


def rows_of_the_primary(server: Serving, place: OwnServer) -> Iterator[Finding]:
    """Of coverage asked by the county's office: how many rows the primary reads, with the replica and without."""
    from django.utils import timezone

    from geodata.accounts.models import ApiToken, User

    token = ApiToken.issue(user=User.objects.get(username="county"), at=timezone.now())
    written = place.ask("SELECT pg_current_wal_insert_lsn()::text")[0][0]
    taken = []
    for place_of_journal in ("", written):
        # A process of the server tells its statistics ten seconds after it has done something last.
        time.sleep(12)
        before = rows(place)
        answers = [asked(server, token, ROWS_OF, place_of_journal)[0] for _each in range(READINGS)]
        time.sleep(12)
        taken.append((rows(place) - before) / READINGS)
        yield same("coverage answered", answers.count(200), READINGS)
    share = 100 * taken[1] / taken[0]
    yield Finding(
        "rows of the primary for coverage, without and with",
        f"{taken[0]:,.0f}, {taken[1]:,.0f} ({share:.1f} %)",
        taken[1] < taken[0],
    )


def away(server: Serving, replica: Standby, crowd: "list[tuple[str, list[str]]]") -> Iterator[Finding]:
    token, homes = crowd[0]
    written = replica.place.ask("SELECT pg_current_wal_insert_lsn()::text")[0][0]
    replica.control("-m", "immediate", "stop")
    spent, statuses = [], []
    for number in range(40):
        begun = time.perf_counter()
        statuses.append(asked(server, token, f"/api/v1/households/{homes[number % len(homes)]}/", written)[0])
        spent.append(time.perf_counter() - begun)
    yield same("replica killed: readings answered", statuses.count(200), len(statuses))
    yield Finding(
        "replica killed: middle and slowest",
        f"{statistics.median(spent):.2f}, {max(spent):.2f} s",
        max(spent) < 5,
    )
    replica.control("start")
    time.sleep(6)
    before = counted(server)[0]
    for home in homes[:10]:
        asked(server, token, f"/api/v1/households/{home}/", written)
    yield Finding(
        "replica back: read by it", f"{counted(server)[0] - before:.0f}", counted(server)[0] > before
    )


def asked(server: Serving, token: str, path: str, written: str, visit: str = "") -> tuple[int, str, str]:
    """The status, the place of the journal to bring along next time, and the body."""
    from geodata.base.periods import today

    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    if written:
        headers[HEADER] = written
    body = json.dumps({"client_id": visit, "day": today().isoformat()}) if visit else None
    asking = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    asking.request("POST" if visit else "GET", path, body, headers)
    answer = asking.getresponse()
    text = answer.read().decode()
    asking.close()
    return answer.status, answer.headers.get(HEADER) or written, text


def counted(server: Serving) -> tuple[float, float]:
    """Requests that a replica answered, and that none could."""
    asking = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    asking.request("GET", "/metrics")
    lines = asking.getresponse().read().decode().splitlines()
    told = dict(line.rsplit(" ", 1) for line in lines if line.startswith("gridmap_reads_total"))
    return tuple(float(told[f'gridmap_reads_total{{by="{by}"}}']) for by in ("replica", "primary"))  # type: ignore[return-value]


def rows(place: OwnServer) -> int:
    """Rows that the primary has read."""
    place.ask("SELECT pg_stat_clear_snapshot()")
    told = place.ask(f"SELECT tup_returned + tup_fetched FROM pg_stat_database WHERE datname = '{DATABASE}'")
    return int(told[0][0])
