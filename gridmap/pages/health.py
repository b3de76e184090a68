"""/healthz: is this process able to work? For a supervisor or a load balancer; no login, no secrets."""

from dataclasses import dataclass

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

OLDEST_POSTGIS = (3, 3)


@dataclass(frozen=True)
class Condition:
    """One thing that must hold, and what was found."""

    name: str
    holds: bool
    found: str


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 and what was found, or 503 and which condition fails."""
    found = conditions()
    failing = [each.name for each in found if not each.holds]
    body: dict[str, object] = {each.name: {"ok": each.holds, "found": each.found} for each in found}
    return JsonResponse(
        {"status": "failing" if failing else "ok", "failing": failing, "checks": body}, status=503 if failing else 200
    )


def conditions() -> list[Condition]:
    """Four conditions in three queries; only the first where the database does not answer."""
    try:
        postgis, ctype = _versions()
        pending = _pending_migrations()
    except Error as error:
        return [Condition("database", False, f"The database does not answer ({type(error).__name__}).")]
    return [
        Condition("database", True, "The database answers."),
        Condition("postgis", _number(postgis) >= OLDEST_POSTGIS, postgis or "PostGIS is not installed in the database."),
        Condition("lc_ctype", "utf" in ctype.lower(), ctype),
        Condition("migrations", not pending, f"{len(pending)} not applied: {pending[0]}" if pending else "All applied."),
    ]


def _versions() -> tuple[str, str]:
    """PostGIS's version ("" where it is missing) and the database's lc_ctype."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce((SELECT extversion FROM pg_extension WHERE extname = 'postgis'), ''), datctype"
            " FROM pg_database WHERE datname = current_database()"
        )
        row = cursor.fetchone()
    return row[0], row[1]


def _pending_migrations() -> list[str]:
    loader = MigrationLoader(connection)
    return [".".join(key) for key in loader.disk_migrations if key not in loader.applied_migrations]


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())
