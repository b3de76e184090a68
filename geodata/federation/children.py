"""Whose coverage is gathered here: installations with an address, a public key and the codes of their counties (GRIDMAP_CHILDREN)."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Child:
    """An installation that publishes."""

    name: str
    address: str
    key: str
    areas: tuple[str, ...]
    token: str = field(default="", repr=False)


def children() -> tuple[Child, ...]:
    """In the order of the file."""
    told: tuple[dict[str, Any], ...] = settings.CHILDREN
    return tuple(Child(**each) for each in told)


def has_children() -> bool:
    return bool(settings.CHILDREN)
