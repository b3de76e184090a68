"""The file .env of a checkout: variables for whoever starts a process by hand. What the environment itself says stands."""

import os
import re

from gridmap.local.errors import SetupError
from gridmap.local.paths import CHECKOUT

FILE = CHECKOUT / ".env"
LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)")


def load() -> None:
    """Take what .env says into the environment, where there is one. Raises SetupError."""
    try:
        text = FILE.read_text(encoding="utf-8")
    except (FileNotFoundError, PermissionError):
        return
    for name, value in variables(text).items():
        os.environ.setdefault(name, value)


def variables(text: str) -> dict[str, str]:
    """NAME=value a line, with or without quotes around the value; # begins a line that is not read. Raises SetupError."""
    found = {}
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if not line or line.startswith("#"):
            continue
        match = LINE.fullmatch(line)
        if match is None:
            # Not the line itself: there may be a password in it.
            raise SetupError(f".env cannot be read in line {number}. Write NAME=value.")
        found[match[1]] = _bare(match[2])
    return found


def _bare(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return value[1:-1] if quoted else value
