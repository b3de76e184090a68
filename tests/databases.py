"""The databases of a run: copies of one that was migrated once, so that no worker and no later run migrates again."""

import hashlib
import time
from contextlib import suppress
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

# Any number, the same for all runs on one server.
LOCK = 20_260_101
BUILDING = 0
"""Beside it the numbers of the runs, from 1."""
MAKE_IT_UP = ("geodata", "gridmap/settings.py", "requirements.lock")
"""What migrations are made of: another state of it makes another database."""


def server() -> psycopg.Connection:
    return psycopg.connect(**connection.get_connection_params(), autocommit=True)


def base() -> str:
    return f"test_{settings.DATABASES['default']['NAME']}"


def migrated() -> str:
    """The database to copy. Made by whoever comes first, while the others wait; those of former states are dropped."""
    name = f"{base()}_migrated_{_state()}"
    with server() as held:
        held.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, BUILDING])
        former = held.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [f"{base()}_migrated_"]
        ).fetchall()
        if (name,) not in former:
            for (old,) in former:
                # Another run may just be copying it.
                with suppress(psycopg.errors.ObjectInUse):
                    held.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(old)))
            _make(f"{name}_unfinished")
            # Named at the end: what was interrupted is never taken for whole.
            rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
            held.execute(rename.format(sql.Identifier(f"{name}_unfinished"), sql.Identifier(name)))
    return name


def _make(name: str) -> None:
    own = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = own


def _state() -> str:
    found = hashlib.sha256()
    for part in MAKE_IT_UP:
        place = Path(settings.BASE_DIR) / part
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                found.update(f"{file.relative_to(settings.BASE_DIR)}\n".encode() + file.read_bytes())
    return found.hexdigest()[:12]


KEPT = {"django_content_type", "auth_permission", "django_migrations", "spatial_ref_sys"}
"""They are the same for all tests."""


def empty() -> None:
    """Truncate what a test with transactions of its own has filled, and what hangs on it: Django would truncate all."""
    for tries_left in range(5, -1, -1):
        try:
            with connection.cursor() as cursor:
                if filled := _filled(cursor):
                    cursor.execute(f"TRUNCATE {', '.join(filled)} CASCADE")
            return
        except OperationalError:
            # A request that a closed page had sent may still hold a row: the one of the two that gives way tries again.
            if not tries_left:
                raise
            time.sleep(1)


def _filled(cursor: CursorWrapper) -> list[str]:
    """By the size of their files: rows themselves may be hidden by policies."""
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r' AND pg_relation_size(oid) > 0",
        [list(names)],
    )
    return [f'"{name}"' for (name,) in cursor.fetchall()]
