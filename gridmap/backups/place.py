"""Where a database is, and PostgreSQL's own programs run on it. A password goes by the environment, never by the command line."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psycopg

from gridmap.backups.errors import BackupError

# What a value looks like as text must not depend on who asks.
SETTINGS = {
    "search_path": "",
    "timezone": "UTC",
    "datestyle": "ISO",
    "intervalstyle": "postgres",
    "extra_float_digits": "1",
    "client_encoding": "UTF8",
}


@dataclass(frozen=True)
class Place:
    """One database on a server."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Place":
        """Out of Django's settings of a database."""
        known = {"sslmode", "sslrootcert", "sslcert", "sslkey"}
        options = {name: str(value) for name, value in settings.get("OPTIONS", {}).items() if name in known}
        name, user, password, host, port = (
            str(settings.get(key) or "") for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")
        )
        return cls(name, user, password, host, port, tuple(sorted(options.items())))

    def beside(self, name: str) -> "Place":
        """Another database on the same server."""
        return replace(self, name=name)

    def connect(self) -> psycopg.Connection[Any]:
        """A connection that commits each statement and shows values the same everywhere."""
        parameters = {"dbname": self.name, "user": self.user, "password": self.password, "host": self.host}
        known = {name: value for name, value in (parameters | {"port": self.port}).items() if value}
        connection = psycopg.connect(**(known | dict(self.options)), autocommit=True)  # type: ignore[arg-type]
        for name, value in SETTINGS.items():
            connection.execute("SELECT set_config(%s, %s, false)", [name, value])
        return connection

    def run(self, program: str, *arguments: str) -> None:
        """Run pg_dump or pg_restore; what it complains of is raised."""
        done = subprocess.run(
            [str(found(program)), *arguments],
            env={**os.environ, **self._environment()},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise BackupError(f"{program}: {done.stderr.strip()[-2000:]}")

    def _environment(self) -> dict[str, str]:
        variables = {
            "PGDATABASE": self.name, "PGUSER": self.user, "PGPASSWORD": self.password, "PGHOST": self.host,
            "PGPORT": self.port,
        }  # fmt: skip
        return {name: value for name, value in variables.items() if value} | {
            f"PG{name.upper()}": value for name, value in self.options
        }


def found(program: str) -> Path:
    """The newest of its kind on this machine: it reads what older servers wrote."""
    places = Path("/usr/lib/postgresql").glob(f"*/bin/{program}")
    newest = sorted(places, key=lambda path: int(re.sub(r"\D", "", path.parts[-3]) or 0))
    if newest:
        return newest[-1]
    if usual := shutil.which(program):
        return Path(usual)
    raise BackupError(f"{program} is not installed. On Debian: apt install postgresql-client")
