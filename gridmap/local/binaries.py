"""Finds PostgreSQL's server programs, which most systems keep off the PATH."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    directory: Path
    major: int

    def __getitem__(self, program: str) -> Path:
        return self.directory / program

    @property
    def has_postgis(self) -> bool:
        share = _output(self["pg_config"], "--sharedir")
        return bool(share) and Path(share, "extension", "postgis.control").exists()


def installed() -> list[Binaries]:
    """All complete servers of this machine, the newest first."""
    servers: dict[Path, Binaries] = {}
    for directory in _candidates():
        major = _major(directory)
        if major and all((directory / name).exists() for name in ("initdb", "pg_ctl", "psql", "pg_config")):
            servers.setdefault(directory.resolve(), Binaries(directory, major))
    return sorted(servers.values(), key=lambda binaries: -binaries.major)


def usable() -> list[Binaries]:
    """Those of OLDEST or newer with PostGIS beside them."""
    return [each for each in installed() if each.major >= OLDEST and each.has_postgis]


def _candidates() -> Iterator[Path]:
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    for prefix in ("/opt/homebrew/opt", "/usr/local/opt"):
        yield from Path(prefix).glob("postgresql*/bin")
    yield from Path("/usr").glob("pgsql-*/bin")
    if bindir := _output("pg_config", "--bindir"):
        yield Path(bindir)
    if postgres := shutil.which("postgres"):
        yield Path(postgres).resolve().parent


def _major(directory: Path) -> int | None:
    match = re.search(r"\(PostgreSQL\) (\d+)", _output(directory / "postgres", "--version"))
    return int(match[1]) if match else None


def _output(*command: str | Path) -> str:
    """What a program prints, or nothing where it cannot be run."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""
