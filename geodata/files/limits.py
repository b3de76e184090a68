"""How large a file may be. What is larger is refused with words, before or while it is read."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

MB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes of a file and of what it unpacks to; rows and columns; seconds of CPU and bytes of memory to read it."""

    bytes: int = 20 * MB
    unpacked: int = 200 * MB
    ratio: int = 100
    entries: int = 500
    rows: int = 200_000
    columns: int = 100
    cells: int = 4_000_000
    """Each takes some 100 bytes where a reader holds its file whole: of all formats but CSV."""
    vertices: int = 10_000
    depth: int = 4
    """Brackets around a coordinate: a multipolygon of GeoJSON has four."""
    seconds: int = 60
    memory: int = 1024 * MB


UPLOAD = Limits()
"""What comes through a browser."""
COMMAND = Limits(
    bytes=500 * MB, unpacked=1000 * MB, rows=1_000_000, cells=40_000_000, seconds=600, memory=4096 * MB
)
"""What an operator reads on the machine itself."""

_limits: ContextVar[Limits] = ContextVar("limits", default=UPLOAD)


def limits() -> Limits:
    """Those that hold here."""
    return _limits.get()


@contextmanager
def within(these: Limits) -> Iterator[None]:
    """Inside, these limits hold."""
    token = _limits.set(these)
    try:
        yield
    finally:
        _limits.reset(token)
