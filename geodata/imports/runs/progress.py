"""How far the check of an import is, told to whoever asked to hear of it: its job. At the command line nobody did."""

from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from django.utils.translation import gettext as _

Block = TypeVar("Block", bound=Sized)
Hear = Callable[[int, int, str], object]
"""So many rows are done of so many (0: not known), and the step in words."""

_hear: ContextVar[Hear | None] = ContextVar("hear", default=None)


@contextmanager
def told_to(hear: Hear) -> Iterator[None]:
    """While it lasts, that one hears of it. What it raises goes through."""
    token = _hear.set(hear)
    try:
        yield
    finally:
        _hear.reset(token)


def tell(step: str, done: int = 0, total: int = 0) -> None:
    if hear := _hear.get():
        hear(done, total, step)


def read(blocks: Iterable[Block], total: int) -> Iterator[Block]:
    """The rows of a file, a block at a time. It is told after each: no statement may be under way then."""
    step, done = _("Reading the rows"), 0
    tell(step, done, total)
    for block in blocks:
        yield block
        done += len(block)
        tell(step, done, total)
