"""/livez, /readyz, /healthz: for a supervisor, a load balancer, a person. No login, no secrets."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from geodata.base import periods
from geodata.coverage.through_time.comparing import Found, found
from geodata.files.sandbox import held
from geodata.jobs.queue import Backlog, backlog
from gridmap.databases import OLDEST_POSTGIS, Profile, is_utf8, number, profile

AFTER_MIDNIGHT = dt.timedelta(minutes=15)
PATIENCE = 900.0
"""Seconds that a job may wait for a worker."""


@dataclass(frozen=True)
class Condition:
    """One thing that must hold, and what was found. Without one that is not `vital` pages are served all the same."""

    name: str
    holds: bool
    found: str
    vital: bool = True


@login_not_required
@never_cache
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """This process answers, whatever its surroundings: what fails is its own fault, and a restart may help."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """May it be given requests? 503 without a database that can be written, or with one of another version."""
    return _answer([each for each in conditions() if each.vital])


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 and what was found, or 503 and which condition fails. "impaired": pages are served, jobs or figures wait."""
    return _answer(conditions())


def _answer(conditions: list[Condition]) -> JsonResponse:
    failing = [each.name for each in conditions if not each.holds]
    down = any(each.vital and not each.holds for each in conditions)
    checks = {each.name: {"ok": each.holds, "found": each.found} for each in conditions}
    status = "failing" if down else "impaired" if failing else "ok"
    return JsonResponse({"status": status, "failing": failing, "checks": checks}, status=503 if down else 200)


def conditions() -> list[Condition]:
    """What must hold, in six queries; only the first condition where the database does not answer."""
    walls = held()
    try:
        database, pending = profile(connection), pending_migrations()
        wait = None if pending else backlog()
        counts = None if pending else found(today=periods.today())
    except Error as error:
        return [Condition("database", False, f"The database does not answer ({type(error).__name__}).")]
    return [
        Condition("database", True, f"PostgreSQL {database.server // 10000}.{database.server % 10000}"),
        Condition("role", database.role == "primary", role_of(database)),
        Condition(
            "postgis",
            number(database.postgis) >= OLDEST_POSTGIS,
            database.postgis or "not installed in this database",
        ),
        Condition("lc_ctype", is_utf8(database.lc_ctype), database.lc_ctype),
        Condition(
            "migrations", not pending, f"not applied: {', '.join(pending)}" if pending else "all applied"
        ),
        Condition("reading", walls.enough or settings.READ_UNCONFINED, str(walls), vital=False),
        *([_of_counts(counts)] if counts else []),
        *(_of_jobs(wait) if wait else [Condition("worker", False, "not asked", vital=False)]),
    ]


def _of_counts(counts: Found) -> Condition:
    """What the night has found: what was kept and differs from history is counted anew, and told until the next day is over."""
    told = f"{counts.compared} days compared with history since midnight"
    if counts.differing:
        told += f"; {counts.differing} differed and are counted anew: see worker.log"
    return Condition("kept_counts", not counts.differing, told, vital=False)


def role_of(database: Profile) -> str:
    """primary, read-only, or standby and how far it is behind."""
    return database.role if database.lag is None else f"{database.role}, {database.lag:.1f} s behind"


def _of_jobs(backlog: Backlog) -> list[Condition]:
    workers, oldest = backlog.workers, backlog.oldest
    return [
        Condition("worker", workers > 0, f"{workers} at work" if workers else "none: jobs wait", vital=False),
        Condition(
            "oldest_job",
            oldest < PATIENCE,
            f"waiting for {oldest:.0f} s" if oldest else "none waits",
            vital=False,
        ),
        Condition("day", has_begun(backlog.day), f"begun: {backlog.day or 'none'}", vital=False),
    ]


def has_begun(day: dt.date | None) -> bool:
    """Today's figures stand ready; just after midnight yesterday's may do."""
    return day is not None and day >= timezone.localdate(timezone.now() - AFTER_MIDNIGHT)


def pending_migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return [".".join(key) for key in _migrations_on_disk() if key not in applied]


@cache
def _migrations_on_disk() -> list[tuple[str, str]]:
    """They cannot change while the process lives; reading them takes longer than the queries."""
    return sorted(MigrationLoader(None).disk_migrations)
