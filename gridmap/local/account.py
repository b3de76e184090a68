"""Who runs the private PostgreSQL: we ourselves, or for root an unprivileged account, since PostgreSQL refuses root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from gridmap.local.errors import SetupError


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    def run(
        self, *command: str | Path, output: IO[str] | int = subprocess.PIPE
    ) -> subprocess.CompletedProcess[str]:
        """Run a command as this account, in /, with output and errors together."""
        switch: dict[str, Any] = {}
        if os.geteuid() != self.uid:
            switch = {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(
            [str(part) for part in command],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            start_new_session=True,
            env={**os.environ, "LC_ALL": "C.UTF-8", "PGCONNECT_TIMEOUT": "5"},
            **switch,
        )

    def own(self, directory: Path) -> None:
        """Make a directory that this account alone may enter; refuse one that somebody else laid there."""
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0 and directory.lstat().st_uid == 0:
            os.chown(directory, self.uid, self.gid, follow_symlinks=False)
        status = directory.lstat()
        if directory.is_symlink() or status.st_uid != self.uid:
            raise SetupError(f"{directory} belongs to somebody else. Remove it, then start again.")
        directory.chmod(0o700)

    def reaches(self, directory: Path) -> bool:
        """Whether this account may enter the directory, through all of its parents."""
        return self.run("/bin/sh", "-c", 'cd "$1"', "sh", directory).returncode == 0


def server_account() -> Account:
    if os.geteuid() != 0:
        entry = pwd.getpwuid(os.geteuid())
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise SetupError(
        "PostgreSQL refuses to run as root and there is no account 'postgres'. Run: useradd --system postgres"
    )
