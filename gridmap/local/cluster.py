"""The private PostGIS cluster of a checkout: on a Unix socket only, nothing to configure, nobody else's cluster touched.

Its data lie in .local/postgres. Where root starts it and the unprivileged account that must run it cannot enter the checkout
(a clone in root's closed home), they lie in /var/lib under the checkout's name, and .local/postgres is a link to them.
Whoever may enter the socket's directory (its owner and root) is trusted; there is no password and no TCP port.
"""

import os
import shutil
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gridmap.local import binaries
from gridmap.local.account import Account, server_account
from gridmap.local.errors import SetupError
from gridmap.local.paths import CHECKOUT, LOCAL, checkout_name, closed, log_file, socket_directory
from gridmap.local.processes import arguments_of

OWNER = "gridmap"
WEB = "gridmap_web"
DATABASE = "gridmap"
SUPERUSER = "postgres"
ELSEWHERE = Path("/var/lib")

SETTINGS = """\
# Written at every start by gridmap.local; changes here are lost.
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 256MB
effective_cache_size = 1GB
max_wal_size = 2GB
random_page_cost = 1.1
jit = off
fsync = {durable}
full_page_writes = {durable}
dynamic_shared_memory_type = {dynamic_memory}
log_line_prefix = '%m [%p] %d '
# No statement and no value of one: those who need help are in them. The service tells slow statements and errors itself.
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_timezone = 'Asia/Shanghai'
timezone = 'Asia/Shanghai'
"""


@dataclass(frozen=True)
class Cluster:
    checkout: Path = CHECKOUT
    durable: bool = True
    """Whether what it was told outlives a power cut."""

    @property
    def link(self) -> Path:
        return self.checkout / ".local" / "postgres"

    @property
    def elsewhere(self) -> Path:
        return ELSEWHERE / checkout_name(self.checkout)

    @property
    def sockets(self) -> Path:
        return socket_directory(self.checkout)

    @property
    def log(self) -> Path:
        return self.checkout / ".local" / "log" / "postgres.log"

    @cached_property
    def account(self) -> Account:
        return server_account()

    @property
    def data(self) -> Path:
        """The real directory of the data, existing or to be made."""
        if self.link.is_symlink() or (not self.link.exists() and not self.account.reaches(self.link.parent)):
            return self.elsewhere
        return self.link

    @cached_property
    def programs(self) -> binaries.Binaries:
        """The server's programs: of the version that made the data, or the newest."""
        version = self.data / "PG_VERSION"
        made_by = int(version.read_text()) if version.exists() else None
        for each in binaries.usable():
            if made_by in (None, each.major):
                return each
        if made_by:
            raise SetupError(
                f"{self.data} was made by PostgreSQL {made_by}, which is no longer installed with PostGIS. "
                f"Install it, or run `make clean` to begin with an empty database."
            )
        raise SetupError(f"PostgreSQL {binaries.OLDEST} or newer with PostGIS is not installed.")

    def start(self) -> None:
        """Make what is missing and start what is not running; harmless when all is well."""
        if not self.answers():
            self._revive()
        # Also where it runs already: a newer release may want more of it.
        self._create_database()

    def _revive(self) -> None:
        # Before anything asks for the data's place: that depends on whether .local can be entered.
        closed(self.log.parent)
        if not self.durable and self._pid() is not None and not self.running():
            # It did not end in order: its files may be torn.
            self.destroy()
        self._forget_foreign_locks()
        if self.running():
            self.stop()
        self._create()
        self._configure()
        self._launch()

    @property
    def url(self) -> str:
        return f"postgres://{OWNER}@/{DATABASE}?host={self.sockets}"

    def stop(self, *, mode: str = "fast") -> None:
        """Stop the server if it is ours and running; roll open transactions back."""
        if self.running():
            done = self.account.run(self.programs["pg_ctl"], "-D", self.data, "-m", mode, "-w", "stop")
            if done.returncode != 0:
                raise SetupError(f"The private database could not be stopped: {done.stdout.strip()}")

    def answers(self) -> bool:
        """Whether the database of this checkout can be reached by its owner."""
        return (self.sockets / ".s.PGSQL.5432").exists() and self._sql(
            "SELECT 1", user=OWNER, database=DATABASE
        ) == "1"

    def running(self) -> bool:
        return (pid := self._pid()) is not None and _serves(pid, self.data)

    def destroy(self) -> None:
        """Stop, and remove data and socket for good."""
        self.stop(mode="immediate")
        if self.link.is_symlink():
            self.link.unlink()
        for directory in (self.link, self.elsewhere, self.sockets):
            if directory.exists():
                shutil.rmtree(directory)

    def _create(self) -> None:
        """initdb beside and move into place, so that an interrupted one is never taken for a cluster."""
        data, initdb = self.data, self.programs["initdb"]
        if (data / "PG_VERSION").exists():
            return
        fresh = data.with_name(data.name + ".new")
        for rest in (fresh, data):
            shutil.rmtree(rest, ignore_errors=True)
        self.account.own(fresh)
        options = ("--username", SUPERUSER, "--encoding", "UTF8", "--locale", "C.UTF-8", "--auth", "trust")
        done = self.account.run(initdb, "-D", fresh, *options)
        if done.returncode != 0:
            raise SetupError(f"initdb failed:\n{done.stdout.strip()}")
        fresh.rename(data)
        if data != self.link:
            # In a copied checkout the link still leads to the data of the first.
            self.link.unlink(missing_ok=True)
            self.link.symlink_to(data)

    def _configure(self) -> None:
        self.account.own(self.sockets)
        ours = self.data / "gridmap.conf"
        values = {"sockets": self.sockets, "durable": "on" if self.durable else "off"}
        self._keep(ours, SETTINGS.format(**values, dynamic_memory=_dynamic_memory()))
        main = self.data / "postgresql.conf"
        if "gridmap.conf" not in main.read_text():
            with main.open("a") as file:
                file.write("\ninclude 'gridmap.conf'\n")

    def _keep(self, file: Path, text: str) -> None:
        """Written whole or not at all: on a full disk an emptied file would open the server to the network."""
        if file.exists() and file.read_text() == text:
            return
        fresh = file.with_name(f"{file.name}.new")
        fresh.write_text(text)
        os.chown(fresh, self.account.uid, self.account.gid)
        fresh.replace(file)

    def _launch(self) -> None:
        """Start, again for some seconds: after kill -9 the children of the dead server hold its memory for a moment."""
        give_up = time.monotonic() + 20
        while True:
            with log_file(self.log) as log:
                done = self.account.run(
                    self.programs["pg_ctl"], "-D", self.data, "-w", "-t", "120", "start", output=log
                )
            if done.returncode == 0:
                return
            if time.monotonic() > give_up:
                last = "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])
                raise SetupError(f"The private database does not start. The end of {self.log}:\n{last}")
            time.sleep(0.5)

    def _create_database(self) -> None:
        """An owner without superuser rights, as on a real server; PostGIS stands in the template, for test databases too."""
        if OWNER not in self._column("SELECT rolname FROM pg_roles"):
            self._must(f"CREATE ROLE {OWNER} LOGIN")
        # The web processes sign in as the role that row-level security is for, and that owns nothing.
        if WEB not in self._column("SELECT rolname FROM pg_roles"):
            self._must(f"CREATE ROLE {WEB} NOINHERIT")
        self._must(f"ALTER ROLE {WEB} LOGIN; GRANT {WEB} TO {OWNER}")
        # Databases for tests and benches.
        self._must(f"ALTER ROLE {OWNER} CREATEDB")
        self._must("CREATE EXTENSION IF NOT EXISTS postgis", database="template1")
        if DATABASE not in self._column("SELECT datname FROM pg_database"):
            self._must(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def _sql(self, statement: str, *, user: str = SUPERUSER, database: str = "postgres") -> str | None:
        """What one statement prints, or None where it fails."""
        where = ("-h", self.sockets, "-U", user, "-d", database)
        done = self.account.run(
            self.programs["psql"], "-XAtq", "-v", "ON_ERROR_STOP=1", *where, "-c", statement
        )
        return done.stdout.strip() if done.returncode == 0 else None

    def _column(self, statement: str) -> list[str]:
        return (self._sql(statement) or "").splitlines()

    def _must(self, statement: str, *, database: str = "postgres") -> None:
        if self._sql(statement, database=database) is None:
            raise SetupError(f"The private database refused: {statement}. See {self.log}")

    def _pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _forget_foreign_locks(self) -> None:
        """Drop lock files that name a living process of somebody else, as after a reboot or in a copied checkout.

        PostgreSQL itself drops those of dead processes; a number that lives on in another program stops it for good.
        """
        for lock in (self.data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            try:
                pid = int(lock.read_text().split("\n", 1)[0])
            except (OSError, ValueError):
                continue
            if not _serves(pid, self.data):
                lock.unlink()


def trial() -> Cluster:
    """The cluster of `make test`, which waits for no disk: nothing in it is missed, and the demo's stays apart."""
    return Cluster(LOCAL / "trial", durable=False)


def _serves(pid: int, data: Path) -> bool:
    """Whether the process is a PostgreSQL server on this data directory."""
    return str(data) in arguments_of(pid)


def _dynamic_memory() -> str:
    """Containers often have 64 MB of shared memory, too little for parallel queries: use files there."""
    try:
        shared = os.statvfs("/dev/shm")  # noqa: S108 (looked at, not written to)
    except OSError:
        return "posix"
    return "posix" if shared.f_blocks * shared.f_frsize >= 512 * 2**20 else "mmap"
