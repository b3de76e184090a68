"""Secrets that set-up makes up once and keeps, readable by their owner only."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

# Without 0, O, 1, l, I: a password is read from a terminal and typed.
LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def kept_secret(file: Path, *, length: int) -> str:
    """The secret in the file, made there when it does not exist."""
    if not file.exists():
        fresh = _written(file, "".join(secrets.choice(LETTERS) for _ in range(length)))
        # A link, not a move: when two processes come first at once, both go on with the same secret.
        with suppress(FileExistsError):
            os.link(fresh, file)
        fresh.unlink()
    return file.read_text().strip()


def keep(file: Path, secret: str) -> None:
    """Write a chosen secret in place of what is there."""
    _written(file, secret).replace(file)


def _written(file: Path, secret: str) -> Path:
    """A new file beside the given one, whole and closed to others."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(secret)
    return fresh
