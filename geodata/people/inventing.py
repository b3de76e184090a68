"""Households as the demo makes them: marked as invented, and called by names that follow from its seed.

Everywhere else a household is a real one, and its name is drawn by chance.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_names: ContextVar[Iterator[str] | None] = ContextVar("names_of_invented_households", default=None)


@contextmanager
def inventing(names: Iterator[str]) -> Iterator[None]:
    """Whoever becomes a household or a resident inside is invented, households by these names, one after the other."""
    token = _names.set(names)
    try:
        yield
    finally:
        _names.reset(token)


def is_invented() -> bool:
    return _names.get() is not None


def next_name() -> str:
    """128 random bits, or the next of the demo's."""
    names = _names.get()
    return secrets.token_urlsafe(16) if names is None else next(names)
