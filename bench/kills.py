"""`python -m bench.kills`: jobs whose workers are killed in the middle: how many take effect once.

Ten jobs, each of which writes 200 rows over a second; ten times the worker is killed with SIGKILL at a random row of whatever
it does. The peer is the same without killing. On a database of its own, dropped in the end.
"""

import os
import random
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass

from bench.databases import begin

JOBS, ROWS, KILLS = 10, 200, 10


@dataclass(frozen=True)
class Round:
    """Seconds, jobs done, jobs whose rows are all there and no more, jobs given up with no row, and tries of all jobs."""

    seconds: float
    done: int
    once: int
    given_up: int
    tries: int


def main() -> int:
    begin()
    from django.conf import settings

    from gridmap.backups.archive import scratch
    from gridmap.backups.place import Place

    with scratch(Place.of(settings.DATABASES["default"])) as place:
        address = prepared(place.name)
        rounds = {kills: measured(address, kills) for kills in (0, KILLS)}
        leave()
    for kills, told in rounds.items():
        print(
            f"{kills:3d} kills  {told.seconds:6.1f} s  {told.done} of {JOBS} jobs done, "
            f"{told.once} of them once and whole, {told.tries} tries"
        )
    return int(any(told.once < JOBS for told in rounds.values()))


def prepared(name: str) -> str:
    """The address of the migrated database, to which Django here is connected from now on."""
    from django.db import connection

    from bench.databases import manage, url_of
    from tests.jobs import kinds  # noqa: F401  (registers them)

    address = url_of(name)
    manage(address, "migrate", "--verbosity", "0")
    connection.close()
    connection.settings_dict["NAME"] = name
    return address


def leave() -> None:
    from django.db import connection

    connection.close()


def measured(address: str, kills: int, *, jobs: int = JOBS) -> Round:
    from django.utils import timezone

    from geodata.audit.models import AccessEntry
    from geodata.jobs.models import Job
    from geodata.jobs.running import MOST_TRIES

    each = [queued(f"kills-{kills}-{number}") for number in range(jobs)]
    found, chance = Job.objects.filter(pk__in=each), random.Random(1)
    begun, worker = time.perf_counter(), started(address)
    for _kill in range(kills):
        row, since = chance.randint(1, ROWS - 1), timezone.now()
        # Told since this worker began: one that was killed leaves its job as running.
        at_work = found.filter(state="running", done__gte=row, moved__gte=since)
        until(lambda at_work=at_work: at_work.exists() or not found.open().exists())
        end(worker)
        worker = started(address)
    until(lambda: not found.open().exists())
    seconds = time.perf_counter() - begun
    end(worker)
    written = {job: AccessEntry.objects.filter(subject=str(job)).count() for job in each}
    # Chance may choose the same job again and again; one that has taken its worker along so often is rightly given up.
    hopeless = found.filter(state="failed", tries__gte=MOST_TRIES).values_list("pk", flat=True)
    return Round(
        seconds,
        found.filter(state="done").count(),
        sum(number == ROWS for number in written.values()),
        sum(not written[job] for job in hopeless),
        sum(found.values_list("tries", flat=True)),
    )


def queued(name: str) -> uuid.UUID:
    from django.utils import timezone

    from geodata.accounts.models import User
    from geodata.jobs.service import start

    who = User.objects.create(username=name, name="例", synthetic=True)
    return start("trial.write", by=who, at=timezone.now(), arguments={"rows": ROWS, "seconds": 1}).pk


def started(address: str) -> "subprocess.Popen[bytes]":
    told = {"DJANGO_SETTINGS_MODULE": "tests.jobs.settings", "DATABASE_URL": address}
    return subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        env=os.environ | told,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def end(worker: "subprocess.Popen[bytes]") -> None:
    worker.kill()
    worker.wait()


def until(holds: object) -> None:
    assert callable(holds)
    while not holds():
        time.sleep(0.02)


if __name__ == "__main__":
    raise SystemExit(main())
