"""Secrets that set-up makes up once and keeps, readable by their owner only."""

import os
import secrets
from pathlib import Path

# Without 0, O, 1, l, I: a password is read from a terminal and typed.
LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def kept_secret(file: Path, *, length: int) -> str:
    """The secret in the file, made there when it does not exist. Safe when two processes come first at once."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f"{file.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write("".join(secrets.choice(LETTERS) for _ in range(length)))
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass
        fresh.unlink()
    return file.read_text().strip()
