"""What a database is: asked once by the start-up checks and by /healthz."""

import re
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from geodata.base.rls import WEB_ROLE

OLDEST_SERVER = 15
OLDEST_POSTGIS = (3, 3)


@dataclass(frozen=True)
class Profile:
    server: int  # 150014 is 15.14
    postgis: str  # of this database, "" where the extension is not created
    postgis_available: str  # of the server, "" where it is not installed
    lc_ctype: str
    has_web_role: bool  # it exists, or we may create it
    role: str = "primary"  # or "standby", or "read-only"
    lag: float | None = None  # seconds that a standby is behind
    web_makes_temporary: bool = False  # the web role may make temporary objects


def profile(connection: BaseDatabaseWrapper) -> Profile:
    """One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version_num')::int,"
            " coalesce((SELECT extversion FROM pg_extension WHERE extname = 'postgis'), ''),"
            " coalesce((SELECT default_version FROM pg_available_extensions WHERE name = 'postgis'), ''),"
            " datctype,"
            " EXISTS (SELECT FROM pg_roles WHERE rolname = %s"
            " OR rolname = current_user AND (rolcreaterole OR rolsuper)),"
            " CASE WHEN pg_is_in_recovery() THEN 'standby'"
            " WHEN current_setting('transaction_read_only')::boolean THEN 'read-only' ELSE 'primary' END,"
            # A primary on which nothing happens sends nothing: what has all of it is not behind.
            " CASE WHEN NOT pg_is_in_recovery() THEN NULL"
            " WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0"
            " ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 END,"
            " coalesce((SELECT has_database_privilege(oid, current_database(), 'TEMPORARY')"
            # An empty database has it still: the first `migrate` takes it away.
            " AND to_regclass('django_migrations') IS NOT NULL FROM pg_roles WHERE rolname = %s), false)"
            " FROM pg_database WHERE datname = current_database()",
            [WEB_ROLE, WEB_ROLE],
        )
        return Profile(*cursor.fetchone())


def number(version: str) -> tuple[int, ...]:
    """3.3.2 and 3.4.0dev as numbers that can be compared; () for no version."""
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def is_utf8(locale: str) -> bool:
    return "utf" in locale.lower()
