"""How set-up speaks and runs programs: a line per step, a program's output only when it fails."""

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from gridmap.local.errors import SetupError
from gridmap.local.paths import CHECKOUT, LOCAL, closed


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other set-up works in this checkout. The lock goes with the process, however that ends."""
    closed(LOCAL, way=True)
    with (LOCAL / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another set-up in this checkout …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def say(line: str) -> None:
    print(f"gridmap: {line}", file=sys.stderr, flush=True)


def run(*command: str | Path, remedy: str, extra: Mapping[str, str] | None = None) -> None:
    """Run a step in the checkout; if it fails, raise with the end of its output and the remedy."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=CHECKOUT,
        env={**os.environ, **(extra or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = "\n".join(done.stdout.strip().splitlines()[-25:])
        raise SetupError(f"`{Path(command[0]).name}` failed. {remedy}\n{last}")


def fingerprint(files: Sequence[Path], *words: str) -> str:
    """Changes when a file's content or a word does."""
    digest = hashlib.sha256("\0".join(words).encode())
    for file in files:
        digest.update(str(file).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def is_stamped(stamp: Path, mark: str) -> bool:
    return stamp.exists() and stamp.read_text() == mark
