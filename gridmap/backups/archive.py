"""Backups of the whole database: pg_dump's custom format, and beside it a note of all that must be there again."""

import datetime as dt
import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from psycopg import sql

from geodata.base.wording import listed
from gridmap.backups.errors import BackupError
from gridmap.backups.inventory import Difference, Inventory, differences, inventory, roles, tables, unseen
from gridmap.backups.place import Place

NOTE = ".json"
"""What is added to the name of an archive for its note."""
FRESH = "template1"
"""What the server copies for a database of which nothing else is said."""
TEMPLATE = "template_postgis"
"""A database with PostGIS that every login may copy, for owners who may not create the extension."""
TEMPLATE_THERE = "SELECT 1 FROM pg_database WHERE datname = %s AND datistemplate"
MAY_HOLD_POSTGIS = """
    SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'postgis')
        OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
        OR EXISTS (SELECT FROM pg_available_extension_versions WHERE name = 'postgis' AND trusted)
"""
END_OURS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND usename = current_user
"""


@dataclass(frozen=True)
class Note:
    """What an archive holds: taken in the same snapshot as its rows."""

    made: str
    database: str
    sha256: str
    roles: list[str]
    inventory: Inventory

    @property
    def rows(self) -> int:
        return sum(int(counted.split()[0]) for counted in self.inventory["rows"].values())


def dump(place: Place, target: Path, *, at: dt.datetime) -> Note:
    """Write the archive and its note; neither is there before it is whole. Nobody else may read them."""
    for path in (target, note_of(target)):
        if path.exists():
            raise BackupError(_("%(file)s exists already. Choose another name.") % {"file": path})
    fresh = target.with_name(f"{target.name}.part")
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        note = _dump(place, fresh, at)
        _write(note_of(target), json.dumps(asdict(note), ensure_ascii=False, indent=1))
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    return note


def _dump(place: Place, fresh: Path, at: dt.datetime) -> Note:
    with place.connect() as connection:
        if hidden := unseen(connection):
            raise BackupError(
                _("Row-level security hides rows of %(tables)s from this login: back up as the owner.")
                % {"tables": listed(hidden)}
            )
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row
        # The owner of tables with forced security sees them by a policy. Comments belong to extensions' owners.
        # PostGIS brings its list of coordinate systems itself, into a table that is not ours to fill.
        flags = (
            "--enable-row-security",
            "--no-comments",
            "--exclude-table-data=*.spatial_ref_sys",
            f"--snapshot={row[0]}",
        )
        place.run("pg_dump", "--format=custom", *flags, f"--file={fresh}")
        return Note(at.isoformat(), place.name, _digest(fresh), roles(connection), inventory(connection))


def restore(archive: Path, place: Place) -> None:
    """Into an empty database, whole or not at all."""
    if things := contents(place):
        raise BackupError(
            _("The database %(name)s is not empty (%(tables)s, …).")
            % {"name": place.name, "tables": things[0]}
        )
    flags = ("--exit-on-error", "--single-transaction", "--enable-row-security", "--no-comments")
    place.run("pg_restore", *flags, f"--dbname={place.name}", str(archive))


def replace(
    archive: Path, place: Place, *, at: dt.datetime, prepare: Callable[[Place], None] | None = None
) -> tuple[str, list[Difference]]:
    """Restore beside, compare, `prepare` it, and only then let it take the place; the former one is kept.

    Gives the name under which it is kept, "" where something was missing and nothing was exchanged.
    """
    with scratch(place, keep=True) as fresh:
        restore(archive, fresh)
        differences = compare(archive, fresh)
        if differences:
            _drop(fresh)
            return "", differences
        if prepare:
            prepare(fresh)
    kept = f"{place.name}_until_{at:%Y%m%d_%H%M%S}"
    with place.beside("postgres").connect() as server:
        for name in (place.name, fresh.name):
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
        for old, new in ((place.name, kept), (fresh.name, place.name)):
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new))
            )
    return kept, []


def check(archive: Path, place: Place) -> list[Difference]:
    """Restore into a database of its own on that server, compare everything, and drop it again."""
    with scratch(place) as trial:
        restore(archive, trial)
        return compare(archive, trial)


def compare(archive: Path, place: Place) -> list[Difference]:
    """What the database lacks of what the archive's note names, or has otherwise."""
    with place.connect() as connection:
        return differences(read_note(archive).inventory, inventory(connection))


def read_note(archive: Path) -> Note:
    """The note of an archive, which must be of this very file."""
    try:
        note = Note(**json.loads(note_of(archive).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(
            _(
                "The note %(file)s is missing or damaged: without it nobody can tell whether a restore is"
                " complete."
            )
            % {"file": note_of(archive)}
        ) from error
    if _digest(archive) != note.sha256:
        raise BackupError(_("%(file)s is not as it was written: was the copy damaged?") % {"file": archive})
    return note


def missing_roles(archive: Path, place: Place) -> list[str]:
    """Roles that the archive's grants and policies name and the server has not."""
    with place.connect() as connection:
        there = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
    return [role for role in read_note(archive).roles if role not in there]


def contents(place: Place) -> list[str]:
    """Tables that a database has of its own."""
    with place.connect() as connection:
        return tables(connection)


@contextmanager
def scratch(place: Place, *, keep: bool = False) -> Iterator[Place]:
    """An empty database beside, in which PostGIS is or may be created; dropped unless it is to be kept."""
    trial = place.beside(f"{place.name}_trial_{secrets.token_hex(4)}")
    try:
        _create(trial)
        yield trial
    except BaseException:
        _drop(trial)
        raise
    if not keep:
        _drop(trial)


def _create(trial: Place) -> None:
    """PostGIS is no trusted extension: an ordinary owner gets it from a template that an administrator has made once."""
    with trial.beside("postgres").connect() as server:
        name = sql.Identifier(trial.name)
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, sql.Identifier(FRESH)))
        if _may_hold_postgis(trial):
            return
        _drop(trial)
        if server.execute(TEMPLATE_THERE, [TEMPLATE]).fetchone() is None:
            raise BackupError(
                _(
                    "This login may not create PostGIS in a fresh database. As the server's administrator, once: "
                    "CREATE DATABASE %(name)s; in it CREATE EXTENSION postgis; then ALTER DATABASE %(name)s IS_TEMPLATE true."
                )
                % {"name": TEMPLATE}
            )
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, sql.Identifier(TEMPLATE)))


def _may_hold_postgis(place: Place) -> bool:
    with place.connect() as connection:
        row = connection.execute(MAY_HOLD_POSTGIS).fetchone()
        return bool(row and row[0])


def _drop(place: Place) -> None:
    """With what we have open in it. Not by FORCE, which fails where the server's own vacuum is at it: without, that ends."""
    with place.beside("postgres").connect() as server:
        server.execute(END_OURS, [place.name])
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(place.name)))


def note_of(archive: Path) -> Path:
    return archive.with_name(archive.name + NOTE)


def _write(path: Path, text: str) -> None:
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
