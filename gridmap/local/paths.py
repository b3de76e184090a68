"""Where a checkout keeps what set-up makes. All of it is removed by `make clean`."""

import hashlib
import os
from pathlib import Path
from typing import TextIO

CHECKOUT = Path(__file__).resolve().parents[2]
LOCAL = CHECKOUT / ".local"
LOGS = LOCAL / "log"
PACKAGES = ("api", "bench", "geodata", "gridmap", "tests")
VENV = CHECKOUT / ".venv"

# Not tempfile.gettempdir(): TMPDIR may differ between the shell that starts the server and the one that uses it.
SOCKETS = Path("/tmp")  # noqa: S108 (each directory in it is made with 0700 and its owner checked)


def checkout_name(checkout: Path = CHECKOUT) -> str:
    """A short name of this checkout and user, so that two checkouts or two users never meet."""
    return f"gridmap-{hashlib.sha256(str(checkout).encode()).hexdigest()[:12]}-{os.getuid()}"


def socket_directory(checkout: Path = CHECKOUT) -> Path:
    """Where the private server listens. Short, because a socket's path may have 107 bytes only."""
    return SOCKETS / checkout_name(checkout)


def closed(directory: Path, *, way: bool = False) -> Path:
    """A directory for ourselves alone. `way`: where root starts the database, its account passes through, and no more."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    directory.chmod(0o711 if way and os.geteuid() == 0 else 0o700)
    return directory


def log_file(file: Path) -> TextIO:
    """Open at its end, for ourselves alone, in a directory of the same kind."""
    closed(file.parent)
    opened = os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8")
    os.fchmod(opened.fileno(), 0o600)
    return opened
