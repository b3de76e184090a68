"""The databases of a run: copies of one that was migrated once, so that no worker and no later run migrates again."""

import hashlib
import time
from contextlib import suppress
from pathlib import Path

import psycopg
from django import setup
from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

# Any number, the same for all runs on one server.
LOCK = 20_260_101
BUILDING = 0
"""Beside it the numbers of the runs, from 1."""
MAKE_IT_UP = (
    "geodata/migrations",
    "geodata/sql",
    "geodata/apps.py",
    "geodata/base/rls.py",
    "geodata/base/readings.py",
    "geodata/base/stored_texts.py",
    "geodata/people/inventing.py",
    "gridmap/settings.py",
    "requirements.lock",
)
"""What migrations are made of: another state of it, or other names of models and rights, make another database."""


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
    digest = hashlib.sha256()
    for part in MAKE_IT_UP:
        place = Path(settings.BASE_DIR) / part
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"{file.relative_to(settings.BASE_DIR)}\n".encode() + file.read_bytes())
    digest.update("\n".join(_known_by_name()).encode())
    return digest.hexdigest()[:12]


def _known_by_name() -> list[str]:
    """What Django notes in tables of its own after migrating."""
    return sorted(
        f"{model._meta.label} {model._meta.default_permissions} {model._meta.permissions}"
        for model in apps.get_models(include_auto_created=True)
    )


KEPT = {"django_content_type", "auth_permission", "django_migrations", "spatial_ref_sys"}
"""They are the same for all tests."""


def empty() -> None:
    """Delete what a test with transactions of its own has left. TRUNCATE, as Django has it, makes new files for each table
    and index that hangs on one of these, and takes ten times as long.
    """
    for tries_left in range(5, -1, -1):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                if filled := _filled(cursor):
                    cursor.execute(_deleting(filled))
            return
        except OperationalError:
            # A request that a closed page had sent may still hold a row: the one of the two that gives way tries again.
            if not tries_left:
                raise
            time.sleep(1)


def _filled(cursor: CursorWrapper) -> list[str]:
    names = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    cursor.execute(
        " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in sorted(names))
    )
    return [name for (name,) in cursor.fetchall()]


def _deleting(filled: list[str]) -> str:
    """In one statement, at whose end it is asked what refers to whom. The triggers are at rest: some refuse, some keep."""
    asleep, awake = (
        "".join(f"ALTER TABLE {name} {word} TRIGGER USER; " for name in filled)
        for word in ("DISABLE", "ENABLE")
    )
    deletes = ", ".join(f"d{number} AS (DELETE FROM {name})" for number, name in enumerate(filled))
    return f"{asleep} WITH {deletes} SELECT; SET CONSTRAINTS ALL IMMEDIATE; {awake}"


if __name__ == "__main__":
    # Beforehand, while something else is at work: `make test` looks through the code meanwhile.
    setup()
    migrated()
