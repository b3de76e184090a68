"""`python -m bench.import_kills [AREA]`: the import of a whole roster, killed twelve times in the middle: lost, halved, doubled?

A copy of the county on a server of its own. A job writes the county's roster, every household under a new number and with
the faults of `make_dirty_roster`, another takes it back; at a random moment of the comparing, the writing or the taking
back, turn and turn about, the worker or the database's own process gets SIGKILL. After each the whole register is read: it
has to be the old one to the last row, or the new one, whole. In the end it has to be the new one, once, and taken back the
old one again.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.databases import begin

KILLS, SEED = 12, 1
COMPARING, WRITING, BACK = PHASES = ("comparing", "writing", "taking back")
PATIENCE = 300
"""Seconds until the bench gives up."""
BOOKS = (
    "importrun",
    "importmove",
    "importpart",
    "importstep",
    "job",
    "filepiece",
    "jobfile",
    "accessentry",
    "user",
    "asked",
)
"""What the way of an import itself is kept in, and counts of requests, which PostgreSQL may lose; all else is the register."""


@dataclass(frozen=True)
class Register:
    """Rows and checksum of each table of the register."""

    rows: dict[str, str]

    def counts(self) -> dict[str, str]:
        """Numbers of a second writing are others than those of the first, so only rows are counted."""
        return {table: told.split(",")[0] for table, told in self.rows.items()}


@dataclass(frozen=True)
class Kill:
    """Who was killed, how many seconds after the phase began, in which step, and what was found afterwards."""

    victim: str
    after: float
    step: str
    found: str
    then: str


class Round:
    """A county on a server of its own, a checked import of it, and one worker at a time."""

    def __init__(self, cluster: Any, run: int, area: str) -> None:
        self.cluster, self.run, self.area = cluster, run, area
        self.worker: subprocess.Popen[bytes] | None = None

    def job(self) -> Any:
        from geodata.imports.models import ImportRun
        from geodata.jobs.models import Job

        return Job.objects.get(pk=ImportRun.objects.get(pk=self.run).job)

    def state(self) -> str:
        """Of the import. That of one whose job was given up is as before it."""
        from geodata.imports.models import ImportRun
        from geodata.imports.runs.scheduling import settled

        with office():
            return settled(ImportRun.objects.get(pk=self.run)).state

    def begin(self, phase: str) -> None:
        """Queue what has that phase, unless it is under way, once whatever comes before is done."""
        if phase == BACK:
            if self.state() in ("checked", "applying"):
                self.left_alone(WRITING)
            if self.state() == "applied":
                self.queue(BACK)
        else:
            if self.state() in ("applied", "undoing"):
                self.left_alone(BACK)
            if self.state() == "undone":
                self.upload()
            if self.state() == "checked":
                self.queue(WRITING)

    def queue(self, phase: str) -> None:
        from geodata.imports.models import ImportRun
        from geodata.imports.runs import scheduling

        with office() as (user, scope):
            found = ImportRun.objects.get(pk=self.run)
            if phase == BACK:
                scheduling.undo(run=found, by=user, scope=scope, at=now())
            else:
                scheduling.start(run=found, by=user, scope=scope, at=now())

    def left_alone(self, phase: str) -> None:
        """Until it has come to its end, which it may have to be queued for again."""
        end = "undone" if phase == BACK else "applied"
        while self.state() != end:
            if self.state() in ("checked", "applied"):
                self.queue(phase)
            self.work()
            until(lambda: not self.job().is_open)
            self.rest()

    def upload(self) -> None:
        """The same file from the upload on."""
        from geodata.imports.models import ImportRun

        former = ImportRun.objects.get(pk=self.run)
        with tempfile.TemporaryDirectory() as folder:
            self.run = checked(Path(folder), self.area)[1]
        assert ImportRun.objects.get(pk=self.run).counts == former.counts

    def work(self) -> None:
        told = {"DJANGO_SETTINGS_MODULE": "tests.jobs.settings", "DATABASE_URL": address(self.cluster)}
        quiet = subprocess.DEVNULL
        environment = os.environ | told
        self.worker = subprocess.Popen(
            [sys.executable, "manage.py", "work"], env=environment, stdout=quiet, stderr=quiet
        )

    def rest(self) -> None:
        if self.worker:
            self.worker.kill()
            self.worker.wait()

    def tried(self, phase: str) -> None:
        """Wait until a worker has begun a try, or the writing in it."""
        tries = self.job().tries
        if self.worker is None or self.worker.poll() is not None:
            self.work()
        until(lambda: (found := self.job()).tries > tries or not found.is_open)
        if phase == WRITING:
            until(lambda: is_writing(found := self.job()) or not found.is_open)

    def killed(self, victim: str, phase: str, *, after: float) -> str:
        """The step that the job was in."""
        self.tried(phase)
        time.sleep(after)
        step = self.job().step
        if victim == "worker":
            self.rest()
            until(lambda: alone(self.cluster))
        else:
            os.kill(int((self.cluster.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
            until(lambda: not self.cluster.running())
            leave()
            self.cluster.start()
            self.rest()
        return step


def main(arguments: list[str]) -> int:
    begin()
    from django.conf import settings

    # However small the area: a job takes it back.
    settings.AT_ONCE_MS = 0
    from gridmap.backups import archive
    from gridmap.backups.place import Place
    from gridmap.local.cluster import DATABASE, OWNER
    from tests.local.checkouts import checkout

    with checkout() as cluster, tempfile.TemporaryDirectory() as folder:
        cluster.start()
        copy = Path(folder) / "county.dump"
        archive.dump(Place.of(settings.DATABASES["default"]), copy, at=now())
        archive.restore(copy, Place(DATABASE, OWNER, "", str(cluster.sockets), ""))
        leave()
        moved(cluster)
        try:
            return measured(cluster, Path(folder), arguments[0] if arguments else "")
        finally:
            leave()


def measured(cluster: Any, folder: Path, area: str) -> int:
    rows, run = checked(folder, area)
    county, before, chance = Round(cluster, run, area), register(cluster), random.Random(SEED)
    try:
        seconds, after = undisturbed(county, cluster)
        print(
            f"{rows:,} rows; undisturbed " + ", ".join(f"{phase} {seconds[phase]:.1f} s" for phase in PHASES),
            flush=True,
        )
        kills = [
            one_kill(county, number, chance.uniform(0, seconds[PHASES[number // 2 % 3]]), before, after)
            for number in range(KILLS)
        ]
        end = ended(county, before, after)
    finally:
        county.rest()
    show(kills)
    print(end)
    return int(any(kill.found == "HALF" for kill in kills) or "taken back: old, whole" not in end)


def undisturbed(county: Round, cluster: Any) -> tuple[dict[str, float], Register]:
    """Seconds of each phase that nobody disturbs, and the register once it is written; it is taken back."""
    county.begin(WRITING)
    county.tried(WRITING)
    written_since = now()
    until(lambda: not county.job().is_open)
    county.rest()
    job = county.job()
    assert job.state == "done", job.error
    assert job.result["written"], job.result
    found = register(cluster)
    county.left_alone(BACK)
    back = county.job()
    seconds = {
        COMPARING: (written_since - job.started).total_seconds(),
        WRITING: (job.finished - written_since).total_seconds(),
        BACK: (back.finished - back.started).total_seconds(),
    }
    return seconds, found


def one_kill(county: Round, number: int, moment: float, before: Register, after: Register) -> Kill:
    victim, phase = ("worker", "database")[number % 2], PHASES[number // 2 % 3]
    county.begin(phase)
    step = county.killed(victim, phase, after=moment)
    found = verdict(register(county.cluster), before, after)
    state = county.job().state
    print(f"  {number + 1}: {victim} after {moment:.1f} s ({step}): {found}, job {state}", flush=True)
    return Kill(victim, moment, step, found, state)


def ended(county: Round, before: Register, after: Register) -> str:
    """Left alone, it is written once; taken back, nothing is left of it."""
    county.begin(WRITING)
    county.left_alone(WRITING)
    written = verdict(register(county.cluster), before, after)
    county.left_alone(BACK)
    return f"left alone: {written}; taken back: {verdict(register(county.cluster), before, after)}"


def is_writing(job: Any) -> bool:
    from django.utils import translation

    with translation.override(job.language):
        return str(job.step) == translation.gettext("Writing")


def verdict(found: Register, before: Register, after: Register) -> str:
    if found == before:
        return "old, whole"
    if found.counts() == after.counts():
        return "new, whole"
    for table, told in found.counts().items():
        if told != after.counts()[table]:
            print(f"     {table}: {told}, not {after.counts()[table]}")
    return "HALF"


def checked(folder: Path, area: str) -> tuple[int, int]:
    """Rows of the roster, and the import of the county's office that waits to be written."""
    from geodata.base import periods
    from geodata.demo.dirty import registered, soiled, write
    from geodata.imports.runs import lifecycle, uploading

    clean = [
        replace(
            line, number=f"K{n:06d}", head=f"例{n}", phone=f"105{n:08d}", lon=line.lon and line.lon + 1e-4
        )
        for n, line in enumerate(registered(area))
    ]
    lines, _faults = soiled(clean, seed=SEED)
    write(lines, path := folder / "roster.csv")
    with office() as (user, scope):
        run = uploading.upload(
            kind="households", path=path, name=path.name, by=user, scope=scope, on=periods.today(), at=now()
        )
        by: dict[str, Any] = {"by": user, "scope": scope, "at": now()}
        run = uploading.confirm(run=run, mapping=run.mapping, datum="wgs84", **by)
        answers = {"same": "other", "twice": "once", "datum": "right", "far": "drop"}
        run = lifecycle.begin_check(run=run, answers=answers, leave_out=True, **by)
        report = lifecycle.check(run=run, scope=scope, on=periods.today(), at=now())
    assert not report.stops, report.problems[:3]
    assert report.new
    return len(lines), run.pk


def office() -> Any:
    """The county's office, as a request of it."""
    from contextlib import contextmanager

    from geodata.accounts.models import User
    from geodata.base import periods
    from geodata.base.rls import as_web_role
    from geodata.contacts.rights import scope_in_force

    @contextmanager
    def one() -> Any:
        user = User.objects.get(username="county")
        with as_web_role():
            yield user, scope_in_force(user, on=periods.today())

    return one()


def register(cluster: Any) -> Register:
    from gridmap.backups.inventory import inventory

    with place(cluster).connect() as connection:
        rows = inventory(connection)["rows"]
    ours = {table for table in rows if table.startswith("public.geodata_")}
    kept = ours - {f"public.geodata_{name}" for name in BOOKS}
    return Register({table: rows[table] for table in sorted(kept) if not table.endswith("event")})


def place(cluster: Any) -> Any:
    from gridmap.backups.place import Place
    from gridmap.local.cluster import DATABASE, OWNER

    return Place(DATABASE, OWNER, "", str(cluster.sockets), "")


def address(cluster: Any) -> str:
    at = place(cluster)
    return f"postgres://{at.user}@/{at.name}?host={quote(at.host, safe='')}"


def alone(cluster: Any) -> bool:
    """Has the server noticed that its client is dead?"""
    with place(cluster).connect() as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL"
            " AND pid <> pg_backend_pid()"
        ).fetchone()
    assert row
    return bool(row[0] == 0)


def moved(cluster: Any) -> None:
    """Django here is connected to the copy from now on."""
    from django.db import connection

    at = place(cluster)
    connection.settings_dict |= {
        "NAME": at.name,
        "USER": at.user,
        "HOST": at.host,
        "PORT": "",
        "PASSWORD": "",
    }


def leave() -> None:
    from django.db import connection

    connection.close()


def now() -> Any:
    from django.utils import timezone

    return timezone.now()


def until(holds: Callable[[], object]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > give_up:
            raise SystemExit("it never came to that")
        time.sleep(0.02)


def show(kills: list[Kill]) -> None:
    print(f"\n{'':>3} {'killed':10} {'after s':>8}  {'register':12} {'job then':10} step")
    for number, kill in enumerate(kills, 1):
        print(f"{number:3} {kill.victim:10} {kill.after:8.1f}  {kill.found:12} {kill.then:10} {kill.step}")
    whole = sum(kill.found != "HALF" for kill in kills)
    print(f"{len(kills)} kills, {whole} times whole")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
