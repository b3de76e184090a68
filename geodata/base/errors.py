"""What can go wrong in the domain, free of HTTP.

DomainError             a sentence for the user: where, what, and how to mend it
├── BadInput            a value is not what it should be (field, value, remedy)
├── NotAllowed          the user's duties do not allow this
├── NotFound            no such thing in the user's scope
└── Conflict            it contradicts what is already recorded
    └── Stale           it was changed by someone else meanwhile
"""

from collections.abc import Sequence
from typing import Any


class DomainError(Exception):
    """Base of all expected errors. `message` and `remedy` are translated sentences."""

    def __init__(self, message: str, *, field: str = "", value: Any = None, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.value = value
        self.remedy = remedy


class BadInput(DomainError):
    """A value is not what it should be."""


class NotAllowed(DomainError):
    """The user's duties do not allow this."""


class NotFound(DomainError):
    """No such thing in the user's scope."""


class Conflict(DomainError):
    """It contradicts what is already recorded."""


class Stale(Conflict):
    """It was changed by someone else meanwhile."""


def join(messages: Sequence[str]) -> str:
    """Several sentences as one text."""
    return " ".join(str(message) for message in messages)
