"""Real workers, each a process of its own, on the database of the test."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).parents[2]


class Workers:
    """Those that tests started; all are ended in the end."""

    def __init__(self, log: Path, address: str = "") -> None:
        self.log, self.address = log, address
        self.all: list[subprocess.Popen[bytes]] = []

    def start(self) -> "subprocess.Popen[bytes]":
        named = {"DJANGO_SETTINGS_MODULE": "tests.jobs.settings", "DATABASE_URL": self.address or url()}
        inherited = {name: value for name, value in os.environ.items() if not name.endswith("_DATABASE_URL")}
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "manage.py", "work"],
                cwd=ROOT,
                env=inherited | named,
                stdout=log,
                stderr=log,
            )
        self.all.append(process)
        return process

    def some(self, number: int = 1) -> "list[subprocess.Popen[bytes]]":
        """So many that live, started or ended as needed."""
        living = [process for process in self.all if process.poll() is None]
        for process in living[number:]:
            process.kill()
            process.wait()
        return living[:number] + [self.start() for _ in range(number - len(living))]

    def end(self) -> None:
        for process in self.all:
            process.kill()
            process.wait()


def url() -> str:
    """The database of the test."""
    at = connection.settings_dict
    login = quote(str(at["USER"])) + (f":{quote(str(at['PASSWORD']))}" if at["PASSWORD"] else "")
    port = f"&port={at['PORT']}" if at["PORT"] else ""
    return f"postgres://{login}@/{at['NAME']}?host={quote(str(at['HOST']), safe='')}{port}"
