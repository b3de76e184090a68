"""A disk runs full under light load: that of tables, that of the journal, one for both. `python -m bench.drills disk`

Each is a file system in memory of a bounded size, which only root can mount; a file of ballast takes what is left of it.
"""

import os
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import psycopg
from django.db import connection

from bench.drills import kept
from bench.drills.finding import Finding, NotHere, at_most
from bench.drills.own_server import OwnServer, supervised
from bench.drills.place import Serving, serving
from bench.drills.senders import Answer, Sent, sending
from bench.drills.web import cookie_of

PHONES, ROOM = 8, 256
"""Megabytes beside what is there already."""
FULL, HEALED, PATIENCE = 20, 30, 120
READS = ("/today/", "/gaps/", "/visits/")
WELL = (200, 201)
NOBODY = "nobody could be served"


def run(place: OwnServer) -> Iterator[Finding]:
    from bench.visits import cadres

    crowd = cadres(PHONES)
    cookies = unnoted([cookie_of(user) for user, _token, _homes in crowd])
    phones = [(token, [home[0] for home in homes]) for _user, token, homes in crowd]
    for name, part, fill in (("tables", "base", spend), ("journal", "pg_wal", burn), ("both", ".", burn)):
        with bounded(place, part) as disk:
            for each in filled(place, disk, fill, phones, cookies, reads_go_on=name == "tables"):
                yield Finding(f"{name}: {each.promise}", each.found, each.kept)


def unnoted(cookies: list[str]) -> list[str]:
    """Their sessions were last used some time ago, which every page would note."""
    from django.contrib.sessions.models import Session

    for each in Session.objects.all():
        store = each.get_session_store_class()(each.session_key)
        store["seen"] = int(time.time()) - 600
        store.save()
    return cookies


def filled(
    place: OwnServer,
    disk: Path,
    fill: Callable[[OwnServer], None],
    phones: list[tuple[str, list[str]]],
    cookies: list[str],
    *,
    reads_go_on: bool,
) -> Iterator[Finding]:
    before, ballast = kept.opened(), disk / "ballast"
    with supervised(place.cluster), serving(place) as server:
        with sending(server.port, phones) as sent, reading(server, cookies) as pages:
            time.sleep(3)
            weigh(ballast)
            fill(place)
            full = first(sent, lambda answer: answer.status == 503, since=0)
            time.sleep(FULL)
            ballast.unlink()
            room = time.monotonic()
            back = first(sent, lambda answer: answer.status in WELL, since=room)
            back = max(back, first(pages, lambda answer: answer.status == 200, since=room))
            time.sleep(3)
        yield from refused("visits", between(sent.answers, full, room), some=True)
        yield from refused("pages", found := between(pages.answers, full, room), some=not reads_go_on)
        if reads_go_on:
            failed = sum(each.status != 200 for each in found)
            yield Finding("pages that failed", str(failed), failed == 0)
        yield at_most("pages and visits after there was room", back - room, HEALED, "s")
        yield from kept.findings(sent, before)


def first(told: Sent, wanted: Callable[[Answer], bool], *, since: float) -> float:
    """When the first such answer came; it is waited for."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        for each in list(told.answers):
            if each.at >= since and wanted(each):
                return each.at
        time.sleep(0.05)
    return float("inf")


def between(answers: list[Answer], begun: float, ended: float) -> list[Answer]:
    return [each for each in answers if begun <= each.at < ended]


def refused(what: str, answers: list[Answer], *, some: bool) -> Iterator[Finding]:
    """Only as somebody who is told to come again."""
    tally = Counter(each.status for each in answers)
    rightly = all(each.status in WELL or (each.status == 503 and each.retry_after) for each in answers)
    told = " ".join(f"{status}×{count}" for status, count in sorted(tally.items())) or NOBODY
    yield Finding(f"{what} while it is full: done or 503 with Retry-After", told, rightly and bool(answers))
    if some:
        yield Finding(f"{what} refused while it is full", str(tally[503]), tally[503] > 0)


@contextmanager
def reading(server: Serving, cookies: list[str]) -> Iterator[Sent]:
    """Readers who open one page after the other, in turn."""
    pages, ended = Sent(), Event()

    def read() -> None:
        number = 0
        while not ended.wait(0.2):
            pages.answers.append(server.answer(READS[number % len(READS)], cookies[number % len(cookies)]))
            number += 1

    reader = Thread(target=read)
    reader.start()
    try:
        yield pages
    finally:
        ended.set()
        reader.join()


def weigh(ballast: Path) -> None:
    """A file that takes what is left of its disk."""
    with ballast.open("wb", buffering=0) as file:
        for size in (2**20, 2**12):
            with suppress(OSError):
                while True:
                    file.write(b"x" * size)


def spend(place: OwnServer) -> None:
    """Use up what is left in the files of tables: the phones' own visits do."""


def burn(place: OwnServer) -> None:
    """Write into the journal until it has no room."""
    with suppress(psycopg.Error):
        for _megabyte in range(2 * ROOM):
            place.ask("SELECT pg_logical_emit_message(false, 'drill', repeat('x', 1000000))")


@contextmanager
def bounded(place: OwnServer, part: str) -> Iterator[Path]:
    """A directory of the server's data on a disk of its own, of what is in it and ROOM."""
    cluster = place.cluster
    directory = (cluster.data / part).resolve()
    aside = directory.with_name(f"{directory.name}.aside")
    connection.close()
    cluster.stop()
    directory.rename(aside)
    directory.mkdir(mode=0o700)
    try:
        mount(directory, ROOM + megabytes(aside))
    except NotHere:
        directory.rmdir()
        aside.rename(directory)
        cluster.start()
        raise
    try:
        try:
            copied(aside, directory)
            shutil.rmtree(aside)
            cluster.start()
            yield directory
            connection.close()
            cluster.stop()
            copied(directory, aside)
        finally:
            cluster.stop()
            subprocess.run(["umount", directory], check=True)
    finally:
        directory.rmdir()
        if aside.exists():
            aside.rename(directory)
    cluster.start()


def mount(directory: Path, size: int) -> None:
    told = ["mount", "-t", "tmpfs", "-o", f"size={size}m,mode=700", "gridmap-drill", directory]
    if os.geteuid() != 0 or subprocess.run(told, capture_output=True, check=False).returncode:
        raise NotHere(
            "no file system of a bounded size can be mounted here; it takes root, on a machine of one's own"
        )


def megabytes(directory: Path) -> int:
    return int(subprocess.check_output(["du", "-sm", directory], text=True).split()[0])


def copied(source: Path, target: Path) -> None:
    subprocess.run(["cp", "-a", f"{source}/.", target], check=True)
