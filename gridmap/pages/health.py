"""/healthz: is this process able to work? For a supervisor or a load balancer; no login, no secrets."""

from dataclasses import dataclass
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from geodata.jobs.queue import living
from gridmap.databases import OLDEST_POSTGIS, is_utf8, number, profile


@dataclass(frozen=True)
class Condition:
    """One thing that must hold, and what was found. Without one that is not `vital` pages are served all the same."""

    name: str
    holds: bool
    found: str
    vital: bool = True


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 and what was found, or 503 and which condition fails. "impaired": pages are served, jobs wait."""
    found = conditions()
    failing = [each.name for each in found if not each.holds]
    down = any(each.vital and not each.holds for each in found)
    checks = {each.name: {"ok": each.holds, "found": each.found} for each in found}
    status = "failing" if down else "impaired" if failing else "ok"
    return JsonResponse({"status": status, "failing": failing, "checks": checks}, status=503 if down else 200)


def conditions() -> list[Condition]:
    """Five conditions in four queries; only the first where the database does not answer."""
    try:
        database, pending = profile(connection), pending_migrations()
        workers = 0 if pending else living()
    except Error as error:
        return [Condition("database", False, f"The database does not answer ({type(error).__name__}).")]
    return [
        Condition("database", True, f"PostgreSQL {database.server // 10000}.{database.server % 10000}"),
        Condition(
            "postgis",
            number(database.postgis) >= OLDEST_POSTGIS,
            database.postgis or "not installed in this database",
        ),
        Condition("lc_ctype", is_utf8(database.lc_ctype), database.lc_ctype),
        Condition(
            "migrations", not pending, f"not applied: {', '.join(pending)}" if pending else "all applied"
        ),
        Condition("worker", workers > 0, f"{workers} at work" if workers else "none: jobs wait", vital=False),
    ]


def pending_migrations() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    return [".".join(key) for key in _migrations_on_disk() if key not in applied]


@cache
def _migrations_on_disk() -> list[tuple[str, str]]:
    """They cannot change while the process lives; reading them takes longer than the queries."""
    return sorted(MigrationLoader(None).disk_migrations)
