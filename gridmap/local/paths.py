"""Where a checkout keeps what set-up makes. All of it is removed by `make clean`."""

import hashlib
import os
from pathlib import Path

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
